// The stored diffusion steps of one sample, to be replayed.
#pragma once

#include "results/prediction.h"
#include "structure/trajectory_cif.h"

namespace foldmeter::results {

// InputError with file, place and remedy; also when the sample has none. Reading many steps of many atoms takes seconds.
structure::StoredTrajectory readSampleTrajectory(const Sample& sample);

}  // namespace foldmeter::results
