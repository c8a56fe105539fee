#include "passes/choose_precision.h"

#include "base/error.h"
#include "passes/rewrite.h"

namespace foldmeter::passes {

using ir::Graph;
using ir::Node;
using ir::NodeId;
using ir::Op;

Graph choosePrecision(const Graph& graph, const PassOptions& options) {
    check(options.working == DType::F32 || options.working == DType::BF16, "working precision is f32 or bf16");
    ir::Rewriter to(graph, graph.name());
    for (NodeId id = 0; id < nodeCount(graph); ++id) {
        const Node& from = graph.node(id);
        Node node;
        node.op = from.op;
        node.attributes = from.attributes;
        node.scope = from.scope;
        node.operands = mappedOperands(to, id);
        if (from.body) node.body = std::make_shared<const Graph>(choosePrecision(*from.body, options));
        if (from.attributes.has("dtype") && from.attributes.dtype("dtype") == DType::Working) node.attributes.set("dtype", options.working);
        if (node.op == Op::Cast && to.graph().type(node.operands[0]).dtype == node.attributes.dtype("dtype")) {
            to.map({id, 0}, node.operands[0]);
            continue;
        }
        const NodeId made = to.graph().append(std::move(node));
        for (std::int32_t r = 0; r < static_cast<std::int32_t>(from.results.size()); ++r) to.map({id, r}, {made, r});
    }
    return to.finish();
}

}  // namespace foldmeter::passes
