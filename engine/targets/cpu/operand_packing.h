// Brings the operands of a product of activations, wherever their elements lie, into the form the product reads: the
// left one row by row, the right one in panels (gemm_shape.h). Index groups may hold several axes; where a group is made
// of pieces that lie next to each other or at equal distances, whole pieces are moved by generated code.
#pragma once

#include "targets/cpu/emit_kernel.h"

#include <cstddef>
#include <vector>

namespace foldmeter::cpu {

// Element offset of every index of a group of axes; computed, for a group may count the tokens squared.
class OffsetTable {
public:
    OffsetTable() = default;
    // Axes outermost first. Neighbours that step as one are one.
    OffsetTable(const std::vector<std::int64_t>& extents, const std::vector<std::int64_t>& strides);

    std::int64_t count() const { return m_count; }
    std::int64_t operator[](std::int64_t i) const;
    std::int64_t step(std::int64_t i) const { return i + 1 < m_count ? (*this)[i + 1] - (*this)[i] : 1; }
    std::int64_t evenUntil(std::int64_t i) const;   // from i to here, distances are equal
    std::int64_t nextUntil(std::int64_t i) const { return m_axes.empty() || m_axes.back().stride == 1 ? evenUntil(i) : i + 1; }   // and are 1
    bool even() const { return m_count == 0 || evenUntil(0) == m_count; }
    bool neighbours() const { return m_count == 0 || nextUntil(0) == m_count; }
    std::size_t axes() const { return m_axes.size(); }

private:
    struct Axis {
        std::int64_t extent = 1, stride = 1;
    };
    std::vector<Axis> m_axes;   // none of extent 1
    std::int64_t m_count = 0;
};

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
