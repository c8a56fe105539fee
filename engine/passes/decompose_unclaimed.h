// Opens every composite operation that the target does not claim as a whole into elementwise operations, reductions
// and einsums, from which the fuse pass builds launches. Attention stays whole when claimed.
// It exists so that a composite keeps its name as long as it is of use, and no pass has to find it again by pattern.
#pragma once

#include "passes/pass.h"

namespace foldmeter::passes {

ir::Graph decomposeUnclaimed(const ir::Graph& graph, const PassOptions& options);

}  // namespace foldmeter::passes
