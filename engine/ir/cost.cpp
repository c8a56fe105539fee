#include "ir/cost.h"

#include "base/error.h"
#include "ir/infer.h"

#include <algorithm>

namespace foldmeter::ir {

namespace {

void add(Polynomial& sum, double coefficient, const std::vector<std::string>& symbols) {
    if (coefficient == 0) return;
    const auto same = std::find_if(sum.begin(), sum.end(), [&](const CostTerm& term) { return term.symbols == symbols; });
    if (same == sum.end()) sum.push_back({coefficient, symbols});
    else same->coefficient += coefficient;
}

void add(Polynomial& sum, const Polynomial& other, double times = 1) {
    for (const CostTerm& term : other) add(sum, times * term.coefficient, term.symbols);
}

Polynomial times(double coefficient, const Dim& dim) {
    Polynomial product;
    add(product, coefficient * static_cast<double>(dim.factor), dim.symbols);
    return product;
}

void addBytes(Polynomial& sum, const TensorType& type) {
    const DType dtype = type.dtype == DType::Working ? DType::F32 : type.dtype;
    add(sum, times(static_cast<double>(sizeOf(dtype)), product(type.shape)));
}

Polynomial einsumFlops(const Graph& graph, const Node& node) {
    const EinsumDims dims = einsumDims(node.attributes.text("spec"), graph.type(node.operands[0]).shape, graph.type(node.operands[1]).shape);
    Dim all = 1;
    for (const auto& [letter, dim] : dims.dims) all = all * dim;
    return times(2, all);
}

// Scaled scores and weighted values: 2 * batch * heads * queries * keys * (dim + value dim).
Polynomial attentionFlops(const Graph& graph, const Node& node) {
    const Shape& k = graph.type(node.operands[1]).shape;
    const Shape& v = graph.type(node.operands[2]).shape;
    const Dim scores = product(graph.type(node.operands[0]).shape) * k[k.size() - 3];   // batch * queries * heads * dim * keys
    if (k.back().isLiteral() && k.back().factor == 0) return {};
    if (k.back() == v.back()) return times(4, scores);
    check(k.back().isLiteral() && v.back().isLiteral(), "an attention with channels of unknown number has no cost");
    return times(2 * (1 + static_cast<double>(v.back().factor) / static_cast<double>(k.back().factor)), scores);
}

Polynomial flopsOf(const Graph& graph, const Node& node) {
    switch (node.op) {
        case Op::Einsum: return einsumFlops(graph, node);
        case Op::Attention: return attentionFlops(graph, node);
        case Op::Linear:
        case Op::GatedLinearUnit: {
            const Shape& x = graph.type(node.operands[0]).shape;
            const Shape columns(graph.type(node.operands[1]).shape.begin() + 1, graph.type(node.operands[1]).shape.end());
            return times(2, product(x) * product(columns));
        }
        case Op::TriangleProduct: {
            const Shape& a = graph.type(node.operands[0]).shape;
            return times(2, product(a) * a[1]);
        }
        case Op::Fused: return formulaOf(*node.body).flops;
        default: return {};
    }
}

}  // namespace

double evaluate(const Polynomial& polynomial, const Sizes& sizes) {
    double value = 0;
    for (const CostTerm& term : polynomial) {
        double product = term.coefficient;
        for (const std::string& symbol : term.symbols) product *= static_cast<double>(evaluate(Dim::symbol(symbol), sizes));
        value += product;
    }
    return value;
}

CostFormula formulaOf(const Graph& graph, NodeId id) {
    const Node& node = graph.node(id);
    CostFormula cost;
    if (node.op == Op::Repeat) {
        const CostFormula body = formulaOf(*node.body);
        const auto count = static_cast<double>(node.attributes.integer("count"));
        add(cost.flops, body.flops, count);
        add(cost.bytes, body.bytes, count);
        return cost;
    }
    cost.flops = flopsOf(graph, node);
    if (kindOf(node.op) == OpKind::Source) return cost;   // what reads them counts them
    for (const Value& operand : node.operands) addBytes(cost.bytes, graph.type(operand));
    for (const TensorType& type : node.results) addBytes(cost.bytes, type);
    if (node.op != Op::Fused) return cost;
    for (const Node& inner : node.body->nodes()) {
        if (inner.op == Op::Weight || inner.op == Op::Table) addBytes(cost.bytes, inner.results[0]);
    }
    return cost;
}

CostFormula formulaOf(const Graph& graph) {
    CostFormula total;
    for (NodeId id = 0; id < static_cast<NodeId>(graph.nodes().size()); ++id) {
        const CostFormula cost = formulaOf(graph, id);
        add(total.flops, cost.flops);
        add(total.bytes, cost.bytes);
    }
    return total;
}

Cost evaluate(const CostFormula& formula, const Sizes& sizes) { return {evaluate(formula.flops, sizes), evaluate(formula.bytes, sizes)}; }

Cost costOf(const Graph& graph, NodeId id, const Sizes& sizes) { return evaluate(formulaOf(graph, id), sizes); }
Cost costOf(const Graph& graph, const Sizes& sizes) { return evaluate(formulaOf(graph), sizes); }

}  // namespace foldmeter::ir
