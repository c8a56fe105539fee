// Pictures, films and files of what the structure pane shows. Pictures are made while the window goes on; files appear
// only complete, a film's folder only with all of its pictures.
#pragma once

#include "gui/look/badge.h"

#include <QObject>
#include <QSize>
#include <QString>

#include <filesystem>
#include <functional>

class QImage;

namespace foldmeter::viz {
class StructureWidget;
}

namespace foldmeter::app {

struct PictureForm {
    QSize size{1600, 1200};
    bool transparent = false, annotated = true;    // annotated: with legend and labels
    int pictures = 1;                              // of a film
};

class StructureExport : public QObject {
    Q_OBJECT

public:
    StructureExport(viz::StructureWidget& view, QObject* parent);

    void setModel(look::ModelKind model) { m_model = model; }   // stamped on every picture
    // All throw InputError that says why nothing is written; what goes wrong later comes as failed().
    void writePicture(const std::filesystem::path& file, const PictureForm& form);
    // A folder of frame-0001.png ...: one turn, or whatever `before` puts in place.
    void writeSpin(const std::filesystem::path& folder, const PictureForm& form);
    void writeFilm(const std::filesystem::path& folder, const PictureForm& form, std::function<void(int)> before);
    void writeGltf(const std::filesystem::path& file);
    void writeMmcif(const std::filesystem::path& file);
    void writePdb(const std::filesystem::path& file);
    bool running() const { return m_running; }
    void cancel();                                 // nothing of the film is left

Q_SIGNALS:
    void progressed(int done, int total);
    void written(const QString& path);
    void failed(const QString& why);
    void ended();                                  // written, failed or cancelled

private:
    void begin(const PictureForm& form, double turned, std::function<void(int)> before);
    void take(int picture, QImage image);
    void finish();
    void fail(const QString& why);
    void dropPart();
    void writeText(const std::filesystem::path& file, const std::string& text);

    viz::StructureWidget& m_view;
    look::ModelKind m_model = look::ModelKind::Own;
    std::filesystem::path m_target, m_part;        // m_part: the folder that grows; empty for a single picture
    bool m_running = false;
};

// InputError unless there is nothing of this name and the folder above can be written to.
void refuseUnwritableFolder(const std::filesystem::path& folder);

}  // namespace foldmeter::app
