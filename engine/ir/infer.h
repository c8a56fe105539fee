// Result types of a node from its operands' types and attributes: one rule an operation. Throws InternalError with the
// operand types in the text when they do not fit.
#pragma once

#include "ir/graph.h"

namespace foldmeter::ir {

std::vector<TensorType> inferResults(Op op, const std::vector<TensorType>& operands, const Attributes& attributes,
                                     const Graph* body);

// The batch axes of an Attention that its mask has: attribute mask_batch, all of them if it is absent.
std::vector<std::int64_t> maskBatchOf(const Attributes& attention, std::size_t batchAxes);

// Einsum letters and their dimensions, from spec and operand shapes: "ikc,jkc->ijc".
struct EinsumDims {
    std::string left, right, result;
    std::map<char, Dim> dims;
    std::string batch() const;        // letters in left, right and result
    std::string contracted() const;   // letters in left and right only
    std::string leftFree() const;     // letters in left and result only
    std::string rightFree() const;
};
EinsumDims einsumDims(const std::string& spec, const Shape& left, const Shape& right);

}  // namespace foldmeter::ir
