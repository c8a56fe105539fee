// Values of the interpreter: floats of every width are held as one Real (float, or double when evaluating in double),
// integers and bools as 64-bit integers. A bf16 value is a Real that was rounded.
#pragma once

#include "base/error.h"
#include "ir/graph.h"

#include <memory>
#include <numeric>
#include <type_traits>
#include <vector>

namespace foldmeter::ir {

template <typename Real> struct Array {
    DType dtype = DType::F32;
    Extents extents;
    std::shared_ptr<std::vector<Real>> reals;
    std::shared_ptr<std::vector<std::int64_t>> integers;

    Array() = default;
    Array(DType type, Extents shape) : dtype(type), extents(std::move(shape)) {
        const auto count = static_cast<std::size_t>(elementCount(extents));
        if (isFloat(dtype)) {
            reals = std::make_shared<std::vector<Real>>(count);
        } else {
            integers = std::make_shared<std::vector<std::int64_t>>(count);
        }
    }
    std::size_t rank() const { return extents.size(); }
    std::int64_t count() const { return elementCount(extents); }
    Real* r() { return reals->data(); }
    const Real* r() const { return reals->data(); }
    std::int64_t* i() { return integers->data(); }
    const std::int64_t* i() const { return integers->data(); }
    Array reshaped(Extents shape) const {
        Array result = *this;
        result.extents = std::move(shape);
        return result;
    }
};

// A target rounds what it stores as bf16; in double only casts do.
template <typename Real> Real rounded(DType dtype, Real value) {
    if constexpr (std::is_same_v<Real, float>) {
        if (dtype == DType::BF16) return roundToBFloat16(value);
    }
    return value;
}

template <typename Real> void roundAll(Array<Real>& array) {
    if (array.dtype != DType::BF16 || std::is_same_v<Real, double>) return;
    for (Real& value : *array.reals) value = rounded(array.dtype, value);
}

inline Extents stridesOf(const Extents& extents) {
    Extents strides(extents.size());
    std::int64_t stride = 1;
    for (std::size_t axis = extents.size(); axis-- > 0;) {
        strides[axis] = stride;
        stride *= extents[axis];
    }
    return strides;
}

// Copies an array of `extents` out of `from`, whose element (i0, i1, ...) lies at offset + sum of i * strides.
template <typename T> void copyStrided(const T* from, std::int64_t offset, const Extents& extents, const Extents& strides, T* to) {
    if (elementCount(extents) == 0) return;
    if (extents.empty()) {
        *to = from[offset];
        return;
    }
    const std::size_t last = extents.size() - 1;
    Extents index(extents.size(), 0);
    while (true) {
        const T* row = from + offset;
        for (std::int64_t n = 0; n < extents[last]; ++n) *to++ = row[n * strides[last]];
        std::size_t axis = last;
        while (axis > 0) {
            --axis;
            offset += strides[axis];
            if (++index[axis] < extents[axis]) break;
            offset -= strides[axis] * extents[axis];
            index[axis] = 0;
            if (axis == 0) return;
        }
        if (last == 0) return;
    }
}

template <typename Real> Array<Real> strided(const Array<Real>& from, std::int64_t offset, Extents extents, const Extents& strides) {
    Array<Real> result(from.dtype, std::move(extents));
    if (isFloat(from.dtype)) {
        copyStrided(from.r(), offset, result.extents, strides, result.r());
    } else {
        copyStrided(from.i(), offset, result.extents, strides, result.i());
    }
    return result;
}

template <typename Real> Array<Real> permuted(const Array<Real>& from, const std::vector<std::int64_t>& axes) {
    const Extents strides = stridesOf(from.extents);
    Extents extents, picked;
    for (const std::int64_t axis : axes) {
        extents.push_back(from.extents[static_cast<std::size_t>(axis)]);
        picked.push_back(strides[static_cast<std::size_t>(axis)]);
    }
    return strided(from, 0, std::move(extents), picked);
}

// c (rows, columns) = a (rows, inner) * b (inner, columns), all row-major.
void multiply(const float* a, const float* b, float* c, std::int64_t rows, std::int64_t inner, std::int64_t columns);
void multiply(const double* a, const double* b, double* c, std::int64_t rows, std::int64_t inner, std::int64_t columns);

// One node; `extents` are those of its only result. Instantiated for float and double.
template <typename Real> struct NodeCall {
    const Node& node;
    const std::vector<Array<Real>>& operands;
    Extents extents;
    DType dtype;
};
template <typename Real> Array<Real> evaluateElementwise(const NodeCall<Real>& call);
template <typename Real> Array<Real> evaluateMovement(const NodeCall<Real>& call);
template <typename Real> Array<Real> evaluateReduction(const NodeCall<Real>& call);
template <typename Real> Array<Real> evaluateEinsum(const NodeCall<Real>& call);
template <typename Real> Array<Real> evaluateComposite(const NodeCall<Real>& call);

}  // namespace foldmeter::ir
