#include "passes/canonical_sums.h"

#include "ir/infer.h"
#include "passes/weight_axes.h"

#include <algorithm>

namespace foldmeter::passes {

using ir::Op;
using ir::Value;

namespace {

// Appends movement nodes; leaves out those that do nothing.
class Mover {
public:
    Mover(ir::Graph& graph, const std::string& scope) : m_graph(graph), m_scope(scope) {}

    Value reordered(Value x, const std::string& from, const std::string& to) {
        if (from == to) return x;
        std::vector<std::int64_t> axes;
        for (const char letter : to) axes.push_back(static_cast<std::int64_t>(from.find(letter)));
        ir::Attributes attributes;
        attributes.set("axes", axes);
        return m_graph.append(Op::Transpose, {x}, std::move(attributes), m_scope);
    }
    Value reshaped(Value x, const ir::Shape& shape) {
        if (m_graph.type(x).shape == shape) return x;
        ir::Attributes attributes;
        attributes.set("shape", shape);
        return m_graph.append(Op::Reshape, {x}, std::move(attributes), m_scope);
    }
    Value broadcast(Value x, const std::string& from, const std::string& to, const ir::Shape& shape) {
        if (from == to) return x;
        std::vector<std::int64_t> axes;
        for (const char letter : from) axes.push_back(static_cast<std::int64_t>(to.find(letter)));
        ir::Attributes attributes;
        attributes.set("axes", axes);
        attributes.set("shape", shape);
        return m_graph.append(Op::Broadcast, {x}, std::move(attributes), m_scope);
    }
    Value cast(Value x, DType dtype) {
        if (m_graph.type(x).dtype == dtype) return x;
        ir::Attributes attributes;
        attributes.set("dtype", dtype);
        return m_graph.append(Op::Cast, {x}, std::move(attributes), m_scope);
    }
    Value einsum(const std::string& spec, Value a, Value b) {
        ir::Attributes attributes;
        attributes.set("spec", spec);
        return m_graph.append(Op::Einsum, {a, b}, std::move(attributes), m_scope);
    }
    Value append(Op op, Value a, Value b) { return m_graph.append(op, {a, b}, {}, m_scope); }

private:
    ir::Graph& m_graph;
    const std::string& m_scope;
};

std::string without(const std::string& letters, const std::string& excluded) {
    std::string kept;
    for (const char letter : letters) {
        if (excluded.find(letter) == std::string::npos) kept += letter;
    }
    return kept;
}

std::string lettersNotIn(const std::string& letters) {
    std::string fresh;
    for (char letter = 'a'; letter <= 'z' && fresh.size() < 2; ++letter) {
        if (letters.find(letter) == std::string::npos) fresh += letter;
    }
    return fresh;
}

ir::Shape shapeOf(const ir::EinsumDims& dims, const std::string& letters) {
    ir::Shape shape;
    for (const char letter : letters) shape.push_back(dims.dims.at(letter));
    return shape;
}

class Canonicaliser {
public:
    explicit Canonicaliser(const ir::Graph& graph) : m_graph(graph), m_rewriter(graph, graph.name()) {}

    ir::Graph run() {
        for (ir::NodeId id = 0; id < static_cast<ir::NodeId>(m_graph.nodes().size()); ++id) {
            const ir::Node& node = m_graph.node(id);
            const bool rewritten = node.op == Op::Einsum ? rewriteWeighted(id) || rewriteBatchLast(id)
                                   : ir::kindOf(node.op) == ir::OpKind::Reduction && rewriteLongSum(id);
            if (!rewritten) m_rewriter.copy(id);
        }
        return m_rewriter.finish();
    }

private:
    ir::EinsumDims dimsOf(ir::NodeId id) const {
        const ir::Node& node = m_graph.node(id);
        return ir::einsumDims(node.attributes.text("spec"), m_graph.type(node.operands[0]).shape, m_graph.type(node.operands[1]).shape);
    }

    bool rewriteWeighted(ir::NodeId id) {
        const ir::Node& node = m_graph.node(id);
        const ir::EinsumDims dims = dimsOf(id);
        if (!dims.batch().empty()) return false;
        for (const int side : {1, 0}) {
            const auto weight = weightAxesOf(m_graph, node.operands[static_cast<std::size_t>(side)]);
            if (!weight) continue;
            const std::string& weightLetters = side == 1 ? dims.right : dims.left;
            const std::string& rowLetters = side == 1 ? dims.left : dims.right;
            const Value x = m_rewriter(node.operands[static_cast<std::size_t>(1 - side)]);
            m_rewriter.map({id, 0}, dims.contracted().empty() ? scaled(node, dims, *weight, weightLetters, x, rowLetters)
                                                              : multiplied(node, dims, *weight, weightLetters, x, rowLetters));
            return true;
        }
        return false;
    }

    Value multiplied(const ir::Node& node, const ir::EinsumDims& dims, const WeightAxes& weight, const std::string& weightLetters, Value x,
                     const std::string& xLetters) {
        Mover mover(m_rewriter.graph(), node.scope);
        const std::string contracted = without(xLetters, dims.result);
        const std::string rows = without(xLetters, contracted);
        const std::string outputs = without(dims.result, rows);
        std::vector<std::vector<std::int64_t>> axes(2);
        for (std::size_t part = 0; part < 2; ++part) {
            for (const char letter : part == 0 ? contracted : outputs) {
                const auto& stored = weight.axes[weightLetters.find(letter)];
                axes[part].insert(axes[part].end(), stored.begin(), stored.end());
            }
        }
        const Value matrix = appendWeightView(m_rewriter.graph(), m_graph.node(weight.weight), axes, weight.dtype);
        ir::Shape shape = shapeOf(dims, rows);
        shape.push_back(ir::product(shapeOf(dims, contracted)));
        const Value merged = mover.reshaped(mover.reordered(x, xLetters, rows + contracted), shape);
        const std::string fresh = lettersNotIn(rows);
        const Value product = mover.einsum(rows + fresh[0] + "," + fresh + "->" + rows + fresh[1], merged, matrix);
        const Value shaped = mover.reshaped(mover.cast(product, node.results[0].dtype), shapeOf(dims, rows + outputs));
        return mover.reordered(shaped, rows + outputs, dims.result);
    }

    // Nothing is summed: an elementwise product.
    Value scaled(const ir::Node& node, const ir::EinsumDims& dims, const WeightAxes& weight, const std::string& weightLetters, Value x,
                 const std::string& xLetters) {
        Mover mover(m_rewriter.graph(), node.scope);
        const ir::Shape shape = shapeOf(dims, dims.result);
        const std::string xOrder = without(dims.result, without(dims.result, xLetters));
        const std::string weightOrder = without(dims.result, without(dims.result, weightLetters));
        std::vector<std::vector<std::int64_t>> axes;
        for (const char letter : weightOrder) axes.push_back(weight.axes[weightLetters.find(letter)]);
        const Value vector = appendWeightView(m_rewriter.graph(), m_graph.node(weight.weight), axes, weight.dtype);
        const Value a = mover.broadcast(mover.reordered(x, xLetters, xOrder), xOrder, dims.result, shape);
        const Value b = mover.broadcast(vector, weightOrder, dims.result, shape);
        return mover.cast(mover.append(Op::Mul, mover.cast(a, node.results[0].dtype), mover.cast(b, node.results[0].dtype)), node.results[0].dtype);
    }

    // A sum over several axes, if one more than the last is a symbol (rows of tokens x tokens would be one long row) or
    // they do not lie side by side: one axis after the other, the last first.
    bool rewriteLongSum(ir::NodeId id) {
        const ir::Node& node = m_graph.node(id);
        std::vector<std::int64_t> axes = node.attributes.integers("axes");
        const ir::Shape& shape = m_graph.type(node.operands[0]).shape;
        const auto symbols = std::count_if(axes.begin(), axes.end(), [&](std::int64_t axis) { return !shape[static_cast<std::size_t>(axis)].isLiteral(); });
        const bool apart = !axes.empty() && axes.back() - axes.front() + 1 != static_cast<std::int64_t>(axes.size());
        if (axes.size() < 2 || (symbols < 2 && !apart)) return false;
        Value sum = m_rewriter(node.operands[0]);
        for (; !axes.empty(); axes.pop_back()) {
            ir::Attributes attributes;
            attributes.set("axes", std::vector<std::int64_t>{axes.back()});
            sum = m_rewriter.graph().append(node.op, {sum}, std::move(attributes), node.scope);
        }
        m_rewriter.map({id, 0}, sum);
        return true;
    }

    bool rewriteBatchLast(ir::NodeId id) {
        const ir::Node& node = m_graph.node(id);
        const ir::EinsumDims dims = dimsOf(id);
        const std::string batch = dims.batch();
        const auto endsInBatch = [&](const std::string& letters) { return !letters.empty() && batch.find(letters.back()) != std::string::npos; };
        if (!endsInBatch(dims.left) && !endsInBatch(dims.right) && !endsInBatch(dims.result)) return false;
        Mover mover(m_rewriter.graph(), node.scope);
        const std::string result = batch + without(dims.result, batch);
        std::string letters[2] = {dims.left, dims.right};
        Value operands[2];
        std::string ordered[2];
        for (std::size_t side = 0; side < 2; ++side) {
            ordered[side] = batch + without(letters[side], batch);
            operands[side] = mover.reordered(m_rewriter(node.operands[side]), letters[side], ordered[side]);
        }
        // The operand whose free axes come first in the result stands left.
        const std::string free = without(result, batch);
        const std::size_t first = !free.empty() && dims.rightFree().find(free.front()) != std::string::npos ? 1 : 0;
        const bool sameType = m_graph.type(node.operands[0]).dtype == m_graph.type(node.operands[1]).dtype;
        const std::size_t left = sameType ? first : 0;
        const Value product = mover.einsum(ordered[left] + "," + ordered[1 - left] + "->" + result, operands[left], operands[1 - left]);
        m_rewriter.map({id, 0}, mover.reordered(product, result, dims.result));
        return true;
    }

    const ir::Graph& m_graph;
    ir::Rewriter m_rewriter;
};

}  // namespace

ir::Graph canonicalSums(const ir::Graph& graph) { return Canonicaliser(graph).run(); }

}  // namespace foldmeter::passes
