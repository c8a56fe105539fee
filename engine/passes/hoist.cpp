#include "passes/hoist.h"

#include "base/error.h"
#include "ir/verify.h"
#include "passes/eliminate_common.h"
#include "passes/eliminate_dead.h"
#include "passes/rewrite.h"
#include "passes/simplify.h"
#include "passes/slow_values.h"
#include "passes/split_repeats.h"

namespace foldmeter::passes {

using ir::Graph;
using ir::Node;
using ir::NodeId;
using ir::Op;
using ir::Value;

namespace {

std::string nameOfKept(std::size_t k) { return "hoisted" + std::to_string(k); }

// All that the kept values are made of; nothing else, so no input that only the rest reads.
Graph slowPart(const Graph& graph, const std::vector<Value>& kept, const std::string& name) {
    std::vector<bool> needed(graph.nodes().size(), false);
    for (const Value& value : kept) needed[static_cast<std::size_t>(value.node)] = true;
    for (NodeId id = nodeCount(graph); id-- > 0;) {
        if (!needed[static_cast<std::size_t>(id)]) continue;
        for (const Value& operand : graph.node(id).operands) needed[static_cast<std::size_t>(operand.node)] = true;
    }
    ir::Rewriter to(graph, name);
    for (NodeId id = 0; id < nodeCount(graph); ++id) {
        if (needed[static_cast<std::size_t>(id)]) to.copy(id);
    }
    for (std::size_t k = 0; k < kept.size(); ++k) to.graph().setOutput(nameOfKept(k), to(kept[k]));
    return std::move(to.graph());
}

Value appendInput(Graph& to, const std::string& name, const ir::TensorType& type, ir::Varies varies) {
    ir::Attributes attributes;
    attributes.set("name", name);
    attributes.set("varies", std::string(ir::nameOf(varies)));
    attributes.set("dtype", type.dtype);
    attributes.set("shape", type.shape);
    return to.append(Op::Input, {}, std::move(attributes), "");
}

Graph restOf(const Graph& graph, const Frontier& frontier, const Variation& variation) {
    ir::Rewriter to(graph, graph.name());
    for (std::size_t k = 0; k < frontier.kept().size(); ++k) {
        const Value value = frontier.kept()[k];
        const ir::Varies varies = variation[static_cast<std::size_t>(value.node)][static_cast<std::size_t>(value.result)];
        to.map(value, appendInput(to.graph(), nameOfKept(k), graph.type(value), varies));
    }
    for (NodeId id = 0; id < nodeCount(graph); ++id) {
        if (frontier.isRest(id) || frontier.isRecomputed(id)) to.copy(id);
    }
    return to.finish();
}

}  // namespace

HoistResult hoist(const Graph& graph, ir::Varies atMost, const std::string& slowName) {
    const Graph plain = eliminateCommon(simplify(graph));
    const Graph split = eliminateDead(splitRepeats(plain, declaredInputs(plain), atMost));
    const Variation variation = variationOfResults(split, declaredInputs(split));
    Frontier frontier(split, variation, atMost);
    for (const ir::Output& output : split.outputs()) frontier.need(output.value);
    HoistResult result{slowPart(split, frontier.kept(), slowName), restOf(split, frontier, variation)};
    if (!result.slow.outputs().empty()) ir::verify(result.slow);
    ir::verify(result.rest);
    return result;
}

}  // namespace foldmeter::passes
