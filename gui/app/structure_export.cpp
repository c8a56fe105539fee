#include "gui/app/structure_export.h"

#include "base/atomic_file.h"
#include "base/error.h"
#include "viz/widget/structure_widget.h"

#include <QFileInfo>
#include <QImage>
#include <QSaveFile>

#include <algorithm>
#include <utility>

namespace foldmeter::app {
namespace {

namespace fs = std::filesystem;

constexpr int kLargest = 16384, kMostPictures = 9999;
constexpr int kLettersShare = 45, kLeastLetters = 11;   // letters of the badge: this part of the height

QString named(const fs::path& path) { return QString::fromStdString(path.string()); }
[[noreturn]] void refuse(const QString& text) { throw InputError(text.toStdString()); }

bool savePng(const fs::path& file, const QImage& image) {
    QSaveFile out(named(file));
    return out.open(QIODevice::WriteOnly) && image.save(&out, "PNG") && out.commit();
}

}  // namespace

void refuseUnwritableFolder(const fs::path& folder) {
    std::error_code ignored;
    if (fs::exists(folder, ignored)) refuse(StructureExport::tr("%1 is there already; name a folder that is not").arg(named(folder)));
    const QFileInfo above(named(fs::absolute(folder).parent_path()));
    if (!above.isDir() || !above.isWritable()) refuse(StructureExport::tr("%1: the folder %2 does not exist or cannot be written to").arg(named(folder), above.filePath()));
}

StructureExport::StructureExport(viz::StructureWidget& view, QObject* parent) : QObject(parent), m_view(view) {
    connect(&m_view, &viz::StructureWidget::pictureMade, this, &StructureExport::take);
    connect(&m_view, &viz::StructureWidget::picturesDone, this, &StructureExport::finish);
    connect(&m_view, &viz::StructureWidget::picturesProgressed, this, [this](int done, int total) {
        if (m_running) Q_EMIT progressed(done, total);
    });
}

void StructureExport::writePicture(const fs::path& file, const PictureForm& form) {
    const QFileInfo above(named(fs::absolute(file).parent_path()));
    if (!above.isDir() || !above.isWritable()) refuse(tr("%1: the folder %2 does not exist or cannot be written to").arg(named(file), above.filePath()));
    PictureForm one = form;
    one.pictures = 1;
    begin(one, 0, {});
    m_target = file;
    m_part.clear();
}

void StructureExport::writeSpin(const fs::path& folder, const PictureForm& form) {
    refuseUnwritableFolder(folder);
    begin(form, 360.0 / std::max(form.pictures, 1), {});
    m_target = folder;
    m_part = folder.string() + ".part";
}

void StructureExport::writeFilm(const fs::path& folder, const PictureForm& form, std::function<void(int)> before) {
    refuseUnwritableFolder(folder);
    begin(form, 0, std::move(before));
    m_target = folder;
    m_part = folder.string() + ".part";
}

void StructureExport::begin(const PictureForm& form, double turned, std::function<void(int)> before) {
    if (m_running) refuse(tr("pictures are being made already; cancel them first"));
    if (form.size.isEmpty() || std::max(form.size.width(), form.size.height()) > kLargest) refuse(tr("a picture is at most %1 pixels on a side").arg(kLargest));
    if (form.pictures < 1 || form.pictures > kMostPictures) refuse(tr("a film has 1 to %1 pictures").arg(kMostPictures));
    viz::StructureWidget::PictureOrder order;
    order.size = form.size;
    order.transparent = form.transparent;
    order.annotated = form.annotated;
    order.pictures = form.pictures;
    order.turned = turned;
    order.before = std::move(before);
    if (!m_view.orderPictures(std::move(order))) refuse(m_view.problem().isEmpty() ? tr("nothing can be drawn just now") : m_view.problem());
    m_running = true;
}

void StructureExport::take(int picture, QImage image) {
    if (!m_running) return;
    look::stamp(image, m_model, std::max(kLeastLetters, image.height() / kLettersShare));
    fs::path file = m_target;
    if (!m_part.empty()) {
        std::error_code failure;
        fs::create_directories(m_part, failure);
        file = m_part / QStringLiteral("frame-%1.png").arg(picture + 1, 4, 10, QLatin1Char('0')).toStdString();
    }
    if (!savePng(file, image)) fail(tr("%1 could not be written").arg(named(file)));
}

void StructureExport::finish() {
    if (!m_running) return;
    std::error_code failure;
    if (!m_part.empty()) fs::rename(m_part, m_target, failure);
    if (failure) return fail(tr("%1 could not be named: %2").arg(named(m_target), QString::fromStdString(failure.message())));
    m_running = false;
    Q_EMIT written(named(m_target));
    Q_EMIT ended();
}

void StructureExport::dropPart() {
    std::error_code ignored;
    if (!m_part.empty()) fs::remove_all(m_part, ignored);
}

void StructureExport::fail(const QString& why) {
    m_view.cancelPictures();
    dropPart();
    m_running = false;
    Q_EMIT failed(why);
    Q_EMIT ended();
}

void StructureExport::cancel() {
    if (!m_running) return;
    m_view.cancelPictures();
    dropPart();
    m_running = false;
    Q_EMIT ended();
}

void StructureExport::writeGltf(const fs::path& file) {
    m_view.exportGltf(file);
    Q_EMIT written(named(file));
}

void StructureExport::writeText(const fs::path& file, const std::string& text) {
    AtomicFile out(file);
    out.write(text);
    out.commit();
    Q_EMIT written(named(file));
}
void StructureExport::writeMmcif(const fs::path& file) { writeText(file, m_view.exportMmcif(file.stem().string())); }
void StructureExport::writePdb(const fs::path& file) { writeText(file, m_view.exportPdb(file.stem().string())); }

}  // namespace foldmeter::app
