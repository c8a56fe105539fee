// The pieces of the kernel interpreter: arithmetic on one element, and the two kernels that are no row kernels.
#pragma once

#include "kernels/kernel.h"

#include <functional>

namespace foldmeter::kernels {

using Numbers = std::vector<double>;   // elements of one argument or one row of a value; each holds a number of its type

double roundedTo(DType dtype, double value);
// `result` is the type of the result, `operand` that of the first operand.
double evaluateElement(ir::Op op, DType result, DType operand, const double* operands);

void forEachIndex(const Extents& extents, const std::function<void(const Extents&)>& visit);   // row-major
void interpretMatmul(const MatmulKernel& matmul, DType dtype, std::vector<Numbers>& arguments, const ir::Sizes& sizes);
void interpretAttention(const AttentionKernel& attention, DType dtype, std::vector<Numbers>& arguments, const ir::Sizes& sizes);

}  // namespace foldmeter::kernels
