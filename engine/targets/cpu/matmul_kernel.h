// A MatmulKernel turned so that the columns of its right operand are what lies along the rows of the result.
#pragma once

#include "kernels/kernel.h"

namespace foldmeter::cpu {

kernels::MatmulKernel turned(const kernels::MatmulKernel& kernel);

}  // namespace foldmeter::cpu
