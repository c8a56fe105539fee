#include "ir/interpret_array.h"

#include <algorithm>
#include <cmath>

namespace foldmeter::ir {

namespace {

// Spec network.md section 14: on bf16 every step of a sigmoid is rounded.
template <typename Real> Real sigmoidOf(DType dtype, Real x) {
    const Real e = rounded(dtype, std::exp(-x));
    return rounded(dtype, Real(1) / rounded(dtype, Real(1) + e));
}

template <typename Real> Real unaryReal(Op op, DType dtype, Real x) {
    switch (op) {
        case Op::Neg: return -x;
        case Op::Exp: return std::exp(x);
        case Op::Log: return std::log(x);
        case Op::Sqrt: return std::sqrt(x);
        case Op::Rsqrt: return Real(1) / std::sqrt(x);
        case Op::Reciprocal: return Real(1) / x;
        case Op::Sigmoid: return sigmoidOf(dtype, x);
        case Op::Swish: return x * sigmoidOf(dtype, x);
        case Op::Relu: return std::max(x, Real(0));
        case Op::Abs: return std::abs(x);
        case Op::Cos: return std::cos(x);
        case Op::Atan: return std::atan(x);
        case Op::Asinh: return std::asinh(x);
        default: throw InternalError("not a unary operation on floats: " + std::string(nameOf(op)));
    }
}

std::int64_t unaryInteger(Op op, std::int64_t x) {
    switch (op) {
        case Op::Neg: return -x;
        case Op::Abs: return std::abs(x);
        case Op::Not: return x == 0;
        default: throw InternalError("not a unary operation on integers: " + std::string(nameOf(op)));
    }
}

std::int64_t floorDivision(std::int64_t a, std::int64_t b) {
    check(b != 0, "integer division by zero");
    const std::int64_t quotient = a / b;
    return quotient * b != a && (a < 0) != (b < 0) ? quotient - 1 : quotient;
}

// The operations that floats and integers share.
template <typename T> T arithmetic(Op op, T a, T b) {
    switch (op) {
        case Op::Add: return a + b;
        case Op::Sub: return a - b;
        case Op::Mul: return a * b;
        case Op::Max: return std::max(a, b);
        case Op::Min: return std::min(a, b);
        case Op::And: return a != 0 && b != 0;
        case Op::Or: return a != 0 || b != 0;
        case Op::Div:
            if constexpr (std::is_integral_v<T>) {
                return floorDivision(a, b);
            } else {
                return a / b;
            }
        default: throw InternalError("not a binary operation: " + std::string(nameOf(op)));
    }
}

template <typename T> bool compare(Op op, T a, T b) { return op == Op::Equal ? a == b : op == Op::Less ? a < b : a <= b; }

// The loop is inside the switch's callers on purpose: one operation at a time, so the compiler lifts the switch out.
template <typename T> void binaryLoop(Op op, const std::vector<T>& a, const std::vector<T>& b, std::vector<T>& to) {
    for (std::size_t n = 0; n < to.size(); ++n) to[n] = arithmetic(op, a[n], b[n]);
}

template <typename Real> Array<Real> castTo(const Array<Real>& from, DType dtype) {
    Array<Real> to(dtype, from.extents);
    const auto count = static_cast<std::size_t>(from.count());
    for (std::size_t n = 0; n < count; ++n) {
        if (isFloat(from.dtype)) {
            const Real value = (*from.reals)[n];
            if (dtype == DType::Bool) (*to.integers)[n] = value != 0;
            else if (!isFloat(dtype)) (*to.integers)[n] = static_cast<std::int64_t>(value);
            else (*to.reals)[n] = dtype == DType::BF16 ? static_cast<Real>(roundToBFloat16(static_cast<float>(value))) : value;
        } else {
            const std::int64_t value = (*from.integers)[n];
            if (dtype == DType::Bool) (*to.integers)[n] = value != 0;
            else if (!isFloat(dtype)) (*to.integers)[n] = value;
            else (*to.reals)[n] = rounded(dtype, static_cast<Real>(value));
        }
    }
    return to;
}

template <typename Real> Array<Real> evaluateSelect(const NodeCall<Real>& call) {
    Array<Real> to(call.dtype, call.extents);
    const auto& condition = *call.operands[0].integers;
    for (std::size_t n = 0; n < condition.size(); ++n) {
        const Array<Real>& from = call.operands[condition[n] != 0 ? 1 : 2];
        if (isFloat(call.dtype)) (*to.reals)[n] = (*from.reals)[n];
        else (*to.integers)[n] = (*from.integers)[n];
    }
    return to;
}

template <typename Real> Array<Real> evaluateComparison(const NodeCall<Real>& call) {
    Array<Real> to(DType::Bool, call.extents);
    const Array<Real>& a = call.operands[0];
    const Array<Real>& b = call.operands[1];
    for (std::size_t n = 0; n < to.integers->size(); ++n) {
        (*to.integers)[n] = isFloat(a.dtype) ? compare(call.node.op, (*a.reals)[n], (*b.reals)[n])
                                             : compare(call.node.op, (*a.integers)[n], (*b.integers)[n]);
    }
    return to;
}

}  // namespace

template <typename Real> Array<Real> evaluateElementwise(const NodeCall<Real>& call) {
    const Op op = call.node.op;
    const Array<Real>& a = call.operands[0];
    if (op == Op::Cast) return castTo(a, call.dtype);
    if (op == Op::Select) return evaluateSelect(call);
    if (op == Op::Equal || op == Op::Less || op == Op::LessEqual) return evaluateComparison(call);
    Array<Real> to(call.dtype, call.extents);
    if (call.operands.size() == 2 && isFloat(call.dtype)) {
        binaryLoop(op, *a.reals, *call.operands[1].reals, *to.reals);
    } else if (call.operands.size() == 2) {
        binaryLoop(op, *a.integers, *call.operands[1].integers, *to.integers);
    } else if (isFloat(call.dtype)) {
        for (std::size_t n = 0; n < to.reals->size(); ++n) (*to.reals)[n] = unaryReal(op, call.dtype, (*a.reals)[n]);
    } else {
        for (std::size_t n = 0; n < to.integers->size(); ++n) (*to.integers)[n] = unaryInteger(op, (*a.integers)[n]);
    }
    if (isFloat(call.dtype)) roundAll(to);
    return to;
}

template Array<float> evaluateElementwise(const NodeCall<float>& call);
template Array<double> evaluateElementwise(const NodeCall<double>& call);

}  // namespace foldmeter::ir
