// Moves what does not depend on a fast-varying input out of a program, into one that runs less often: the pair bias of
// every token block does not depend on the diffusion step, so it belongs to `condition`, once per seed.
// It splits a graph in two rather than moving nodes within one.
#pragma once

#include "ir/graph.h"

namespace foldmeter::passes {

struct HoistResult {
    ir::Graph slow;   // "condition": computes the hoisted values as outputs "hoisted0", "hoisted1", ...; no outputs: nothing to move
    ir::Graph rest;   // the program without them: they became inputs of those names
};
// Values that vary at most with `atMost` and are used by faster nodes are moved, also out of Repeat bodies (as values
// stacked over the layers). A value is moved when the flops it saves are worth keeping its bytes: trivially cheap ones
// (broadcasts, casts, constants) are recomputed instead.
HoistResult hoist(const ir::Graph& graph, ir::Varies atMost, const std::string& slowName);

}  // namespace foldmeter::passes
