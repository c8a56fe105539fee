#include "gui/app/export_picture.h"

#include "base/error.h"
#include "gui/look/badge.h"
#include "history/history.h"
#include "results/prediction.h"
#include "viz/drawing.h"
#include "viz/image_window.h"
#include "viz/scene.h"
#include "viz/still.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QImage>

#include <algorithm>

namespace foldmeter::app {
namespace {

constexpr int stillSteps = 16;      // of edges, shadows and crevices
constexpr int lettersShare = 45;    // letters of the badge: this part of the height

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ExportPicture)
};

std::string said(const QString& text) { return text.toStdString(); }

void refuseOtherEndings(const std::filesystem::path& file) {
    std::string ending = file.extension().string();
    std::transform(ending.begin(), ending.end(), ending.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    if (ending != ".png")
        throw InputError(said(Words::tr("%1: pictures are written as .png; %2 is not made by this version").arg(QString::fromStdString(file.string()), QString::fromStdString(ending.empty() ? "a file without ending" : ending))));
    const QFileInfo folder(QString::fromStdString(std::filesystem::absolute(file).parent_path().string()));
    if (!folder.isDir() || !folder.isWritable())
        throw InputError(said(Words::tr("%1: the folder %2 does not exist or cannot be written to").arg(QString::fromStdString(file.string()), folder.filePath())));
}

// The packaged VTK draws through an X display, and ends the process when there is none.
void checkDisplay() {
    const QString display = qEnvironmentVariable("DISPLAY");
    const QString number = display.section(u':', 1).section(u'.', 0, 0);
    const bool local = display.startsWith(u':') || display.startsWith(QLatin1String("unix:"));
    if (display.isEmpty() || (local && !QFileInfo::exists(QStringLiteral("/tmp/.X11-unix/X") + number)))
        throw DeviceError(said(Words::tr("drawing needs an X display, and there is none here; run it as: xvfb-run -a foldmeter-workbench --export FILE RUN")));
}

QImage drawn(const std::shared_ptr<const structure::Structure>& structure, const PictureWish& wish) {
    viz::Scene scene;
    scene.setStructures({{"", structure, {}, {}, true}});
    viz::DrawingRequest request;
    request.structure = structure;
    scene.setDrawing(0, viz::makeDrawing(request));
    scene.resetCamera();
    viz::ImageWindow window;
    const auto draw = [&window](viz::Scene& shown, int width, int height) { return window.draw(shown, width, height); };
    const viz::Pixels pixels = viz::drawStill(scene, draw, wish.size.width(), wish.size.height(), stillSteps, wish.transparent, std::max(1.0, wish.size.height() / 800.0));
    return QImage(pixels.rgba.data(), pixels.width, pixels.height, QImage::Format_RGBA8888).mirrored();
}

}  // namespace

void exportPicture(const std::filesystem::path& file, const std::string& run, const PictureWish& wish) {
    refuseOtherEndings(file);
    const results::Prediction prediction = results::readPrediction(history::runFolder(run));
    if (prediction.samples.empty()) throw InputError(said(Words::tr("%1 holds no finished sample").arg(QString::fromStdString(run))));
    checkDisplay();
    const auto structure = std::make_shared<const structure::Structure>(results::readSampleStructure(prediction.samples.front()));
    QImage picture = drawn(structure, wish);
    const QString model = prediction.timing ? QString::fromStdString(prediction.timing->model.name) : QString();
    look::stamp(picture, look::modelKind(model), std::max(11, wish.size.height() / lettersShare));
    if (!picture.save(QString::fromStdString(file.string()), "PNG"))
        throw DeviceError(said(Words::tr("%1 could not be written").arg(QString::fromStdString(file.string()))));
}

}  // namespace foldmeter::app
