// How a sample was made, read back from the file that --save-trajectory leaves: one model a diffusion step, the same atoms
// in each. Read line by line, since hundreds of steps of a large complex fill a file that no table should hold at once.
#pragma once

#include "structure/structure.h"

#include <memory>
#include <string>
#include <vector>

namespace foldmeter::structure {

struct TrajectoryStep {
    int step = 0;                       // from 1
    double noise = 0;                   // A: how far the atoms had been disturbed
    std::vector<float> positions;       // 3 numbers an atom of the layout, A; laid on the finished sample
};
struct StoredTrajectory {
    std::shared_ptr<const Structure> layout;   // atoms of the first model
    std::vector<TrajectoryStep> steps;
};

// InputError with `file`, line and what was expected.
StoredTrajectory readTrajectory(const std::string& text, const std::string& file);

}  // namespace foldmeter::structure
