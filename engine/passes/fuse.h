// Groups nodes into Fused nodes, one launch each. A group walks the rows of an outer index space and may hold many
// products with weights: LayerNorm -> products -> gates -> product -> residual is one launch. Cheap producers are
// repeated in every reader rather than stored; movement becomes index arithmetic of loads and stores. Afterwards
// everything executable is Fused, Einsum (of activations), Attention or Repeat.
// With options.fuse off every operation that computes is a launch of its own; only movement is folded.
#pragma once

#include "passes/pass.h"

namespace foldmeter::passes {

ir::Graph fuse(const ir::Graph& graph, const PassOptions& options);

}  // namespace foldmeter::passes
