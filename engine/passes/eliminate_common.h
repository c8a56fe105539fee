// Computes equal things once: of nodes with the same operation, attributes and operands the first is kept;
// a body reads a value that it is given twice at one place.
// It exists because model code asks for the same small values (masks, constants, norms) wherever it needs them.
#pragma once

#include "passes/pass.h"

namespace foldmeter::passes {

ir::Graph eliminateCommon(const ir::Graph& graph, const PassOptions& options = {});

}  // namespace foldmeter::passes
