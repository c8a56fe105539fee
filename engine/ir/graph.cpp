#include "ir/graph.h"

#include "base/error.h"
#include "ir/infer.h"

#include <algorithm>
#include <array>

namespace foldmeter::ir {

// References to a node's types stay valid while the graph grows: moving a Node keeps its vectors where they are.
static_assert(std::is_nothrow_move_constructible_v<Node>);

namespace {
constexpr std::array<std::string_view, 6> variesNames{"model", "job", "seed", "recycle", "step", "sample"};

template <typename T> const T& get(const std::map<std::string, Attribute>& values, const std::string& name, const char* kind) {
    const auto found = values.find(name);
    check(found != values.end(), "attribute '" + name + "' is missing");
    const T* value = std::get_if<T>(&found->second);
    check(value != nullptr, "attribute '" + name + "' is not " + kind);
    return *value;
}
}  // namespace

std::string_view nameOf(Varies varies) { return variesNames[static_cast<std::size_t>(varies)]; }

Varies variesFromName(std::string_view name) {
    const auto found = std::find(variesNames.begin(), variesNames.end(), name);
    check(found != variesNames.end(), "nothing varies with '" + std::string(name) + "'");
    return static_cast<Varies>(found - variesNames.begin());
}

std::int64_t Attributes::integer(const std::string& name) const { return get<std::int64_t>(m_values, name, "an integer"); }
double Attributes::real(const std::string& name) const { return get<double>(m_values, name, "a number"); }
const std::string& Attributes::text(const std::string& name) const { return get<std::string>(m_values, name, "a text"); }
const std::vector<std::int64_t>& Attributes::integers(const std::string& name) const {
    return get<std::vector<std::int64_t>>(m_values, name, "a list of integers");
}
const Shape& Attributes::shape(const std::string& name) const { return get<Shape>(m_values, name, "a shape"); }
DType Attributes::dtype(const std::string& name) const { return get<DType>(m_values, name, "an element type"); }
const Tensor& Attributes::tensor(const std::string& name) const { return get<Tensor>(m_values, name, "a tensor"); }

std::vector<NodeId> Graph::inputs() const {
    std::vector<NodeId> ids;
    for (std::size_t n = 0; n < m_nodes.size(); ++n) {
        if (m_nodes[n].op == Op::Input) ids.push_back(static_cast<NodeId>(n));
    }
    return ids;
}

NodeId Graph::append(Node node) {
    std::vector<TensorType> types;
    for (const Value& operand : node.operands) {
        const bool older = operand.node >= 0 && static_cast<std::size_t>(operand.node) < m_nodes.size();
        check(older, std::string("an operand of ") + std::string(nameOf(node.op)) + " is not in the graph yet");
        const auto& results = this->node(operand).results;
        check(operand.result >= 0 && static_cast<std::size_t>(operand.result) < results.size(), "a node has no such result");
        types.push_back(type(operand));
    }
    node.results = inferResults(node.op, types, node.attributes, node.body.get());
    m_nodes.push_back(std::move(node));
    return static_cast<NodeId>(m_nodes.size() - 1);
}

Value Graph::append(Op op, std::vector<Value> operands, Attributes attributes, const std::string& scope) {
    Node node;
    node.op = op;
    node.operands = std::move(operands);
    node.attributes = std::move(attributes);
    node.scope = scope;
    return {append(std::move(node)), 0};
}

void Graph::setOutput(const std::string& name, Value value) {
    for (Output& output : m_outputs) {
        if (output.name == name) {
            output.value = value;
            return;
        }
    }
    m_outputs.push_back({name, value});
}

std::size_t Graph::countDeep() const {
    std::size_t count = m_nodes.size();
    for (const Node& node : m_nodes) count += node.body ? node.body->countDeep() : 0;
    return count;
}

std::vector<std::vector<NodeId>> usersOf(const Graph& graph) {
    std::vector<std::vector<NodeId>> users(graph.nodes().size());
    for (std::size_t n = 0; n < graph.nodes().size(); ++n) {
        for (const Value& operand : graph.nodes()[n].operands) {
            users[static_cast<std::size_t>(operand.node)].push_back(static_cast<NodeId>(n));
        }
    }
    return users;
}

std::vector<Varies> variationOf(const Graph& graph) {
    std::vector<Varies> result;
    for (const Node& node : graph.nodes()) {
        Varies varies = node.op == Op::Input ? variesFromName(node.attributes.text("varies")) : Varies::Model;
        for (const Value& operand : node.operands) varies = std::max(varies, result[static_cast<std::size_t>(operand.node)]);
        result.push_back(varies);
    }
    return result;
}

}  // namespace foldmeter::ir
