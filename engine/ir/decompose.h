// Composite operations own their decomposition into rows of the table above them. Targets claim composites or have
// them opened; the interpreter evaluates some composites directly and is checked against the decomposition.
#pragma once

#include "ir/graph.h"

namespace foldmeter::ir {

// Appends the decomposition of composite node `id` of `from` to `to`, given its operands there. Returns the result.
Value decompose(const Graph& from, NodeId id, const std::vector<Value>& operands, Graph& to);

}  // namespace foldmeter::ir
