#include "gui/app/stored_pictures.h"

#include "gui/app/structure_choices.h"
#include "gui/app/structure_pane.h"
#include "history/thumbnail.h"
#include "results/stored_picture.h"

#include <QSaveFile>

#include <algorithm>

namespace foldmeter::app {
namespace {

constexpr QSize thumbnailSize(608, 416);
constexpr int margin = 8, lettersShare = 30, leastLetters = 11;   // pixels; letters of the badge: this part of the height
constexpr int least = 100;   // pixels of its longer side: of a smaller one a page shows less than of what it draws itself

bool savePng(const std::filesystem::path& file, const QImage& image) {
    QSaveFile out(QString::fromStdString(file.string()));
    return out.open(QIODevice::WriteOnly) && image.save(&out, "PNG") && out.commit();
}

// What is covered, and some room around it; empty: nothing is.
QRect coveredPart(const QImage& image) {
    QRect covered;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            if (qAlpha(image.pixel(x, y)) > 0) covered |= QRect(x, y, 1, 1);
    return covered.isEmpty() ? covered : covered.adjusted(-margin, -margin, margin, margin) & image.rect();
}

}  // namespace

bool storeThumbnail(const std::filesystem::path& folder, const QImage& still) {
    const std::filesystem::path file = folder / history::thumbnailFile;
    if (std::filesystem::exists(file)) return false;
    const QImage scaled = still.scaled(thumbnailSize, Qt::KeepAspectRatioByExpanding, Qt::SmoothTransformation);
    const QRect middle(QPoint((scaled.width() - thumbnailSize.width()) / 2, (scaled.height() - thumbnailSize.height()) / 2), thumbnailSize);
    return savePng(file, scaled.copy(middle));
}

bool showsPictureForReports(const StructurePane& pane, const results::Prediction& prediction) {
    const results::Sample* best = results::bestDrawable(prediction);
    const auto shown = pane.shownSample();
    return best && shown && shown->seed == best->seed && shown->index == best->index && pane.choices() == StructureChoices{} && pane.view()->selection().empty() && pane.view()->measurements().empty();
}

void storeForReports(const results::Prediction& prediction, const QImage& cutOut, look::ModelKind model) {
    const results::Sample* best = results::bestDrawable(prediction);
    const QRect part = coveredPart(cutOut);
    if (!best || std::max(part.width(), part.height()) < least || results::hasStoredPicture(prediction.folder, *best)) return;
    QImage picture = cutOut.copy(part);
    look::stamp(picture, model, std::max(leastLetters, picture.height() / lettersShare));
    savePng(prediction.folder / results::storedPictureName(*best), picture);
}

}  // namespace foldmeter::app
