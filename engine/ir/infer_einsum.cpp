#include "base/error.h"
#include "ir/infer.h"

#include <algorithm>

namespace foldmeter::ir {

namespace {
// Letters of `from` for which the presence in `a` and in `b` is as asked.
std::string pick(const std::string& from, const std::string& a, bool inA, const std::string& b, bool inB) {
    std::string letters;
    for (const char letter : from) {
        if ((a.find(letter) != std::string::npos) == inA && (b.find(letter) != std::string::npos) == inB) letters += letter;
    }
    return letters;
}

void addDims(EinsumDims& dims, const std::string& letters, const Shape& shape, const std::string& spec) {
    check(letters.size() == shape.size(), "einsum '" + spec + "' does not fit an operand of shape " + toText(shape));
    for (std::size_t axis = 0; axis < letters.size(); ++axis) {
        check(letters.find(letters[axis]) == axis, "einsum '" + spec + "' names a letter twice in one operand");
        const auto [entry, inserted] = dims.dims.emplace(letters[axis], shape[axis]);
        check(inserted || entry->second == shape[axis], "einsum '" + spec + "': letter '" + letters[axis] + "' is " +
                                                         toText(entry->second) + " and " + toText(shape[axis]));
    }
}
}  // namespace

std::string EinsumDims::batch() const { return pick(result, left, true, right, true); }
std::string EinsumDims::contracted() const { return pick(left, right, true, result, false); }
std::string EinsumDims::leftFree() const { return pick(result, left, true, right, false); }
std::string EinsumDims::rightFree() const { return pick(result, left, false, right, true); }

EinsumDims einsumDims(const std::string& spec, const Shape& left, const Shape& right) {
    const std::size_t comma = spec.find(',');
    const std::size_t arrow = spec.find("->");
    check(comma != std::string::npos && arrow != std::string::npos && comma < arrow, "einsum '" + spec + "' is not 'ab,bc->ac'");
    EinsumDims dims;
    dims.left = spec.substr(0, comma);
    dims.right = spec.substr(comma + 1, arrow - comma - 1);
    dims.result = spec.substr(arrow + 2);
    addDims(dims, dims.left, left, spec);
    addDims(dims, dims.right, right, spec);
    for (std::size_t axis = 0; axis < dims.result.size(); ++axis) {
        const char letter = dims.result[axis];
        check(dims.dims.contains(letter), "einsum '" + spec + "': the result names an unknown letter");
        check(dims.result.find(letter) == axis, "einsum '" + spec + "' names a letter twice in the result");
    }
    for (const auto& [letter, dim] : dims.dims) {
        const bool inBoth = dims.left.find(letter) != std::string::npos && dims.right.find(letter) != std::string::npos;
        check(inBoth || dims.result.find(letter) != std::string::npos,
              "einsum '" + spec + "' sums over a letter of one operand only: reduce it first");
    }
    return dims;
}

}  // namespace foldmeter::ir
