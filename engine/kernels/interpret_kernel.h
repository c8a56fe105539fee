// Runs one kernel on host tensors in plain loops, row by row, element by element: the judge of lowering (against the
// graph interpreter) and of every target's code (against this). Kept simple for ever.
#pragma once

#include "kernels/kernel.h"

namespace foldmeter::kernels {

// inputs: one tensor for each Input and Weight argument, in argument order. Returns the results. Elements that no row
// stores stay NaN (floats) or a large negative number (integers), so a hole is seen.
std::vector<Tensor> interpretKernel(const Kernel& kernel, const std::vector<Tensor>& inputs, const ir::Sizes& sizes);

}  // namespace foldmeter::kernels
