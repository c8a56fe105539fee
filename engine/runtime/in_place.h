// Which results of a kernel may be written over which of its inputs: a residual sum lets the pair representation of 48
// blocks stay in one place.
#pragma once

#include "kernels/kernel.h"

#include <utility>
#include <vector>

namespace foldmeter::runtime {

// (input, result) argument pairs. A row kernel may overwrite an input when every element of the result is stored at the
// very place from which alone it was loaded, and nothing but that result depends on the load.
std::vector<std::pair<int, int>> inPlacePairs(const kernels::Kernel& kernel);

}  // namespace foldmeter::runtime
