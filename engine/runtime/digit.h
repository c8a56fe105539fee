// Where an axis of a launch stands in the address of an argument's elements. Row-major addresses are numbers of mixed
// radix: an axis that is one digit of the address cuts the array into slices that no other index of the axis touches.
#pragma once

#include "kernels/kernel.h"
#include "runtime/chain.h"

#include <optional>

namespace foldmeter::runtime {

struct Digit {
    std::int64_t stride = 1, extent = 1;   // in elements
    bool operator==(const Digit&) const = default;
};

// Axes that a launch of this kernel may be divided along.
std::vector<LaunchAxis> axesOf(const kernels::Kernel& kernel);
std::int64_t extentOf(const kernels::Kernel& kernel, const LaunchAxis& axis, const ir::Sizes& sizes);

// Nothing when some access to the argument does not use the axis as one digit.
std::optional<Digit> digitOf(const kernels::Kernel& kernel, int argument, const LaunchAxis& axis, const ir::Sizes& sizes);

}  // namespace foldmeter::runtime
