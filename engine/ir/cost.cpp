#include "ir/cost.h"

#include "ir/infer.h"

namespace foldmeter::ir {

namespace {

double countOf(const Shape& shape, const Sizes& sizes) { return static_cast<double>(evaluate(product(shape), sizes)); }

double bytesOf(const TensorType& type, const Sizes& sizes) {
    const DType dtype = type.dtype == DType::Working ? DType::F32 : type.dtype;
    return countOf(type.shape, sizes) * static_cast<double>(sizeOf(dtype));
}

double einsumFlops(const Graph& graph, const Node& node, const Sizes& sizes) {
    const EinsumDims dims = einsumDims(node.attributes.text("spec"), graph.type(node.operands[0]).shape, graph.type(node.operands[1]).shape);
    double flops = 2;
    for (const auto& [letter, dim] : dims.dims) flops *= static_cast<double>(evaluate(dim, sizes));
    return flops;
}

// Scaled scores and weighted values: 2 * batch * heads * queries * keys * (dim + value dim).
double attentionFlops(const Graph& graph, const Node& node, const Sizes& sizes) {
    const Shape& k = graph.type(node.operands[1]).shape;
    const Shape& v = graph.type(node.operands[2]).shape;
    const double keys = static_cast<double>(evaluate(k[k.size() - 3], sizes));
    const double valueDim = static_cast<double>(evaluate(v.back(), sizes));
    const double queries = countOf(graph.type(node.operands[0]).shape, sizes);   // batch * queries * heads * dim
    const double dim = static_cast<double>(evaluate(k.back(), sizes));
    return dim == 0 ? 0 : 2 * queries * keys * (1 + valueDim / dim);
}

double flopsOf(const Graph& graph, const Node& node, const Sizes& sizes) {
    switch (node.op) {
        case Op::Einsum: return einsumFlops(graph, node, sizes);
        case Op::Attention: return attentionFlops(graph, node, sizes);
        case Op::Linear:
        case Op::GatedLinearUnit: {
            const Shape& x = graph.type(node.operands[0]).shape;
            const Shape columns(graph.type(node.operands[1]).shape.begin() + 1, graph.type(node.operands[1]).shape.end());
            return 2 * countOf(x, sizes) * countOf(columns, sizes);
        }
        case Op::TriangleProduct: {
            const Shape& a = graph.type(node.operands[0]).shape;
            return 2 * countOf(a, sizes) * static_cast<double>(evaluate(a[1], sizes));
        }
        case Op::Repeat: return costOf(*node.body, sizes).flops * static_cast<double>(node.attributes.integer("count"));
        case Op::Fused: return costOf(*node.body, sizes).flops;
        default: return 0;
    }
}

}  // namespace

Cost costOf(const Graph& graph, NodeId id, const Sizes& sizes) {
    const Node& node = graph.node(id);
    Cost cost;
    cost.flops = flopsOf(graph, node, sizes);
    if (node.op == Op::Repeat) {
        cost.bytes = costOf(*node.body, sizes).bytes * static_cast<double>(node.attributes.integer("count"));
        return cost;
    }
    if (kindOf(node.op) == OpKind::Source) return cost;   // what reads them counts them
    for (const Value& operand : node.operands) cost.bytes += bytesOf(graph.type(operand), sizes);
    for (const TensorType& type : node.results) cost.bytes += bytesOf(type, sizes);
    if (node.op != Op::Fused) return cost;
    for (const Node& inner : node.body->nodes()) {
        if (inner.op == Op::Weight || inner.op == Op::Table) cost.bytes += bytesOf(inner.results[0], sizes);
    }
    return cost;
}

Cost costOf(const Graph& graph, const Sizes& sizes) {
    Cost total;
    for (NodeId id = 0; id < static_cast<NodeId>(graph.nodes().size()); ++id) {
        const Cost cost = costOf(graph, id, sizes);
        total.flops += cost.flops;
        total.bytes += cost.bytes;
    }
    return total;
}

}  // namespace foldmeter::ir
