#include "base/error.h"
#include "ir/graph.h"

namespace foldmeter::ir {

Rewriter::Rewriter(const Graph& from, std::string name) : m_from(from), m_to(std::move(name)) {
    for (const Node& node : from.nodes()) m_map.emplace_back(node.results.size());
}

bool Rewriter::mapped(Value old) const {
    return m_map[static_cast<std::size_t>(old.node)][static_cast<std::size_t>(old.result)].valid();
}

Value Rewriter::operator()(Value old) const {
    check(mapped(old), "a pass uses a value before it has replaced it");
    return m_map[static_cast<std::size_t>(old.node)][static_cast<std::size_t>(old.result)];
}

void Rewriter::map(Value old, Value replacement) {
    m_map[static_cast<std::size_t>(old.node)][static_cast<std::size_t>(old.result)] = replacement;
}

NodeId Rewriter::copy(NodeId old) { return copyWithBody(old, m_from.node(old).body); }

NodeId Rewriter::copyWithBody(NodeId old, std::shared_ptr<const Graph> body) {
    const Node& source = m_from.node(old);
    Node node;
    node.op = source.op;
    node.attributes = source.attributes;
    node.scope = source.scope;
    node.body = std::move(body);
    for (const Value& operand : source.operands) node.operands.push_back((*this)(operand));
    const NodeId id = m_to.append(std::move(node));
    check(m_to.node(id).results.size() == source.results.size(), "a body changed the number of results of its node");
    for (std::int32_t r = 0; r < static_cast<std::int32_t>(source.results.size()); ++r) map({old, r}, {id, r});
    return id;
}

Graph Rewriter::finish() {
    for (const Output& output : m_from.outputs()) m_to.setOutput(output.name, (*this)(output.value));
    return std::move(m_to);
}

}  // namespace foldmeter::ir
