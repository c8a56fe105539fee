#include "passes/eliminate_dead.h"

#include "passes/rewrite.h"

#include <algorithm>

namespace foldmeter::passes {

using ir::Graph;
using ir::Node;
using ir::NodeId;
using ir::Op;
using ir::Value;

namespace {

// Which results of which nodes are needed.
using Needed = std::vector<std::vector<bool>>;
bool any(const std::vector<bool>& flags) { return std::find(flags.begin(), flags.end(), true) != flags.end(); }

// Which inputs and outputs of a region are kept.
struct Kept {
    std::vector<bool> inputs, outputs;
};

std::vector<bool> neededInputs(const Graph& body, const std::vector<bool>& outputs);

// Carried values are kept if they are read outside, or by something kept inside: found by going round until stable.
Kept keptOf(const Node& node, std::vector<bool> outputs) {
    Kept kept{{}, std::move(outputs)};
    const auto carried = node.op == Op::Repeat ? static_cast<std::size_t>(node.attributes.integer("carried")) : 0;
    while (true) {
        kept.inputs = neededInputs(*node.body, kept.outputs);
        bool stable = true;
        for (std::size_t n = 0; n < carried; ++n) {
            if (kept.inputs[n] && !kept.outputs[n]) {
                kept.outputs[n] = true;
                stable = false;
            }
            kept.inputs[n] = kept.inputs[n] || kept.outputs[n];
        }
        if (stable) return kept;
    }
}

Needed neededOf(const Graph& graph, const std::vector<bool>& outputs) {
    Needed needed;
    for (const Node& node : graph.nodes()) needed.emplace_back(node.results.size(), false);
    const auto need = [&](Value value) { needed[static_cast<std::size_t>(value.node)][static_cast<std::size_t>(value.result)] = true; };
    for (std::size_t n = 0; n < outputs.size(); ++n) {
        if (outputs[n]) need(graph.outputs()[n].value);
    }
    for (NodeId id = nodeCount(graph); id-- > 0;) {
        const Node& node = graph.node(id);
        if (!any(needed[static_cast<std::size_t>(id)])) continue;
        const std::vector<bool> operands =
            node.body ? keptOf(node, needed[static_cast<std::size_t>(id)]).inputs : std::vector<bool>(node.operands.size(), true);
        for (std::size_t n = 0; n < operands.size(); ++n) {
            if (operands[n]) need(node.operands[n]);
        }
    }
    return needed;
}

std::vector<bool> neededInputs(const Graph& body, const std::vector<bool>& outputs) {
    const Needed needed = neededOf(body, outputs);
    std::vector<bool> inputs;
    for (const NodeId id : body.inputs()) inputs.push_back(needed[static_cast<std::size_t>(id)][0]);
    return inputs;
}

Graph pruned(const Graph& graph, const std::vector<bool>* inputs, const std::vector<bool>& outputs);

// The region with only what is kept; its results are mapped.
void copyRegion(ir::Rewriter& to, NodeId id, const std::vector<bool>& results) {
    const Node& from = to.from().node(id);
    const Kept kept = keptOf(from, results);
    Node node;
    node.op = from.op;
    node.attributes = from.attributes;
    node.scope = from.scope;
    node.body = std::make_shared<const Graph>(pruned(*from.body, &kept.inputs, kept.outputs));
    for (std::size_t n = 0; n < from.operands.size(); ++n) {
        if (kept.inputs[n]) node.operands.push_back(to(from.operands[n]));
    }
    if (from.op == Op::Repeat) {
        const std::int64_t carried = from.attributes.integer("carried"), stacked = from.attributes.integer("stacked");
        const auto begin = kept.inputs.begin();
        node.attributes.set("carried", static_cast<std::int64_t>(std::count(begin, begin + carried, true)));
        node.attributes.set("stacked", static_cast<std::int64_t>(std::count(begin + carried, begin + carried + stacked, true)));
    }
    const NodeId made = to.graph().append(std::move(node));
    std::int32_t result = 0;
    for (std::size_t n = 0; n < kept.outputs.size(); ++n) {
        if (kept.outputs[n]) to.map({id, static_cast<std::int32_t>(n)}, {made, result++});
    }
}

// inputs: which Input nodes to keep, numbered anew (a body); null: all (a program).
Graph pruned(const Graph& graph, const std::vector<bool>* inputs, const std::vector<bool>& outputs) {
    const Needed needed = neededOf(graph, outputs);
    ir::Rewriter to(graph, graph.name());
    std::size_t input = 0, kept = 0;
    for (NodeId id = 0; id < nodeCount(graph); ++id) {
        const Node& node = graph.node(id);
        if (node.op == Op::Input && inputs) {
            if (!(*inputs)[input++]) continue;
            ir::Attributes attributes = node.attributes;
            attributes.set("name", std::to_string(kept++));
            to.map({id, 0}, to.graph().append(Op::Input, {}, std::move(attributes), node.scope));
        } else if (node.op == Op::Input) {
            to.copy(id);
        } else if (any(needed[static_cast<std::size_t>(id)])) {
            if (node.body) copyRegion(to, id, needed[static_cast<std::size_t>(id)]);
            else to.copy(id);
        }
    }
    std::size_t renamed = 0;
    for (std::size_t n = 0; n < outputs.size(); ++n) {
        const ir::Output& output = graph.outputs()[n];
        if (outputs[n]) to.graph().setOutput(inputs ? std::to_string(renamed++) : output.name, to(output.value));
    }
    return std::move(to.graph());
}

}  // namespace

Graph eliminateDead(const Graph& graph, const PassOptions&) {
    return pruned(graph, nullptr, std::vector<bool>(graph.outputs().size(), true));
}

}  // namespace foldmeter::passes
