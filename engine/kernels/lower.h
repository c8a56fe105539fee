// A Fused node, an Einsum or an Attention becomes a Kernel. Pure: graph in, kernel out.
#pragma once

#include "kernels/kernel.h"

namespace foldmeter::kernels {

// Lowers node `id` (Fused, Einsum of activations, Attention) of a graph that went through all passes.
// Argument order: the node's operands (weights of a Fused body appended, in body order), then its results.
struct Lowered {
    Kernel kernel;
    std::vector<ir::NodeId> weights;   // Weight nodes of the body behind the Weight arguments, in order
};
Lowered lower(const ir::Graph& graph, ir::NodeId id);

}  // namespace foldmeter::kernels
