// Small tensors for tests: from lists, or filled with reproducible numbers.
#pragma once

#include "tensor/tensor.h"

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

namespace foldmeter::test {

inline Tensor tensorOf(Extents extents, const std::vector<double>& values, DType dtype = DType::F32) {
    Tensor tensor(DType::F64, std::move(extents));
    auto to = tensor.mutableAs<double>();
    for (std::size_t n = 0; n < to.size(); ++n) to[n] = values.at(n);
    return tensor.converted(dtype);
}

// A number in [-1, 1) that depends on seed and index only.
inline double hashNumber(std::uint64_t seed, std::uint64_t index) {
    std::uint64_t x = (seed + 1) * 0x9E3779B97F4A7C15ull ^ (index + 0x632BE59BD9B4E019ull) * 0xD1B54A32D192ED03ull;
    x ^= x >> 32;
    x *= 0xDABA0B6EB09322E3ull;
    x ^= x >> 29;
    x *= 0x94D049BB133111EBull;
    x ^= x >> 32;
    return static_cast<double>(x >> 11) / 4503599627370496.0 - 1.0;
}

inline Tensor randomTensor(Extents extents, std::uint64_t seed, double scale = 1, DType dtype = DType::F32) {
    Tensor tensor(DType::F32, std::move(extents));
    auto to = tensor.mutableAs<float>();
    for (std::size_t n = 0; n < to.size(); ++n) to[n] = static_cast<float>(scale * hashNumber(seed, n));
    return tensor.converted(dtype);
}

// Integers in [0, limit).
inline Tensor randomIndices(Extents extents, std::uint64_t seed, std::int64_t limit) {
    Tensor tensor(DType::I32, std::move(extents));
    auto to = tensor.mutableAs<std::int32_t>();
    for (std::size_t n = 0; n < to.size(); ++n) to[n] = static_cast<std::int32_t>((hashNumber(seed, n) + 1) / 2 * static_cast<double>(limit));
    return tensor;
}

inline std::vector<double> numbersOf(const Tensor& tensor) {
    std::vector<double> values;
    for (std::int64_t n = 0; n < tensor.count(); ++n) values.push_back(tensor.at(n));
    return values;
}

// Largest |a-b| over the largest |b| (at least 1e-30); infinity when counts differ or a number is not finite.
inline double relativeDifference(const std::vector<double>& a, const std::vector<double>& b) {
    if (a.size() != b.size()) return INFINITY;
    double difference = 0, largest = 1e-30;
    for (std::size_t n = 0; n < a.size(); ++n) {
        if (std::isnan(a[n]) != std::isnan(b[n])) return INFINITY;
        if (std::isnan(a[n]) || a[n] == b[n]) continue;
        difference = std::max(difference, std::abs(a[n] - b[n]));
        if (std::isfinite(b[n])) largest = std::max(largest, std::abs(b[n]));
    }
    return difference / largest;
}
inline double relativeDifference(const Tensor& a, const Tensor& b) {
    return a.extents() == b.extents() ? relativeDifference(numbersOf(a), numbersOf(b)) : INFINITY;
}

}  // namespace foldmeter::test
