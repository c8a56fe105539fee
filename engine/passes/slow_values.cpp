#include "passes/slow_values.h"

#include "passes/rewrite.h"

#include <algorithm>

namespace foldmeter::passes {

using ir::Graph;
using ir::Node;
using ir::NodeId;
using ir::Op;
using ir::OpKind;
using ir::Value;
using ir::Varies;

std::vector<Varies> declaredInputs(const Graph& graph) {
    std::vector<Varies> inputs;
    for (const NodeId id : graph.inputs()) inputs.push_back(ir::variesFromName(graph.node(id).attributes.text("varies")));
    return inputs;
}

std::vector<Varies> bodyInputs(const Node& repeat, const std::vector<Varies>& operands) {
    std::vector<Varies> inputs = operands;
    const auto carried = static_cast<std::size_t>(repeat.attributes.integer("carried"));
    for (bool stable = false; !stable;) {
        stable = true;
        const Variation inside = variationOfResults(*repeat.body, inputs);
        for (std::size_t n = 0; n < carried; ++n) {
            const Value out = repeat.body->outputs()[n].value;
            const Varies varies = inside[static_cast<std::size_t>(out.node)][static_cast<std::size_t>(out.result)];
            stable = stable && varies <= inputs[n];
            inputs[n] = std::max(inputs[n], varies);
        }
    }
    return inputs;
}

namespace {

std::vector<Varies> resultsOf(const Node& node, const std::vector<Varies>& operands) {
    if (node.op == Op::Repeat) {
        const std::vector<Varies> inputs = bodyInputs(node, operands);
        const Variation inside = variationOfResults(*node.body, inputs);
        std::vector<Varies> results;
        for (const ir::Output& output : node.body->outputs()) {
            const bool carried = static_cast<std::int64_t>(results.size()) < node.attributes.integer("carried");
            results.push_back(carried ? inputs[results.size()] : inside[static_cast<std::size_t>(output.value.node)][static_cast<std::size_t>(output.value.result)]);
        }
        return results;
    }
    const Varies varies = operands.empty() ? Varies::Model : *std::max_element(operands.begin(), operands.end());
    return std::vector<Varies>(node.results.size(), varies);
}

// Made anew for nothing, or by a load that would have happened anyway.
bool isFree(const Graph& graph, const Node& node) {
    if (node.op == Op::Broadcast) return true;
    if (node.op != Op::Cast) return false;
    const DType from = graph.type(node.operands[0]).dtype, to = node.results[0].dtype;
    return (from == DType::Working && to == DType::F32) || sizeOf(from) < sizeOf(to);
}

bool isCheapKind(const Node& node) {
    const OpKind kind = ir::kindOf(node.op);
    return kind == OpKind::Source || kind == OpKind::Elementwise || (kind == OpKind::Movement && node.op != Op::Gather);
}

}  // namespace

Variation variationOfResults(const Graph& graph, const std::vector<Varies>& inputs) {
    Variation variation;
    std::size_t input = 0;
    for (const Node& node : graph.nodes()) {
        if (node.op == Op::Input) {
            variation.push_back({inputs.at(input++)});
            continue;
        }
        std::vector<Varies> operands;
        for (const Value& operand : node.operands) operands.push_back(variation[static_cast<std::size_t>(operand.node)][static_cast<std::size_t>(operand.result)]);
        variation.push_back(resultsOf(node, operands));
    }
    return variation;
}

Frontier::Frontier(const Graph& graph, const Variation& variation, Varies atMost, const std::set<NodeId>& keptInputs)
    : m_graph(graph), m_variation(variation), m_atMost(atMost) {
    for (NodeId id = 0; id < nodeCount(graph); ++id) {
        bool heavy = !isCheapKind(graph.node(id)) || keptInputs.contains(id);
        for (const Value& operand : graph.node(id).operands) heavy = heavy || isHeavy(operand);
        m_heavy.push_back(heavy);
    }
    for (NodeId id = 0; id < nodeCount(graph); ++id) {
        if (!isRest(id)) continue;
        for (const Value& operand : graph.node(id).operands) need(operand);
    }
}

bool Frontier::isRest(NodeId id) const {
    for (std::int32_t r = 0; r < static_cast<std::int32_t>(m_graph.node(id).results.size()); ++r) {
        if (!isSlow({id, r})) return true;
    }
    return false;
}

bool Frontier::isSlow(Value value) const {
    return m_variation[static_cast<std::size_t>(value.node)][static_cast<std::size_t>(value.result)] <= m_atMost;
}

// An elementwise result of stretched operands is larger than what it is made of: not kept either.
bool Frontier::worthKeeping(Value value) const {
    const Node& node = m_graph.node(value);
    if (!isHeavy(value) || isFree(m_graph, node)) return false;
    if (ir::kindOf(node.op) != OpKind::Elementwise) return true;
    return !std::all_of(node.operands.begin(), node.operands.end(),
                        [&](const Value& operand) { return !isHeavy(operand) || m_graph.node(operand).op == Op::Broadcast; });
}

void Frontier::need(Value value) {
    if (!isSlow(value) || m_keptSet.contains(value) || m_recomputed.contains(value.node)) return;
    const Node& node = m_graph.node(value);
    if (worthKeeping(value)) {
        m_keptSet.insert(value);
        m_kept.push_back(value);
        return;
    }
    m_recomputed.insert(value.node);
    for (const Value& operand : node.operands) need(operand);
}

}  // namespace foldmeter::passes
