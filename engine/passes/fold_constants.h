// Computes at compile time what depends on nothing but constants: arithmetic on scalars, small tables made from tables
// and index ranges of literal size. Values with a symbol in their shape are left alone.
// It exists because decompositions and model code write formulas (1/sqrt(dim), bin centres) rather than numbers.
#pragma once

#include "passes/pass.h"

namespace foldmeter::passes {

ir::Graph foldConstants(const ir::Graph& graph, const PassOptions& options = {});

}  // namespace foldmeter::passes
