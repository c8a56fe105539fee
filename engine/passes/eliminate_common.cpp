#include "passes/eliminate_common.h"

#include "ir/print.h"
#include "passes/rewrite.h"

#include <unordered_map>

namespace foldmeter::passes {

using ir::Graph;
using ir::NodeId;
using ir::Op;
using ir::Value;

namespace {

// For every operand the first one that is the same value; carried and stacked operands stay themselves.
std::vector<std::size_t> firstOf(const ir::Node& node, const std::vector<Value>& operands) {
    const bool isRepeat = node.op == Op::Repeat;
    const auto own = isRepeat ? static_cast<std::size_t>(node.attributes.integer("carried") + node.attributes.integer("stacked")) : 0;
    std::vector<std::size_t> first(operands.size());
    for (std::size_t n = 0; n < operands.size(); ++n) {
        first[n] = n;
        for (std::size_t m = own; n >= own && m < n && first[n] == n; ++m) {
            if (operands[m] == operands[n]) first[n] = m;
        }
    }
    return first;
}

// aliases: for every input of a body the one to read instead, by position; empty: none.
class Merger {
public:
    Merger(const Graph& graph, const std::vector<std::size_t>& aliases) : m_graph(graph), m_aliases(aliases), m_to(graph, graph.name()) {}

    Graph merge() {
        for (NodeId id = 0; id < nodeCount(m_graph); ++id) {
            if (m_graph.node(id).op == Op::Input) addInput(id);
            else if (m_graph.node(id).body) addRegion(id);
            else addOnce(id);
        }
        return m_to.finish();
    }

private:
    void addInput(NodeId id) {
        const NodeId copied = m_to.copy(id);
        m_inputs.push_back({copied, 0});
        if (!m_aliases.empty()) m_to.map({id, 0}, m_inputs[m_aliases[m_inputs.size() - 1]]);
    }
    void addRegion(NodeId id) {
        const ir::Node& node = m_graph.node(id);
        const std::vector<std::size_t> first = firstOf(node, mappedOperands(m_to, id));
        m_to.copyWithBody(id, std::make_shared<const Graph>(Merger(*node.body, first).merge()));
    }
    void addOnce(NodeId id) {
        const std::string key = keyOf(id);
        const auto found = m_seen.find(key);
        if (found == m_seen.end()) m_seen[key] = m_to.copy(id);
        else m_to.map({id, 0}, {found->second, 0});
    }
    std::string keyOf(NodeId id) const {
        const ir::Node& node = m_graph.node(id);
        std::string key = std::to_string(static_cast<int>(node.op)) + ir::print(node.attributes);
        for (const Value& operand : mappedOperands(m_to, id)) key += " " + std::to_string(operand.node) + "." + std::to_string(operand.result);
        return key;
    }

    const Graph& m_graph;
    const std::vector<std::size_t>& m_aliases;
    ir::Rewriter m_to;
    std::vector<Value> m_inputs;
    std::unordered_map<std::string, NodeId> m_seen;
};

}  // namespace

Graph eliminateCommon(const Graph& graph, const PassOptions&) {
    const std::vector<std::size_t> none;
    return Merger(graph, none).merge();
}

}  // namespace foldmeter::passes
