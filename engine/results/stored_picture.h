// The picture of a sample's structure that a window which drew it leaves in the run's folder, so that reports show it
// where nothing can draw: a PNG without ground, coloured by pLDDT, under a name that says whose it is.
#pragma once

#include "results/prediction.h"

#include <optional>
#include <string>

namespace foldmeter::results {

// foldmeter-structure_seed-3_sample-0.png
std::string storedPictureName(const Sample& sample);

struct StoredPicture {
    std::string png;                             // the file's bytes
    int width = 0, height = 0;
};
// The sample whose structure reports show: the first that has one. nullptr: none has.
const Sample* bestDrawable(const Prediction& prediction);
// Whether one lies there that was drawn after the structure was written.
bool hasStoredPicture(const std::filesystem::path& folder, const Sample& sample);
// Nothing when none was stored, or the structure was predicted anew since. InputError: what lies there is no complete PNG of a size that a page can hold.
std::optional<StoredPicture> readStoredPicture(const std::filesystem::path& folder, const Sample& sample);

}  // namespace foldmeter::results
