// The rules behind infer.h, one a kind of operation. Each gets what a node is made of and returns its result types.
#pragma once

#include "base/error.h"
#include "ir/infer.h"

#include <string>

namespace foldmeter::ir {

struct InferInput {
    Op op;
    const std::vector<TensorType>& operands;
    const Attributes& attributes;
    const Graph* body;

    const TensorType& operand(std::size_t index) const { return operands[index]; }
    // Throws InternalError with operation, operand types and `what` unless the condition holds.
    void require(bool condition, const char* what) const;
};

TensorType inferSource(const InferInput& in);
TensorType inferElementwise(const InferInput& in);
TensorType inferMovement(const InferInput& in);
TensorType inferReduction(const InferInput& in);
TensorType inferEinsum(const InferInput& in);
TensorType inferComposite(const InferInput& in);
std::vector<TensorType> inferRepeat(const InferInput& in);
std::vector<TensorType> inferFused(const InferInput& in);

}  // namespace foldmeter::ir
