#include "ir/decompose.h"

#include "base/error.h"
#include "ir/builder.h"
#include "ir/infer.h"

#include <limits>

namespace foldmeter::ir {

namespace {

// A builder that writes into the graph a pass is making. The graph travels through it and back.
class Borrowed {
public:
    Borrowed(Graph& graph, const std::string& scope) : m_graph(graph), m_builder(""), m_scope(m_builder.scope(scope)) {
        std::swap(m_builder.graph(), m_graph);
    }
    ~Borrowed() { std::swap(m_builder.graph(), m_graph); }
    Borrowed(const Borrowed&) = delete;
    Borrowed& operator=(const Borrowed&) = delete;
    Builder& builder() { return m_builder; }
    Symbolic symbolic(Value value) { return {&m_builder, value}; }

private:
    Graph& m_graph;
    Builder m_builder;
    Builder::Scope m_scope;
};

using Operands = std::vector<Symbolic>;

Symbolic wide(const Symbolic& x) { return x.cast(DType::F32); }

double lengthOf(const Symbolic& x) {
    check(x.dim(-1).isLiteral(), "a norm runs over channels, whose count is a literal");
    return static_cast<double>(x.dim(-1).factor);
}

// (x - mean) / sqrt(var + eps) in float32.
Symbolic normalised(const Symbolic& x, bool exact) {
    const int axis = x.rank() - 1;
    const double width = lengthOf(x);
    const auto meanOf = [&](const Symbolic& v) { return v.sum({-1}) / width; };
    const Symbolic mean = meanOf(x);                                             // (...)
    const Symbolic centred = x - mean.insertAxis(axis);
    const Symbolic variance = exact ? meanOf(centred * centred) : meanOf(x * x) - mean * mean;
    return centred * unary(Op::Rsqrt, variance + 1e-5).insertAxis(axis);
}

Symbolic openLayerNorm(const Node& node, const Operands& in) {
    Symbolic y = normalised(wide(in[0]), node.attributes.text("form") == "exact");
    if (node.attributes.integer("scaled") != 0) y = y * wide(in[1]);
    if (node.attributes.integer("shifted") != 0) y = y + wide(in.back());
    return y.cast(in[0].dtype());
}

Symbolic openAdaptiveLayerNorm(const Operands& in) {
    return (sigmoid(wide(in[1])) * normalised(wide(in[0]), true) + wide(in[2])).cast(in[0].dtype());
}

// Softmax of float32 values over the last axis, which may be a symbol.
Symbolic normalisedExponentials(const Symbolic& x) {
    const int axis = x.rank() - 1;
    const Symbolic e = unary(Op::Exp, x - x.max({-1}).insertAxis(axis));
    return e / e.sum({-1}).insertAxis(axis);
}

// x (..., in) times w (in, out...) as one einsum: outer axes of both get letters of their own.
Symbolic contractLast(Builder& b, const Symbolic& x, const Symbolic& w) {
    std::string left, right = "z", result;
    for (int axis = 0; axis + 1 < x.rank(); ++axis) left += static_cast<char>('a' + axis);
    result = left;
    for (int axis = 1; axis < w.rank(); ++axis) {
        const char letter = static_cast<char>('m' + axis);
        right += letter;
        result += letter;
    }
    return b.einsum(left + "z," + right + "->" + result, x, w);
}

Symbolic openLinear(Builder& b, const Operands& in) {
    const Symbolic y = contractLast(b, in[0], in[1]);
    return in.size() == 3 ? y + in[2] : y;
}

Symbolic openGatedLinearUnit(Builder& b, const Node& node, const Operands& in) {
    const Symbolic both = contractLast(b, in[0], in[1]);                         // (..., 2*inner), working
    const std::int64_t inner = both.dim(-1).factor / 2;
    const Symbolic gate = wide(both.slice(-1, 0, inner));
    const Symbolic value = wide(both.slice(-1, inner, inner));
    const Symbolic active = node.attributes.text("activation") == "swish" ? swish(gate) : sigmoid(gate);
    return (active * value).cast(in[0].dtype());
}

// Logits (batch..., heads, queries, keys) in float32: scaled, biased, masked.
Symbolic openLogits(Builder& b, const Node& node, const Operands& in, const std::string& batch) {
    Symbolic logits = b.einsum(batch + "qhd," + batch + "khd->" + batch + "hqk", wide(in[0]), wide(in[1])) * node.attributes.real("scale");
    const Shape shape = logits.shape();
    const auto rank = static_cast<std::int64_t>(shape.size());
    if (node.attributes.integer("biased") != 0) {
        std::vector<std::int64_t> axes = node.attributes.integers("bias_batch");
        axes.insert(axes.end(), {rank - 3, rank - 2, rank - 1});
        logits = logits + wide(in[3]).broadcast(shape, axes);
    }
    if (node.attributes.integer("masked") != 0) {
        std::vector<std::int64_t> axes = maskBatchOf(node.attributes, shape.size() - 3);
        axes.push_back(rank - 1);
        const Symbolic lowest = b.constant(std::numeric_limits<float>::lowest(), DType::F32);
        logits = select(in.back().broadcast(shape, axes), logits, lowest);
    }
    return logits;
}

Symbolic openAttention(Builder& b, const Node& node, const Operands& in) {
    std::string batch;
    for (int axis = 0; axis + 3 < in[0].rank(); ++axis) batch += static_cast<char>('A' + axis);
    const Symbolic weights = normalisedExponentials(openLogits(b, node, in, batch)).cast(in[2].dtype());
    return b.einsum(batch + "hqk," + batch + "khd->" + batch + "qhd", weights, in[2]);
}

Symbolic open(Builder& b, const Node& node, const Operands& in) {
    switch (node.op) {
        case Op::LayerNorm: return openLayerNorm(node, in);
        case Op::AdaptiveLayerNorm: return openAdaptiveLayerNorm(in);
        case Op::Softmax: return normalisedExponentials(wide(in[0])).cast(in[0].dtype());
        case Op::Linear: return openLinear(b, in);
        case Op::GatedLinearUnit: return openGatedLinearUnit(b, node, in);
        case Op::TriangleProduct:
            return b.einsum(node.attributes.integer("outgoing") != 0 ? "ikc,jkc->ijc" : "kjc,kic->ijc", in[0], in[1]);
        case Op::Attention: return openAttention(b, node, in);
        default: throw InternalError("only a composite is decomposed, not " + std::string(nameOf(node.op)));
    }
}

}  // namespace

Value decompose(const Graph& from, NodeId id, const std::vector<Value>& operands, Graph& to) {
    const Node& node = from.node(id);
    Borrowed borrowed(to, node.scope);
    Operands in;
    for (const Value& operand : operands) in.push_back(borrowed.symbolic(operand));
    return open(borrowed.builder(), node, in).value();
}

}  // namespace foldmeter::ir
