// Autotuning at its most careful: does a candidate compute what the interpreter computes, at small sizes?
#pragma once

#include "runtime/executable.h"

namespace foldmeter::runtime {

// "" when the launch at `site`, run with this schedule, agrees with the interpreter; else what differs by how much.
std::string verifyCandidate(Executable& executable, const Site& site, const cpu::Schedule& schedule);
// The same of anything that runs a launch alone: results of the step's kernel, given its inputs.
using RunAlone = std::function<std::vector<Tensor>(const Step& step, const std::vector<Tensor>& inputs, const ir::Sizes& sizes)>;
std::string verifyCandidate(Executable& executable, const Site& site, const RunAlone& run);

}  // namespace foldmeter::runtime
