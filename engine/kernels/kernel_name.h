// A short name for people that says what is in a kernel: "norm_linear4_gate", "triangle_matmul", "copy".
#pragma once

#include "kernels/kernel.h"

namespace foldmeter::kernels {

std::string nameFor(const Kernel& kernel);   // without the digest

}  // namespace foldmeter::kernels
