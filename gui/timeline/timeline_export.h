// What is seen of a run's time as a picture, and the timeline itself for other programs. The ending of the file's name says
// the format: .png, .svg, .trace.json (Chrome), .pftrace (Perfetto), .timeline (our own), .tsv (the table).
#pragma once

#include "timeline/timeline.h"

#include <QSize>
#include <QString>

#include <functional>

class QPainter;

namespace foldmeter::gui {

// Throws InputError for endings that are not known, DeviceError when the file cannot be written.
void exportPicture(const QString& file, const QSize& size, const QString& title, const std::function<void(QPainter&)>& paint);   // .png, .svg
void exportTimeline(const QString& file, const timeline::Timeline& timeline, const QString& name);                               // the others but .tsv
bool isPictureFile(const QString& file);

}  // namespace foldmeter::gui
