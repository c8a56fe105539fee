// A weight seen through casts, reshapes and transposes is still a weight: which stored axes make up each axis of what
// is seen, so that a Weight node with other view attributes can take the place of the chain.
#pragma once

#include "ir/graph.h"

#include <optional>

namespace foldmeter::passes {

struct WeightAxes {
    ir::NodeId weight = -1;
    DType dtype = DType::F32;
    std::vector<std::vector<std::int64_t>> axes;   // for each axis seen: stored axes, slowest first
};
// Nothing when the value is no weight, or an axis holds a part of a stored axis.
std::optional<WeightAxes> weightAxesOf(const ir::Graph& graph, ir::Value value);

// Appends a Weight node whose axes are the given groups of stored axes, merged. `like` is a Weight node.
ir::Value appendWeightView(ir::Graph& graph, const ir::Node& like, const std::vector<std::vector<std::int64_t>>& axes, DType dtype);

}  // namespace foldmeter::passes
