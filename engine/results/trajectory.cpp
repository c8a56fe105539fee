#include "results/trajectory.h"

#include "base/error.h"
#include "results/packed_file.h"

namespace foldmeter::results {

structure::StoredTrajectory readSampleTrajectory(const Sample& sample) {
    if (sample.trajectory.empty()) throw InputError("this sample has no stored steps; predict with --save-trajectory to keep them");
    return structure::readTrajectory(readPlainOrPacked(sample.trajectory), sample.trajectory.string());
}

}  // namespace foldmeter::results
