// Array files of the specification: NAME.tsv (name, dtype, shape, offset) beside NAME.bin.zst (little-endian arrays).
#pragma once

#include "base/file.h"
#include "support/test_main.h"
#include "tensor/tensor.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <sstream>

namespace foldmeter::test {

inline DType storedDType(const std::string& text) {
    if (text == "float32") return DType::F32;
    if (text == "int32") return DType::I32;
    if (text == "int8") return DType::I8;
    if (text == "uint32") return DType::U32;
    return DType::U8;
}

// Arrays whose name starts with `prefix`, by the rest of the name. `stem` is a path in tests/data without ending.
inline TensorMap readArrays(const std::string& stem, const std::string& prefix = {}) {
    const std::string data = decompressZstd(readText(dataPath(stem + ".bin.zst")), stem);
    std::istringstream table(readText(dataPath(stem + ".tsv")));
    TensorMap arrays;
    std::string line;
    std::getline(table, line);
    while (std::getline(table, line)) {
        std::istringstream fields(line);
        std::string name, dtype, shape, offset, extent;
        std::getline(fields, name, '\t');
        std::getline(fields, dtype, '\t');
        std::getline(fields, shape, '\t');
        std::getline(fields, offset, '\t');
        if (!name.starts_with(prefix)) continue;
        Extents extents;
        std::istringstream parts(shape);
        while (std::getline(parts, extent, 'x')) extents.push_back(std::stoll(extent));
        Tensor tensor(storedDType(dtype), extents);
        std::memcpy(tensor.mutableAs<std::byte>().data(), data.data() + std::stoull(offset), tensor.bytes().size());
        arrays[name.substr(prefix.size())] = tensor;
    }
    return arrays;
}

// Largest and root-mean-square difference over the elements where `counts` holds (by flat index); the largest value there.
struct Difference {
    double largest = 0, scale = 0, rms = 0;
    double relative() const { return scale > 0 ? largest / scale : largest; }
};
template <typename Counts> Difference differenceOf(const Tensor& actual, const Tensor& expected, const Counts& counts) {
    Difference d;
    std::int64_t counted = 0;
    if (actual.count() != expected.count()) return {std::numeric_limits<double>::infinity(), 1, std::numeric_limits<double>::infinity()};
    for (std::int64_t n = 0; n < expected.count(); ++n) {
        if (!counts(n)) continue;
        const double difference = std::abs(actual.at(n) - expected.at(n));
        d.largest = std::isnan(difference) ? std::numeric_limits<double>::infinity() : std::max(d.largest, difference);
        d.scale = std::max(d.scale, std::abs(expected.at(n)));
        d.rms += difference * difference;
        ++counted;
    }
    if (counted > 0) d.rms = std::sqrt(d.rms / static_cast<double>(counted));
    return d;
}

}  // namespace foldmeter::test
