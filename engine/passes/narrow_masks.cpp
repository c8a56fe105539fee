#include "passes/narrow_masks.h"

#include "ir/infer.h"

namespace foldmeter::passes {

using ir::Op;

namespace {

// Batch axes that the mask keeps below a Broadcast; false when there is none to take away.
bool narrowed(const ir::Graph& graph, ir::Node& attention) {
    if (attention.op != Op::Attention || attention.attributes.integer("masked") == 0) return false;
    const ir::Node& spread = graph.node(attention.operands.back());
    if (spread.op != Op::Broadcast) return false;
    const auto& axes = spread.attributes.integers("axes");
    const std::size_t rank = spread.results[0].shape.size();
    if (axes.empty() || axes.back() != static_cast<std::int64_t>(rank) - 1) return false;
    const auto before = ir::maskBatchOf(attention.attributes, graph.type(attention.operands[0]).shape.size() - 3);
    std::vector<std::int64_t> kept;
    for (std::size_t n = 0; n + 1 < axes.size(); ++n) kept.push_back(before[static_cast<std::size_t>(axes[n])]);
    attention.attributes.set("mask_batch", kept);
    attention.operands.back() = spread.operands[0];
    return true;
}

}  // namespace

ir::Graph narrowMasks(const ir::Graph& graph) {
    ir::Rewriter rewriter(graph, graph.name());
    for (ir::NodeId id = 0; id < static_cast<ir::NodeId>(graph.nodes().size()); ++id) {
        ir::Node node = graph.node(id);
        if (!narrowed(graph, node)) {
            rewriter.copy(id);
            continue;
        }
        for (ir::Value& operand : node.operands) operand = rewriter(operand);
        rewriter.map({id, 0}, {rewriter.graph().append(std::move(node)), 0});
    }
    return rewriter.finish();
}

}  // namespace foldmeter::passes
