// `foldmeter plan --calibrate`: predictions of made-up jobs that teach how long predictions take here. Each is a process
// of its own, as the predictions are that will be forecast: it starts, loads and touches its memory for the first time.
#pragma once

#include "cli/command.h"
#include "predict/session.h"

namespace foldmeter::cli {

// Sizes, alignments and a ligand in turn, about a minute; what they took stands in the calibration of the class that
// model and settings of the call belong to. Cancelled when stopped; what stops a prediction travels on.
void calibrate(const Invocation& invocation, predict::Session& session);

}  // namespace foldmeter::cli
