#include "ir/type.h"

#include "base/error.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace foldmeter::ir {

Dim operator*(const Dim& a, const Dim& b) {
    Dim result(a.factor * b.factor);
    std::merge(a.symbols.begin(), a.symbols.end(), b.symbols.begin(), b.symbols.end(), std::back_inserter(result.symbols));
    return result;
}

bool divides(const Dim& divisor, const Dim& dim) {
    return divisor.factor != 0 && dim.factor % divisor.factor == 0 &&
           std::includes(dim.symbols.begin(), dim.symbols.end(), divisor.symbols.begin(), divisor.symbols.end());
}

Dim operator/(const Dim& dim, const Dim& divisor) {
    check(divides(divisor, dim), toText(divisor) + " does not divide " + toText(dim) + " for every size");
    Dim result(dim.factor / divisor.factor);
    std::set_difference(dim.symbols.begin(), dim.symbols.end(), divisor.symbols.begin(), divisor.symbols.end(),
                        std::back_inserter(result.symbols));
    return result;
}

std::string toText(const Dim& dim) {
    if (dim.isLiteral()) return std::to_string(dim.factor);
    const std::string symbols = fmt::format("{}", fmt::join(dim.symbols, "*"));
    return dim.factor == 1 ? symbols : fmt::format("{}*{}", dim.factor, symbols);
}

std::string toText(const Shape& shape) {
    std::string text = "(";
    for (const Dim& dim : shape) text += (text.size() > 1 ? ", " : "") + toText(dim);
    return text + ")";
}

Dim product(const Shape& shape) {
    Dim result(1);
    for (const Dim& dim : shape) result = result * dim;
    return result;
}

std::int64_t evaluate(const Dim& dim, const Sizes& sizes) {
    std::int64_t value = dim.factor;
    for (const std::string& symbol : dim.symbols) {
        const auto found = sizes.find(symbol);
        check(found != sizes.end(), "no size was given for the symbol '" + symbol + "'");
        value *= found->second;
    }
    return value;
}

Extents evaluate(const Shape& shape, const Sizes& sizes) {
    Extents extents;
    for (const Dim& dim : shape) extents.push_back(evaluate(dim, sizes));
    return extents;
}

std::string toText(const TensorType& type) { return std::string(nameOf(type.dtype)) + toText(type.shape); }

}  // namespace foldmeter::ir
