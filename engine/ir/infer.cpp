#include "ir/infer.h"

#include "ir/infer_rules.h"

#include <algorithm>

namespace foldmeter::ir {

void InferInput::require(bool condition, const char* what) const {
    if (condition) return;
    std::string text = std::string(nameOf(op)) + "(";
    for (std::size_t n = 0; n < operands.size(); ++n) text += (n ? ", " : "") + toText(operands[n]);
    throw InternalError(text + "): " + what);
}

std::vector<TensorType> inferResults(Op op, const std::vector<TensorType>& operands, const Attributes& attributes, const Graph* body) {
    const InferInput in{op, operands, attributes, body};
    const OpRow& row = rowOf(op);
    in.require(row.arity < 0 || operands.size() == static_cast<std::size_t>(row.arity), "wrong number of operands");
    in.require((row.kind == OpKind::Region) == (body != nullptr), "only a region has a body");
    switch (row.kind) {
        case OpKind::Source: return {inferSource(in)};
        case OpKind::Elementwise: return {inferElementwise(in)};
        case OpKind::Movement: return {inferMovement(in)};
        case OpKind::Reduction: return {inferReduction(in)};
        case OpKind::Contraction: return {inferEinsum(in)};
        case OpKind::Composite: return {inferComposite(in)};
        case OpKind::Region: return op == Op::Repeat ? inferRepeat(in) : inferFused(in);
    }
    throw InternalError("an operation without a rule");
}

TensorType inferSource(const InferInput& in) {
    switch (in.op) {
        case Op::Input:
            variesFromName(in.attributes.text("varies"));
            return {in.attributes.dtype("dtype"), in.attributes.shape("shape")};
        case Op::Weight: {
            std::int64_t stored = 1;
            for (const std::int64_t extent : in.attributes.integers("stored")) stored *= extent;
            in.require(product(in.attributes.shape("shape")) == Dim(stored), "the view has another count than the record");
            const auto& permutation = in.attributes.integers("permutation");
            in.require(permutation.empty() || permutation.size() == in.attributes.integers("stored").size(),
                       "the permutation has another rank than the record");
            in.attributes.integer("layered");
            in.attributes.text("name");
            return {in.attributes.dtype("dtype"), in.attributes.shape("shape")};
        }
        case Op::Constant:
            in.attributes.real("value");
            return {in.attributes.dtype("dtype"), {}};
        case Op::Table: {
            Shape shape;
            for (const std::int64_t extent : in.attributes.tensor("tensor").extents()) shape.emplace_back(extent);
            return {in.attributes.tensor("tensor").dtype(), shape};
        }
        default: {
            const std::int64_t axis = in.attributes.integer("axis");
            const Shape& shape = in.attributes.shape("shape");
            in.require(axis >= 0 && static_cast<std::size_t>(axis) < shape.size(), "iota along an axis that is not there");
            return {DType::I32, shape};
        }
    }
}

TensorType inferElementwise(const InferInput& in) {
    for (const TensorType& type : in.operands) in.require(type.shape == in.operand(0).shape, "operands have different shapes");
    const bool isSelect = in.op == Op::Select;
    if (isSelect) in.require(in.operand(0).dtype == DType::Bool, "the condition is not bool");
    if (in.operands.size() > 1) {
        in.require(in.operands[in.operands.size() - 2].dtype == in.operands.back().dtype, "operands have different element types");
    }
    const DType dtype = in.operands.back().dtype;
    const Shape& shape = in.operand(0).shape;
    switch (in.op) {
        case Op::Cast: return {in.attributes.dtype("dtype"), shape};
        case Op::Select: return {dtype, shape};
        case Op::Not:
        case Op::And:
        case Op::Or: in.require(dtype == DType::Bool, "operands are not bool"); return {dtype, shape};
        case Op::Equal: return {DType::Bool, shape};
        case Op::Less:
        case Op::LessEqual: in.require(dtype != DType::Bool, "bool has no order"); return {DType::Bool, shape};
        case Op::Add:
        case Op::Sub:
        case Op::Mul:
        case Op::Div:
        case Op::Max:
        case Op::Min:
        case Op::Neg:
        case Op::Abs: in.require(dtype != DType::Bool, "operands are bool"); return {dtype, shape};
        default: in.require(isFloat(dtype), "the operand is no float"); return {dtype, shape};
    }
}

TensorType inferReduction(const InferInput& in) {
    const TensorType& type = in.operand(0);
    const auto& axes = in.attributes.integers("axes");
    in.require(type.dtype != DType::Bool, "bool is not reduced");
    in.require(!axes.empty() && std::is_sorted(axes.begin(), axes.end()), "axes are empty or not sorted");
    in.require(std::adjacent_find(axes.begin(), axes.end()) == axes.end(), "an axis is named twice");
    in.require(axes.front() >= 0 && static_cast<std::size_t>(axes.back()) < type.shape.size(), "an axis is not there");
    Shape shape;
    for (std::size_t axis = 0; axis < type.shape.size(); ++axis) {
        const bool reduced = std::binary_search(axes.begin(), axes.end(), static_cast<std::int64_t>(axis));
        if (!reduced) shape.push_back(type.shape[axis]);
    }
    return {type.dtype, shape};
}

TensorType inferEinsum(const InferInput& in) {
    in.require(isFloat(in.operand(0).dtype) && in.operand(0).dtype == in.operand(1).dtype, "operands are not floats of one type");
    const EinsumDims dims = einsumDims(in.attributes.text("spec"), in.operand(0).shape, in.operand(1).shape);
    Shape shape;
    for (const char letter : dims.result) shape.push_back(dims.dims.at(letter));
    return {in.operand(0).dtype, shape};
}

}  // namespace foldmeter::ir
