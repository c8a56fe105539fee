// The pictures that a run's folder keeps once its structure was drawn: a small one by which the history and the start page
// know the run, and the best sample without ground for reports. Both are made of the still that was refined anyway, so
// that nothing waits for them; files appear only complete.
#pragma once

#include "gui/look/badge.h"
#include "results/prediction.h"

#include <QImage>

namespace foldmeter::app {

class StructurePane;

// False where it is there already or the folder cannot be written to.
bool storeThumbnail(const std::filesystem::path& folder, const QImage& still);

// What the pane shows is what reports say they show: the best sample alone, by its pLDDT, nothing selected or measured.
bool showsPictureForReports(const StructurePane& pane, const results::Prediction& prediction);
// Cut to the structure, with the model's badge. Nothing is done where it is too
// small for a page, or a picture of this structure is there already.
void storeForReports(const results::Prediction& prediction, const QImage& cutOut, look::ModelKind model);

}  // namespace foldmeter::app
