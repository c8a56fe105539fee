// Brings the operands of a product of activations, wherever their elements lie, into the form the product reads: the
// left one row by row, the right one in panels (gemm_shape.h). Index groups may hold several axes; where a group is made
// of pieces that lie next to each other or at equal distances, whole pieces are moved by generated code.
#pragma once

#include "targets/cpu/emit_kernel.h"

#include <cstddef>
#include <vector>

namespace foldmeter::cpu {

// Element offset of every index of a group of axes.
struct OffsetTable {
    std::vector<std::int64_t> at;
    std::vector<std::int64_t> evenUntil;   // [i]: first index whose distance to the one before differs from at[i+1]-at[i]
    std::vector<std::int64_t> nextUntil;   // [i]: first index that is not the neighbour of the one before
    std::int64_t count() const { return static_cast<std::int64_t>(at.size()); }
    std::int64_t step(std::int64_t i) const { return i + 1 < count() ? at[static_cast<std::size_t>(i + 1)] - at[static_cast<std::size_t>(i)] : 1; }
    bool even() const { return count() == 0 || evenUntil[0] == count(); }
    bool neighbours() const { return count() == 0 || nextUntil[0] == count(); }
    std::int64_t operator[](std::int64_t i) const { return at[static_cast<std::size_t>(i)]; }
};
// Axes outermost first.
OffsetTable makeOffsets(const std::vector<std::int64_t>& extents, const std::vector<std::int64_t>& strides);

// One operand: where index (outer, k) of it lies.
struct OperandSource {
    const std::byte* base = nullptr;
    DType dtype = DType::F32;
    const OffsetTable* outer = nullptr;   // rows of the left operand, columns of the right one
    const OffsetTable* depth = nullptr;   // along k
};

// to: rows of `stride` bytes, f32 or bf16, zeros behind the last k up to a whole vector.
void packLeft(const OperandMoves& moves, bool bf16, const OperandSource& source, std::int64_t first, std::int64_t count,
              std::byte* to, std::int64_t stride);
// to: panels for columns [first, first + count) and k in [firstDepth, firstDepth + depth).
void packRight(const OperandMoves& moves, bool bf16, const GemmShape& shape, const OperandSource& source, std::int64_t first,
               std::int64_t count, std::int64_t firstDepth, std::int64_t depth, std::byte* to);

}  // namespace foldmeter::cpu
