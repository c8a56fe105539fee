// What a legal graph is: operands older than users, types as inferred, outputs present, bodies matching their nodes.
#pragma once

#include "ir/graph.h"

namespace foldmeter::ir {

void verify(const Graph& graph);   // throws InternalError with the offending line of graph text

}  // namespace foldmeter::ir
