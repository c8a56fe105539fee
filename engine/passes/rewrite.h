// What passes share: going through bodies, and reading constants off a graph.
#pragma once

#include "ir/graph.h"

#include <functional>
#include <optional>

namespace foldmeter::passes {

using Change = std::function<ir::Graph(const ir::Graph&)>;
// Applies `change` to the bodies of regions, innermost first, then to the graph itself. `change` keeps inputs and outputs.
ir::Graph rewriteDeep(const ir::Graph& graph, const Change& change);

// The one number that every element of a value is, if it is written down as a constant (broadcasts are looked through).
std::optional<double> constantOf(const ir::Graph& graph, ir::Value value);

// Operands of node `id` as they are called in the graph being made.
std::vector<ir::Value> mappedOperands(const ir::Rewriter& to, ir::NodeId id);

inline ir::NodeId nodeCount(const ir::Graph& graph) { return static_cast<ir::NodeId>(graph.nodes().size()); }

}  // namespace foldmeter::passes
