// Axes of the operands of a product or an attention in the groups their device code knows, with extents and strides as
// dims: printed code takes their number from here, a launch their values.
#pragma once

#include "kernels/kernel.h"

#include <array>

namespace foldmeter::cuda {

struct AxisGroupDims {
    std::string letters;
    std::vector<ir::Dim> extents, left, right, result;
    std::size_t axes() const { return extents.size(); }
};
struct MatmulGroups {
    AxisGroupDims batch, rows, columns, depth;
    bool leftAlongDepth = true, rightAlongDepth = true;   // the operand's last axis is summed over
};
MatmulGroups groupsOf(const kernels::MatmulKernel& kernel);

// q, k, v, bias, mask, result
inline constexpr int attentionOperands = 6;
struct AttentionGroups {
    std::vector<char> unitLetters;                          // batch axes and heads
    std::vector<ir::Dim> extents;                           // of the units
    std::array<std::vector<ir::Dim>, attentionOperands> units;   // strides; 0 where an operand lacks the axis
    std::array<std::array<ir::Dim, 3>, attentionOperands> strides;   // along query, key, dim
    std::array<int, attentionOperands> arguments{};         // slots; -1: absent
};
AttentionGroups groupsOf(const kernels::AttentionKernel& kernel);

// Whether rows of q, k and v are whole groups of eight neighbours whatever the input's size, so that they can be copied 16
// bytes at a time.
bool rowsInEights(const AttentionGroups& groups);
// Whether neighbouring keys are neighbours in bias and mask, where there are such.
bool keysTogether(const AttentionGroups& groups);

// Whether the operands of a MatmulKernel or AttentionKernel are such that tensor cores multiply them.
bool usesTensorCores(const kernels::Kernel& kernel);

}  // namespace foldmeter::cuda
