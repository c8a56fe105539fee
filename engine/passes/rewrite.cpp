#include "passes/rewrite.h"

namespace foldmeter::passes {

using ir::Graph;
using ir::Node;
using ir::NodeId;
using ir::Op;
using ir::Value;

Graph rewriteDeep(const Graph& graph, const Change& change) {
    ir::Rewriter to(graph, graph.name());
    bool hasBody = false;
    for (NodeId id = 0; id < nodeCount(graph); ++id) {
        const auto& body = graph.node(id).body;
        hasBody = hasBody || body;
        if (body) to.copyWithBody(id, std::make_shared<const Graph>(rewriteDeep(*body, change)));
        else to.copy(id);
    }
    return change(hasBody ? to.finish() : graph);
}

std::optional<double> constantOf(const Graph& graph, Value value) {
    const Node& node = graph.node(value);
    if (node.op == Op::Constant) return node.attributes.real("value");
    if (node.op == Op::Broadcast || node.op == Op::Reshape || node.op == Op::Transpose) return constantOf(graph, node.operands[0]);
    return std::nullopt;
}

std::vector<Value> mappedOperands(const ir::Rewriter& to, NodeId id) {
    std::vector<Value> operands;
    for (const Value& operand : to.from().node(id).operands) operands.push_back(to(operand));
    return operands;
}

}  // namespace foldmeter::passes
