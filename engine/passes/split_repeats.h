// First half of hoist: every Repeat that is fast but computes slow values inside becomes two. The slow one goes over the
// same layers and collects, for each layer, the slow values the fast one needs; the fast one gets them as stacked rows.
// It exists so that hoisting itself only has to cut a graph in two, and never reaches into a body.
#pragma once

#include "ir/graph.h"

namespace foldmeter::passes {

// inputs: variation of the graph's inputs in order.
ir::Graph splitRepeats(const ir::Graph& graph, const std::vector<ir::Varies>& inputs, ir::Varies atMost);

}  // namespace foldmeter::passes
