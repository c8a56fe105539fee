// Floating-point operations and minimal bytes of a node, as polynomials of the symbols evaluated at sizes.
// FLOPs = 2 x multiply-adds of contractions only (spec network.md section 15), attention included.
#pragma once

#include "ir/graph.h"

namespace foldmeter::ir {

struct Cost {
    double flops = 0;   // matrix work only
    double bytes = 0;   // operands read once, results written once
};
Cost costOf(const Graph& graph, NodeId id, const Sizes& sizes);
Cost costOf(const Graph& graph, const Sizes& sizes);   // bodies included, Repeat times its count

}  // namespace foldmeter::ir
