#include "ir/interpret_array.h"

#include <algorithm>

namespace foldmeter::ir {

namespace {

template <typename Real> Array<Real> evaluateBroadcast(const NodeCall<Real>& call) {
    const Array<Real>& from = call.operands[0];
    const Extents own = stridesOf(from.extents);
    Extents strides(call.extents.size(), 0);
    const auto& axes = call.node.attributes.integers("axes");
    for (std::size_t axis = 0; axis < axes.size(); ++axis) strides[static_cast<std::size_t>(axes[axis])] = own[axis];
    return strided(from, 0, call.extents, strides);
}

template <typename Real> Array<Real> evaluateSlice(const NodeCall<Real>& call) {
    const auto axis = static_cast<std::size_t>(call.node.attributes.integer("axis"));
    Extents strides = stridesOf(call.operands[0].extents);
    const std::int64_t offset = call.node.attributes.integer("start") * strides[axis];
    strides[axis] *= call.node.attributes.integer("step");
    return strided(call.operands[0], offset, call.extents, strides);
}

template <typename T> void concatInto(std::vector<T>& to, const std::vector<const std::vector<T>*>& parts, const std::vector<std::int64_t>& widths,
                                      std::int64_t outer) {
    auto out = to.begin();
    for (std::int64_t row = 0; row < outer; ++row) {
        for (std::size_t part = 0; part < parts.size(); ++part) {
            out = std::copy_n(parts[part]->begin() + row * widths[part], widths[part], out);
        }
    }
}

template <typename Real> Array<Real> evaluateConcat(const NodeCall<Real>& call) {
    const auto axis = static_cast<std::ptrdiff_t>(call.node.attributes.integer("axis"));
    const std::int64_t outer = elementCount(Extents(call.extents.begin(), call.extents.begin() + axis));
    std::vector<std::int64_t> widths;   // elements of a part for one outer index
    std::vector<const std::vector<Real>*> reals;
    std::vector<const std::vector<std::int64_t>*> integers;
    for (const Array<Real>& part : call.operands) {
        widths.push_back(elementCount(Extents(part.extents.begin() + axis, part.extents.end())));
        reals.push_back(part.reals.get());
        integers.push_back(part.integers.get());
    }
    Array<Real> to(call.dtype, call.extents);
    if (isFloat(call.dtype)) concatInto(*to.reals, reals, widths, outer);
    else concatInto(*to.integers, integers, widths, outer);
    return to;
}

template <typename Real> Array<Real> evaluateGather(const NodeCall<Real>& call) {
    const Array<Real>& table = call.operands[0];
    const std::int64_t width = elementCount(Extents(table.extents.begin() + 1, table.extents.end()));
    Array<Real> to(call.dtype, call.extents);
    std::int64_t row = 0;
    for (const std::int64_t index : *call.operands[1].integers) {
        check(index >= 0 && index < table.extents[0], "gather index " + std::to_string(index) + " outside of " + std::to_string(table.extents[0]) + " rows");
        if (isFloat(call.dtype)) std::copy_n(table.r() + index * width, width, to.r() + row * width);
        else std::copy_n(table.i() + index * width, width, to.i() + row * width);
        ++row;
    }
    return to;
}

}  // namespace

template <typename Real> Array<Real> evaluateMovement(const NodeCall<Real>& call) {
    switch (call.node.op) {
        case Op::Broadcast: return evaluateBroadcast(call);
        case Op::Reshape: return call.operands[0].reshaped(call.extents);
        case Op::Transpose: return permuted(call.operands[0], call.node.attributes.integers("axes"));
        case Op::Slice: return evaluateSlice(call);
        case Op::Concat: return evaluateConcat(call);
        case Op::Gather: return evaluateGather(call);
        default: throw InternalError("not a movement: " + std::string(nameOf(call.node.op)));
    }
}

template Array<float> evaluateMovement(const NodeCall<float>& call);
template Array<double> evaluateMovement(const NodeCall<double>& call);

}  // namespace foldmeter::ir
