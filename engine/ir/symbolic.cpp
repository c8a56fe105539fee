// Symbolic and its operators: each records one node, broadcasting where shapes ask for it.
#include "base/error.h"
#include "ir/builder.h"

#include <algorithm>

namespace foldmeter::ir {

namespace {

std::size_t positive(int axis, int rank) {
    const int value = axis < 0 ? axis + rank : axis;
    check(value >= 0 && value < rank, "axis " + std::to_string(axis) + " of a value of rank " + std::to_string(rank));
    return static_cast<std::size_t>(value);
}

Attributes withShape(const Shape& shape) {
    Attributes attributes;
    attributes.set("shape", shape);
    return attributes;
}

Attributes withAxes(std::vector<std::int64_t> axes) {
    Attributes attributes;
    attributes.set("axes", std::move(axes));
    return attributes;
}

Symbolic reduce(Op op, const Symbolic& x, std::vector<std::int64_t> axes) {
    for (std::int64_t& axis : axes) axis = static_cast<std::int64_t>(positive(static_cast<int>(axis), x.rank()));
    std::sort(axes.begin(), axes.end());
    return x.builder().append(op, {x}, withAxes(std::move(axes)));
}

// The shape both stretch to: axes aligned from the right, literal 1 gives way.
Shape commonShape(const Shape& a, const Shape& b) {
    Shape shape(std::max(a.size(), b.size()));
    for (std::size_t back = 1; back <= shape.size(); ++back) {
        const Dim inA = back <= a.size() ? a[a.size() - back] : Dim(1);
        const Dim inB = back <= b.size() ? b[b.size() - back] : Dim(1);
        check(inA == inB || inA == Dim(1) || inB == Dim(1), "shapes " + toText(a) + " and " + toText(b) + " do not broadcast");
        shape[shape.size() - back] = inA == Dim(1) ? inB : inA;
    }
    return shape;
}

// Drops literal-1 axes that `shape` stretches, then broadcasts what is left; recorded where the user of it is, so that
// a body gets the small value and not its stretched form.
Symbolic stretchTo(Builder& builder, const Symbolic& value, const Shape& shape) {
    const Symbolic x = builder.import(value);
    if (x.shape() == shape) return x;
    const std::size_t offset = shape.size() - x.shape().size();
    Shape kept;
    std::vector<std::int64_t> axes;
    for (std::size_t axis = 0; axis < x.shape().size(); ++axis) {
        if (x.shape()[axis] != shape[axis + offset]) continue;
        kept.push_back(x.shape()[axis]);
        axes.push_back(static_cast<std::int64_t>(axis + offset));
    }
    return x.reshape(kept).broadcast(shape, axes);
}

Symbolic scalarLike(const Symbolic& x, double value) { return x.builder().constant(value, x.dtype()); }

}  // namespace

const TensorType& Symbolic::type() const {
    check(valid(), "an empty Symbolic is used");
    return m_builder->graph().type(m_value);
}

const Dim& Symbolic::dim(int axis) const { return shape()[positive(axis, rank())]; }

Symbolic Symbolic::cast(DType dtype) const {
    if (this->dtype() == dtype) return *this;
    Attributes attributes;
    attributes.set("dtype", dtype);
    return m_builder->append(Op::Cast, {*this}, std::move(attributes));
}

Symbolic Symbolic::reshape(Shape shape) const {
    if (this->shape() == shape) return *this;
    // An axis of 1 that was only just put in falls away together with the node that put it in.
    const Node& node = m_builder->graph().node(m_value);
    if (node.op == Op::Broadcast && m_builder->graph().type(node.operands[0]).shape == shape &&
        product(node.results[0].shape) == product(shape)) {
        return {m_builder, node.operands[0]};
    }
    return m_builder->append(Op::Reshape, {*this}, withShape(shape));
}

Symbolic Symbolic::transpose(std::vector<std::int64_t> axes) const {
    for (std::int64_t& axis : axes) axis = static_cast<std::int64_t>(positive(static_cast<int>(axis), rank()));
    return m_builder->append(Op::Transpose, {*this}, withAxes(std::move(axes)));
}

Symbolic Symbolic::slice(int axis, std::int64_t start, std::int64_t size, std::int64_t step) const {
    Attributes attributes;
    attributes.set("axis", static_cast<std::int64_t>(positive(axis, rank())));
    attributes.set("start", start);
    attributes.set("size", size);
    attributes.set("step", step);
    return m_builder->append(Op::Slice, {*this}, std::move(attributes));
}

Symbolic Symbolic::broadcast(Shape shape, std::vector<std::int64_t> axes) const {
    if (this->shape() == shape) return *this;
    Attributes attributes = withAxes(std::move(axes));
    attributes.set("shape", std::move(shape));
    return m_builder->append(Op::Broadcast, {*this}, std::move(attributes));
}

Symbolic Symbolic::insertAxis(int axis, Dim size) const {
    const auto at = static_cast<std::int64_t>(positive(axis, rank() + 1));
    Shape result = shape();
    result.insert(result.begin() + at, std::move(size));
    std::vector<std::int64_t> axes;
    for (std::int64_t n = 0; n < rank(); ++n) axes.push_back(n < at ? n : n + 1);
    Attributes attributes = withAxes(std::move(axes));
    attributes.set("shape", std::move(result));
    return m_builder->append(Op::Broadcast, {*this}, std::move(attributes));
}

Symbolic Symbolic::sum(std::vector<std::int64_t> axes) const { return reduce(Op::ReduceSum, *this, std::move(axes)); }
Symbolic Symbolic::max(std::vector<std::int64_t> axes) const { return reduce(Op::ReduceMax, *this, std::move(axes)); }
Symbolic Symbolic::gather(const Symbolic& indices) const { return m_builder->append(Op::Gather, {*this, indices}, {}); }

Symbolic unary(Op op, const Symbolic& a) { return a.builder().append(op, {a}, {}); }

Symbolic binary(Op op, const Symbolic& a, const Symbolic& b) {
    const Shape shape = commonShape(a.shape(), b.shape());
    Builder& inner = Builder::innermost(a, b);
    return inner.append(op, {stretchTo(inner, a, shape), stretchTo(inner, b, shape)}, {});
}

Symbolic operator+(const Symbolic& a, const Symbolic& b) { return binary(Op::Add, a, b); }
Symbolic operator-(const Symbolic& a, const Symbolic& b) { return binary(Op::Sub, a, b); }
Symbolic operator*(const Symbolic& a, const Symbolic& b) { return binary(Op::Mul, a, b); }
Symbolic operator/(const Symbolic& a, const Symbolic& b) { return binary(Op::Div, a, b); }
Symbolic operator+(const Symbolic& a, double b) { return a + scalarLike(a, b); }
Symbolic operator-(const Symbolic& a, double b) { return a - scalarLike(a, b); }
Symbolic operator*(const Symbolic& a, double b) { return a * scalarLike(a, b); }
Symbolic operator/(const Symbolic& a, double b) { return a / scalarLike(a, b); }
Symbolic operator-(double a, const Symbolic& b) { return scalarLike(b, a) - b; }
Symbolic operator/(double a, const Symbolic& b) { return scalarLike(b, a) / b; }
Symbolic operator-(const Symbolic& a) { return unary(Op::Neg, a); }
Symbolic sigmoid(const Symbolic& a) { return unary(Op::Sigmoid, a); }
Symbolic swish(const Symbolic& a) { return unary(Op::Swish, a); }
Symbolic relu(const Symbolic& a) { return unary(Op::Relu, a); }
Symbolic equal(const Symbolic& a, const Symbolic& b) { return binary(Op::Equal, a, b); }
Symbolic less(const Symbolic& a, const Symbolic& b) { return binary(Op::Less, a, b); }
Symbolic logicalAnd(const Symbolic& a, const Symbolic& b) { return binary(Op::And, a, b); }

Symbolic select(const Symbolic& condition, const Symbolic& a, const Symbolic& b) {
    const Shape shape = commonShape(condition.shape(), commonShape(a.shape(), b.shape()));
    Builder& inner = Builder::innermost(Symbolic(&Builder::innermost(a, b), {}), condition);
    return inner.append(Op::Select, {stretchTo(inner, condition, shape), stretchTo(inner, a, shape), stretchTo(inner, b, shape)}, {});
}

Symbolic clamp(const Symbolic& a, double low, double high) {
    return binary(Op::Min, binary(Op::Max, a, scalarLike(a, low)), scalarLike(a, high));
}

Symbolic concat(std::span<const Symbolic> parts, int axis) {
    check(!parts.empty(), "nothing to join");
    Attributes attributes;
    attributes.set("axis", static_cast<std::int64_t>(positive(axis, parts.front().rank())));
    Builder* inner = &parts.front().builder();
    for (const Symbolic& part : parts) inner = &Builder::innermost(Symbolic(inner, {}), part);
    return inner->append(Op::Concat, {parts.begin(), parts.end()}, std::move(attributes));
}

Symbolic oneHot(const Symbolic& indices, std::int64_t classes, DType dtype) {
    check(indices.dtype() == DType::I32, "one-hot needs i32 indices");
    const Symbolic table = indices.builder().iota({Dim(classes)}, 0);   // (classes)
    return equal(indices.insertAxis(indices.rank()), table).cast(dtype);   // (indices..., classes)
}

}  // namespace foldmeter::ir
