#include "gui/timeline/timeline_export.h"

#include "base/error.h"
#include "base/file.h"
#include "timeline/chrome_trace.h"
#include "timeline/perfetto_trace.h"
#include "timeline/timeline_file.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QImage>
#include <QPainter>
#include <QSvgGenerator>

namespace foldmeter::gui {
namespace {

constexpr double sharpness = 2;   // pixels of the picture a pixel of the window

QByteArray png(const QSize& size, const std::function<void(QPainter&)>& paint) {
    QImage image(size * sharpness, QImage::Format_ARGB32_Premultiplied);
    if (image.isNull()) throw DeviceError("no memory for a picture of this size");
    image.setDevicePixelRatio(sharpness);
    QPainter painter(&image);
    paint(painter);
    painter.end();
    QByteArray bytes;
    QBuffer buffer(&bytes);
    image.save(&buffer, "PNG");
    return bytes;
}

QByteArray svg(const QSize& size, const QString& title, const std::function<void(QPainter&)>& paint) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setSize(size);
    generator.setViewBox(QRect(QPoint(), size));
    generator.setTitle(title);
    QPainter painter(&generator);
    paint(painter);
    painter.end();
    return bytes;
}

}  // namespace

bool isPictureFile(const QString& file) { return file.endsWith(QLatin1String(".png"), Qt::CaseInsensitive) || file.endsWith(QLatin1String(".svg"), Qt::CaseInsensitive); }

void exportPicture(const QString& file, const QSize& size, const QString& title, const std::function<void(QPainter&)>& paint) {
    const QByteArray bytes = file.endsWith(QLatin1String(".svg"), Qt::CaseInsensitive) ? svg(size, title, paint) : png(size, paint);
    writeAtomically(file.toStdString(), std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())));
}

void exportTimeline(const QString& file, const timeline::Timeline& timeline, const QString& name) {
    const std::string path = file.toStdString(), title = name.toStdString();
    if (path.ends_with(".json")) writeAtomically(path, timeline::toChromeTrace(timeline, title));
    else if (path.ends_with(".pftrace") || path.ends_with(".perfetto-trace")) writeAtomically(path, timeline::toPerfettoTrace(timeline, title));
    else if (path.ends_with(".timeline")) timeline::writeTimeline(path, timeline);
    else throw InputError(QCoreApplication::translate("TimelineExport", "%1: a timeline is written as .png, .svg, .trace.json (Chrome), .pftrace (Perfetto), .timeline or .tsv (the table); the name's ending says which").arg(file).toStdString());
}

}  // namespace foldmeter::gui
