// Small algebra until nothing changes: chains of casts, reshapes, transposes, broadcasts and slices become one node or
// none; additions of 0 and products with 1 go; what is computed after stretching is computed before it.
// It exists so that model code may be written plainly, and because decompositions leave such chains at their seams.
// No rule compares a symbol with a number.
#pragma once

#include "passes/pass.h"

namespace foldmeter::passes {

ir::Graph simplify(const ir::Graph& graph, const PassOptions& options = {});

}  // namespace foldmeter::passes
