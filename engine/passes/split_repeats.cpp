#include "passes/split_repeats.h"

#include "passes/rewrite.h"
#include "passes/slow_values.h"

#include <algorithm>

namespace foldmeter::passes {

using ir::Graph;
using ir::Node;
using ir::NodeId;
using ir::Op;
using ir::Value;
using ir::Varies;

namespace {

// What a body input or output is to its Repeat.
enum class Role { Carried, Stacked, Invariant, Collected };

// One half of a Repeat in the making: its operands and body grow together, carried first, then stacked, then invariant.
struct Half {
    const Node& from;
    Graph body{"body"};
    std::vector<Value> operands;       // in the enclosing graph
    std::vector<std::vector<Value>> results;   // where values of the old body are in this one
    std::int64_t carried = 0, stacked = 0;

    Half(const Node& repeat, const Graph& oldBody) : from(repeat) {
        for (const Node& node : oldBody.nodes()) results.emplace_back(node.results.size());
    }
    Value& at(Value old) { return results[static_cast<std::size_t>(old.node)][static_cast<std::size_t>(old.result)]; }
    Value addInput(Value operand, const ir::TensorType& type, Role role) {
        ir::Attributes attributes;
        attributes.set("name", std::to_string(operands.size()));
        attributes.set("varies", std::string(ir::nameOf(Varies::Model)));
        attributes.set("dtype", type.dtype);
        attributes.set("shape", type.shape);
        operands.push_back(operand);
        carried += role == Role::Carried;
        stacked += role == Role::Stacked;
        return body.append(Op::Input, {}, std::move(attributes), from.scope);
    }
    void copy(const Graph& oldBody, NodeId id) {
        Node node = oldBody.node(id);
        for (Value& operand : node.operands) operand = at(operand);
        const NodeId made = body.append(std::move(node));
        for (std::int32_t r = 0; r < static_cast<std::int32_t>(oldBody.node(id).results.size()); ++r) at({id, r}) = {made, r};
    }
    std::int32_t addOutput(Value value) {
        body.setOutput(std::to_string(body.outputs().size()), value);
        return static_cast<std::int32_t>(body.outputs().size()) - 1;
    }
    NodeId finish(Graph& to) {
        Node node;
        node.op = Op::Repeat;
        node.operands = operands;
        node.attributes.set("count", from.attributes.integer("count"));
        node.attributes.set("carried", carried);
        node.attributes.set("stacked", stacked);
        node.scope = from.scope;
        node.body = std::make_shared<const Graph>(std::move(body));
        return to.append(std::move(node));
    }
};

class Splitter {
public:
    // inputs: variation of the body's inputs. operands: of the Repeat, in the graph being made.
    Splitter(const Node& repeat, std::vector<Varies> inputs, Varies atMost, std::vector<Value> operands)
        : m_repeat(repeat), m_inputs(std::move(inputs)), m_atMost(atMost), m_operands(std::move(operands)),
          m_body(splitRepeats(*repeat.body, m_inputs, atMost)), m_variation(variationOfResults(m_body, m_inputs)),
          m_bodyInputs(m_body.inputs()), m_frontier(m_body, m_variation, atMost, slowCarriedInputs()),
          m_carried(static_cast<std::size_t>(repeat.attributes.integer("carried"))),
          m_stacked(static_cast<std::size_t>(repeat.attributes.integer("stacked"))) {
        for (std::size_t n = 0; n < m_body.outputs().size(); ++n) {
            if (isSlowOutput(n)) m_anySlow = true;
            else m_anyRest = true;
            if (!isSlowOutput(n)) m_frontier.need(m_body.outputs()[n].value);
        }
        m_anySlow = m_anySlow || !m_frontier.kept().empty();
    }

    // Appends one Repeat or two; returns where the results of the old one are.
    std::vector<Value> appendTo(Graph& to) {
        std::vector<Value> results(m_body.outputs().size());
        if (!m_anySlow || !m_anyRest) {
            Node node = m_repeat;
            node.operands = m_operands;
            if (m_anyRest) node.body = std::make_shared<const Graph>(m_body);
            const NodeId id = to.append(std::move(node));
            for (std::size_t r = 0; r < results.size(); ++r) results[r] = {id, static_cast<std::int32_t>(r)};
            return results;
        }
        const std::vector<Value> rows = appendSlow(to, results);
        appendRest(to, rows, results);
        return results;
    }

private:
    Role roleOfInput(std::size_t n) const { return n < m_carried ? Role::Carried : n < m_carried + m_stacked ? Role::Stacked : Role::Invariant; }
    bool isSlowInput(std::size_t n) const { return m_inputs[n] <= m_atMost; }
    bool isSlowOutput(std::size_t n) const { return n < m_carried ? isSlowInput(n) : m_frontier.isSlow(m_body.outputs()[n].value); }
    std::set<NodeId> slowCarriedInputs() const {
        std::set<NodeId> ids;
        for (std::size_t n = 0; n < static_cast<std::size_t>(m_repeat.attributes.integer("carried")); ++n) {
            if (isSlowInput(n)) ids.insert(m_bodyInputs[n]);
        }
        return ids;
    }
    ir::TensorType typeOfInput(std::size_t n) const { return m_body.node(m_bodyInputs[n]).results[0]; }
    void addInputs(Half& half, Role role, bool slow, bool rest) const {
        for (std::size_t n = 0; n < m_bodyInputs.size(); ++n) {
            const bool wanted = isSlowInput(n) ? slow : rest;
            if (roleOfInput(n) == role && wanted) half.at({m_bodyInputs[n], 0}) = half.addInput(m_operands[n], typeOfInput(n), role);
        }
    }

    // Results of the old Repeat that are slow go into `results`; returned: the kept values, stacked over the layers.
    std::vector<Value> appendSlow(Graph& to, std::vector<Value>& results) const {
        Half half(m_repeat, m_body);
        for (const Role role : {Role::Carried, Role::Stacked, Role::Invariant}) addInputs(half, role, true, false);
        for (NodeId id = 0; id < nodeCount(m_body); ++id) {
            if (m_body.node(id).op != Op::Input && !m_frontier.isRest(id)) half.copy(m_body, id);
        }
        std::vector<std::pair<std::size_t, std::int32_t>> slowResults;
        for (std::size_t n = 0; n < m_body.outputs().size(); ++n) {
            if (isSlowOutput(n)) slowResults.emplace_back(n, half.addOutput(half.at(m_body.outputs()[n].value)));
        }
        std::vector<std::int32_t> keptResults;
        for (const Value& value : m_frontier.kept()) keptResults.push_back(half.addOutput(half.at(value)));
        const NodeId id = half.finish(to);
        for (const auto& [n, result] : slowResults) results[n] = {id, result};
        std::vector<Value> rows;
        for (const std::int32_t result : keptResults) rows.push_back({id, result});
        return rows;
    }

    void appendRest(Graph& to, const std::vector<Value>& rows, std::vector<Value>& results) const {
        Half half(m_repeat, m_body);
        addInputs(half, Role::Carried, false, true);
        addInputs(half, Role::Stacked, true, true);
        for (std::size_t k = 0; k < rows.size(); ++k) {
            const Value kept = m_frontier.kept()[k];
            half.at(kept) = half.addInput(rows[k], m_body.type(kept), Role::Stacked);
        }
        addInputs(half, Role::Invariant, true, true);
        for (NodeId id = 0; id < nodeCount(m_body); ++id) {
            const bool needed = m_frontier.isRest(id) || m_frontier.isRecomputed(id);
            if (m_body.node(id).op != Op::Input && needed) half.copy(m_body, id);
        }
        std::vector<std::size_t> fastResults;
        for (std::size_t n = 0; n < m_body.outputs().size(); ++n) {
            if (isSlowOutput(n)) continue;
            half.addOutput(half.at(m_body.outputs()[n].value));
            fastResults.push_back(n);
        }
        const NodeId id = half.finish(to);
        for (std::size_t k = 0; k < fastResults.size(); ++k) results[fastResults[k]] = {id, static_cast<std::int32_t>(k)};
    }

    const Node& m_repeat;
    std::vector<Varies> m_inputs;
    Varies m_atMost;
    std::vector<Value> m_operands;
    Graph m_body;
    Variation m_variation;
    std::vector<NodeId> m_bodyInputs;
    Frontier m_frontier;
    std::size_t m_carried, m_stacked;
    bool m_anySlow = false, m_anyRest = false;
};

std::vector<Varies> operandVariation(const Node& node, const Variation& variation) {
    std::vector<Varies> result;
    for (const Value& operand : node.operands) result.push_back(variation[static_cast<std::size_t>(operand.node)][static_cast<std::size_t>(operand.result)]);
    return result;
}

}  // namespace

Graph splitRepeats(const Graph& graph, const std::vector<Varies>& inputs, Varies atMost) {
    const Variation variation = variationOfResults(graph, inputs);
    ir::Rewriter to(graph, graph.name());
    for (NodeId id = 0; id < nodeCount(graph); ++id) {
        const Node& node = graph.node(id);
        if (node.op != Op::Repeat) {
            to.copy(id);
            continue;
        }
        Splitter splitter(node, bodyInputs(node, operandVariation(node, variation)), atMost, mappedOperands(to, id));
        const std::vector<Value> results = splitter.appendTo(to.graph());
        for (std::size_t r = 0; r < results.size(); ++r) to.map({id, static_cast<std::int32_t>(r)}, results[r]);
    }
    return to.finish();
}

}  // namespace foldmeter::passes
