// Shapes of symbols and literals. A dimension that comes from the input is a symbol ("tokens", "blocks", "msa_rows",
// "templates", "samples" ...) until a program is bound to sizes; channel counts are literals. No pass may compare a
// symbol with a number.
#pragma once

#include "tensor/tensor.h"

#include <compare>
#include <map>
#include <string>
#include <vector>

namespace foldmeter::ir {

// factor * product of symbols: what reshape needs to merge axes ("32*blocks", "tokens*tokens"). Symbols are sorted.
struct Dim {
    std::int64_t factor = 1;
    std::vector<std::string> symbols;

    Dim() = default;
    Dim(std::int64_t literal) : factor(literal) {}            // implicit on purpose: {tokens, tokens, 128}
    static Dim symbol(const std::string& name) {
        Dim dim;
        dim.symbols = {name};
        return dim;
    }
    bool isLiteral() const { return symbols.empty(); }
    bool operator==(const Dim&) const = default;
    auto operator<=>(const Dim&) const = default;
};

Dim operator*(const Dim& a, const Dim& b);
bool divides(const Dim& divisor, const Dim& dim);       // exact for every size
Dim operator/(const Dim& dim, const Dim& divisor);      // InternalError unless divides()

using Shape = std::vector<Dim>;
using Sizes = std::map<std::string, std::int64_t>;      // what a symbol stands for, at bind

std::string toText(const Dim& dim);                     // "128", "tokens", "32*blocks"
std::string toText(const Shape& shape);                 // "(tokens, tokens, 128)"
Dim product(const Shape& shape);
std::int64_t evaluate(const Dim& dim, const Sizes& sizes);   // InternalError names a symbol without a size
Extents evaluate(const Shape& shape, const Sizes& sizes);

struct TensorType {
    DType dtype = DType::F32;
    Shape shape;
    bool operator==(const TensorType&) const = default;
};
std::string toText(const TensorType& type);             // "f32(tokens, tokens, 128)"

}  // namespace foldmeter::ir
