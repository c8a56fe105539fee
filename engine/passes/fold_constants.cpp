#include "passes/fold_constants.h"

#include "ir/interpret.h"
#include "passes/rewrite.h"

#include <algorithm>

namespace foldmeter::passes {

using ir::Graph;
using ir::Node;
using ir::NodeId;
using ir::Op;
using ir::OpKind;
using ir::Value;

namespace {

constexpr std::int64_t largestTable = 1024;   // elements; what is larger is cheaper to compute than to load

bool isConstantSource(const Node& node) { return node.op == Op::Constant || node.op == Op::Table || node.op == Op::Iota; }

bool hasLiteralShape(const Node& node) {
    return node.results.size() == 1 && std::all_of(node.results[0].shape.begin(), node.results[0].shape.end(), [](const ir::Dim& dim) { return dim.isLiteral(); });
}

// A value computed from constants alone; movements of them count, but are not worth a table of their own.
class Folder {
public:
    explicit Folder(const Graph& graph) : m_graph(graph), m_isConstant(graph.nodes().size(), false) {
        for (std::size_t n = 0; n < m_isConstant.size(); ++n) {
            const Node& node = graph.nodes()[n];
            const bool fromConstants = std::all_of(node.operands.begin(), node.operands.end(), [&](const Value& operand) { return m_isConstant[static_cast<std::size_t>(operand.node)]; });
            const bool isSource = ir::kindOf(node.op) == OpKind::Source;
            const bool typed = !node.results.empty() && node.results[0].dtype != DType::Working;
            m_isConstant[n] = typed && hasLiteralShape(node) && !node.body && (isSource ? isConstantSource(node) : fromConstants);
        }
    }

    bool folds(NodeId id) const {
        const Node& node = m_graph.node(id);
        if (!m_isConstant[static_cast<std::size_t>(id)] || ir::kindOf(node.op) == OpKind::Source || node.op == Op::Broadcast) return false;
        return ir::product(node.results[0].shape).factor <= largestTable;
    }

    Tensor valueOf(NodeId id) const {
        Graph alone("constant");
        std::vector<Value> map(m_graph.nodes().size());
        alone.setOutput("value", copyInto(alone, id, map));
        return ir::interpret(alone, {}, {}).at("value");
    }

private:
    Value copyInto(Graph& to, NodeId id, std::vector<Value>& map) const {
        Value& copied = map[static_cast<std::size_t>(id)];
        if (copied.valid()) return copied;
        const Node& node = m_graph.node(id);
        std::vector<Value> operands;
        for (const Value& operand : node.operands) operands.push_back(copyInto(to, operand.node, map));
        return copied = to.append(node.op, std::move(operands), node.attributes, node.scope);
    }

    const Graph& m_graph;
    std::vector<bool> m_isConstant;
};

Value appendValue(Graph& to, const Tensor& value, const Node& node) {
    const ir::TensorType& type = node.results[0];
    ir::Attributes attributes;
    if (type.shape.empty()) {
        attributes.set("value", value.at(0));
        attributes.set("dtype", type.dtype);
        return to.append(Op::Constant, {}, std::move(attributes), node.scope);
    }
    attributes.set("name", std::string("folded"));
    attributes.set("tensor", value.converted(type.dtype));
    return to.append(Op::Table, {}, std::move(attributes), node.scope);
}

Graph fold(const Graph& graph) {
    const Folder folder(graph);
    ir::Rewriter to(graph, graph.name());
    for (NodeId id = 0; id < nodeCount(graph); ++id) {
        if (folder.folds(id)) to.map({id, 0}, appendValue(to.graph(), folder.valueOf(id), graph.node(id)));
        else to.copy(id);
    }
    return to.finish();
}

}  // namespace

Graph foldConstants(const Graph& graph, const PassOptions&) { return rewriteDeep(graph, fold); }

}  // namespace foldmeter::passes
