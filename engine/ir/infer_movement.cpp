#include "ir/infer_rules.h"

namespace foldmeter::ir {

namespace {

TensorType inferBroadcast(const InferInput& in) {
    const TensorType& type = in.operand(0);
    const auto& axes = in.attributes.integers("axes");
    const Shape& shape = in.attributes.shape("shape");
    in.require(axes.size() == type.shape.size(), "axes must name a result axis for every operand axis");
    std::int64_t previous = -1;
    for (std::size_t axis = 0; axis < axes.size(); ++axis) {
        in.require(axes[axis] > previous && static_cast<std::size_t>(axes[axis]) < shape.size(), "axes must ascend within the result");
        in.require(shape[static_cast<std::size_t>(axes[axis])] == type.shape[axis], "an axis changes its extent");
        previous = axes[axis];
    }
    return {type.dtype, shape};
}

TensorType inferTranspose(const InferInput& in) {
    const TensorType& type = in.operand(0);
    const auto& axes = in.attributes.integers("axes");
    in.require(axes.size() == type.shape.size(), "axes must name every operand axis");
    Shape shape;
    std::vector<bool> used(axes.size(), false);
    for (const std::int64_t axis : axes) {
        const bool valid = axis >= 0 && static_cast<std::size_t>(axis) < axes.size() && !used[static_cast<std::size_t>(axis)];
        in.require(valid, "axes are no permutation");
        used[static_cast<std::size_t>(axis)] = true;
        shape.push_back(type.shape[static_cast<std::size_t>(axis)]);
    }
    return {type.dtype, shape};
}

TensorType inferSlice(const InferInput& in) {
    TensorType type = in.operand(0);
    const std::int64_t axis = in.attributes.integer("axis");
    const std::int64_t start = in.attributes.integer("start");
    const std::int64_t size = in.attributes.integer("size");
    const std::int64_t step = in.attributes.integer("step");
    in.require(axis >= 0 && static_cast<std::size_t>(axis) < type.shape.size(), "the axis is not there");
    Dim& dim = type.shape[static_cast<std::size_t>(axis)];
    in.require(dim.isLiteral(), "only a literal axis is sliced");
    in.require(start >= 0 && size >= 1 && step >= 1 && start + (size - 1) * step < dim.factor, "the slice leaves the axis");
    dim = size;
    return type;
}

TensorType inferConcat(const InferInput& in) {
    in.require(!in.operands.empty(), "nothing to join");
    TensorType type = in.operand(0);
    const auto axis = static_cast<std::size_t>(in.attributes.integer("axis"));
    in.require(axis < type.shape.size(), "the axis is not there");
    std::int64_t total = 0;
    for (const TensorType& part : in.operands) {
        in.require(part.dtype == type.dtype && part.shape.size() == type.shape.size(), "parts have different types or ranks");
        in.require(part.shape[axis].isLiteral(), "only a literal axis is joined");
        total += part.shape[axis].factor;
        for (std::size_t other = 0; other < type.shape.size(); ++other) {
            in.require(other == axis || part.shape[other] == type.shape[other], "parts differ in another axis");
        }
    }
    type.shape[axis] = total;
    return type;
}

TensorType inferGather(const InferInput& in) {
    in.require(!in.operand(0).shape.empty() && in.operand(1).dtype == DType::I32, "needs rows and i32 indices");
    TensorType type = in.operand(0);
    type.shape.erase(type.shape.begin());
    type.shape.insert(type.shape.begin(), in.operand(1).shape.begin(), in.operand(1).shape.end());
    return type;
}

}  // namespace

TensorType inferMovement(const InferInput& in) {
    switch (in.op) {
        case Op::Broadcast: return inferBroadcast(in);
        case Op::Reshape:
            in.require(product(in.operand(0).shape) == product(in.attributes.shape("shape")), "the count of elements changes");
            return {in.operand(0).dtype, in.attributes.shape("shape")};
        case Op::Transpose: return inferTranspose(in);
        case Op::Slice: return inferSlice(in);
        case Op::Concat: return inferConcat(in);
        case Op::Gather: return inferGather(in);
        default: throw InternalError("a movement without a rule");
    }
}

}  // namespace foldmeter::ir
