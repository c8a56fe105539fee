// The graph: a list of nodes in which operands come before users. Values are (node, result) pairs. Graphs are values:
// passes take one and return another. Bodies of Repeat and Fused are graphs of their own, shared and immutable.
//
// Repeat (count L): body inputs are, in this order,
//     carried values   (as many as `carried`; their results feed the next round; first operands of the node),
//     stacked values   (as many as `stacked`; operand has a leading axis L, the body sees one row of it),
//     invariants       (all other operands; same value in every round).
//   Body outputs are the carried values, then any number of collected values. Results of the node: the carried values
//   after the last round, then every collected value with a leading axis L.
//   A weight in the body with attribute layered=1 names a record whose first axis is the layer. Its row is the round
//   counted over all enclosing Repeats (outer * count + inner), modulo the record's rows: super-blocks that nest share
//   one record, and a stack that is run once for each template reads the same rows every time.
// Fused: body inputs are the operands, body outputs the results: one launch.
// Body inputs are Input nodes named "0", "1", ... in the order above.
#pragma once

#include "ir/op.h"
#include "ir/type.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace foldmeter::ir {

// What an input varies with, slowest first. A node varies with the fastest of its operands.
enum class Varies : std::uint8_t { Model, Job, Seed, Recycle, Step, Sample };
std::string_view nameOf(Varies varies);
Varies variesFromName(std::string_view name);

using NodeId = std::int32_t;
struct Value {
    NodeId node = -1;
    std::int32_t result = 0;
    bool valid() const { return node >= 0; }
    auto operator<=>(const Value&) const = default;
};

using Attribute = std::variant<std::int64_t, double, std::string, std::vector<std::int64_t>, Shape, DType, Tensor>;

// Named attributes of a node, sorted by name. Typed getters throw InternalError when absent or of another type.
class Attributes {
public:
    void set(const std::string& name, Attribute value) { m_values[name] = std::move(value); }
    bool has(const std::string& name) const { return m_values.contains(name); }
    std::int64_t integer(const std::string& name) const;
    double real(const std::string& name) const;
    const std::string& text(const std::string& name) const;
    const std::vector<std::int64_t>& integers(const std::string& name) const;
    const Shape& shape(const std::string& name) const;
    DType dtype(const std::string& name) const;
    const Tensor& tensor(const std::string& name) const;
    const std::map<std::string, Attribute>& all() const { return m_values; }

private:
    std::map<std::string, Attribute> m_values;
};

class Graph;

struct Node {
    Op op = Op::Constant;
    std::vector<Value> operands;
    Attributes attributes;
    std::vector<TensorType> results;
    std::string scope;                         // "trunk/pairformer/triangle_attention_starting"
    std::shared_ptr<const Graph> body;         // Repeat and Fused only
};

struct Output {
    std::string name;
    Value value;
};

class Graph {
public:
    explicit Graph(std::string name = {}) : m_name(std::move(name)) {}

    const std::string& name() const { return m_name; }
    const std::vector<Node>& nodes() const { return m_nodes; }
    const Node& node(NodeId id) const { return m_nodes[static_cast<std::size_t>(id)]; }
    const Node& node(Value value) const { return node(value.node); }
    const TensorType& type(Value value) const { return node(value).results[static_cast<std::size_t>(value.result)]; }
    const std::vector<Output>& outputs() const { return m_outputs; }
    std::vector<NodeId> inputs() const;        // Input nodes in order

    // Appends a node whose result types are inferred (infer.h). Operands must be older than it.
    NodeId append(Node node);
    Value append(Op op, std::vector<Value> operands, Attributes attributes, const std::string& scope);
    void setOutput(const std::string& name, Value value);   // replaces an output of that name
    void clearOutputs() { m_outputs.clear(); }

    std::size_t countDeep() const;             // nodes, bodies included

private:
    std::string m_name;
    std::vector<Node> m_nodes;
    std::vector<Output> m_outputs;
};

// users[n] = nodes that have a result of n as operand (with repetitions), in order.
std::vector<std::vector<NodeId>> usersOf(const Graph& graph);
// The fastest variation each node depends on (graph.h: Varies), by node id.
std::vector<Varies> variationOf(const Graph& graph);

// Copies nodes of one graph into another while replacing some: what every pass is written with.
class Rewriter {
public:
    Rewriter(const Graph& from, std::string name);
    Graph& graph() { return m_to; }
    const Graph& from() const { return m_from; }
    Value operator()(Value old) const;              // its replacement; InternalError if not yet mapped
    bool mapped(Value old) const;
    void map(Value old, Value replacement);         // used instead of copying
    NodeId copy(NodeId old);                        // appends the node with mapped operands and maps its results
    NodeId copyWithBody(NodeId old, std::shared_ptr<const Graph> body);
    Graph finish();                                 // maps the outputs

private:
    const Graph& m_from;
    Graph m_to;
    std::vector<std::vector<Value>> m_map;
};

}  // namespace foldmeter::ir
