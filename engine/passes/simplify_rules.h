// The rules of simplify: each looks at one node whose operands are already in the new graph, and says what to use
// instead, appending to the new graph what it needs.
#pragma once

#include "ir/graph.h"

#include <optional>

namespace foldmeter::passes {

struct Candidate {
    ir::Graph& graph;                       // being made
    const ir::Node& node;                   // of the old graph: operation, attributes, result types, scope
    const std::vector<ir::Value>& operands;   // in the new graph

    const ir::Node& operandNode(std::size_t index) const { return graph.node(operands[index]); }
    const ir::TensorType& operandType(std::size_t index) const { return graph.type(operands[index]); }
    ir::Value append(ir::Op op, std::vector<ir::Value> values, ir::Attributes attributes) const {
        return graph.append(op, std::move(values), std::move(attributes), node.scope);
    }
};
using Replacement = std::optional<ir::Value>;

Replacement simplifyMovement(const Candidate& candidate);
Replacement simplifyElementwise(const Candidate& candidate);

}  // namespace foldmeter::passes
