// Drops what no output depends on: nodes, and inside regions unused inputs, collected values and carried values that
// only feed themselves. Inputs of the program stay: they are its interface.
// It exists because every other pass may leave nodes behind, and because a region's unused operand keeps memory alive.
#pragma once

#include "passes/pass.h"

namespace foldmeter::passes {

ir::Graph eliminateDead(const ir::Graph& graph, const PassOptions& options = {});

}  // namespace foldmeter::passes
