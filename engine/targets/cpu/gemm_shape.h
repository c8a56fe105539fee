// How a product is cut for registers, shared by the code that multiplies and the code that packs weights.
// Right operands are packed in panels of 3, 2 or 1 vectors of columns: [panel][k][columns], for bf16 products with two
// neighbouring k of a column side by side (a 32-bit unit, what vdpbf16ps takes). Left operands stay row-major.
#pragma once

#include "targets/cpu/cpu_target.h"

namespace foldmeter::cpu {

struct GemmShape {
    int lanes = 16;
    int rows = 8;                          // rows of the result a block keeps in registers, times 3 vectors
};
inline GemmShape gemmShape(const CpuDescription& cpu) { return cpu.hasAvx512 ? GemmShape{16, 8} : GemmShape{8, 4}; }

// Panels of 3, then of 2, then of 1 vectors that cover `vectors`.
struct PanelSplit {
    std::int64_t threes = 0, twos = 0, ones = 0;
};
inline PanelSplit splitPanels(std::int64_t vectors) {
    if (vectors == 1) return {0, 0, 1};
    if (vectors % 3 == 0) return {vectors / 3, 0, 0};
    if (vectors % 3 == 1) return {(vectors - 4) / 3, 2, 0};
    return {vectors / 3, 1, 0};
}

inline std::int64_t roundUp(std::int64_t value, std::int64_t unit) { return (value + unit - 1) / unit * unit; }
inline std::int64_t ceilDivide(std::int64_t value, std::int64_t unit) { return (value + unit - 1) / unit; }

// 32-bit units along k, and bytes of a packed (k, columns) operand.
inline std::int64_t gemmDepth(std::int64_t k, bool bf16) { return bf16 ? ceilDivide(k, 2) : k; }
inline std::int64_t packedBytes(std::int64_t k, std::int64_t columns, bool bf16, const GemmShape& shape) {
    return gemmDepth(k, bf16) * roundUp(columns, shape.lanes) * 4;
}

// Calls visit(firstVector, vectors) for every panel of `columns` columns.
template <typename Visit> void forEachPanel(std::int64_t columns, const GemmShape& shape, const Visit& visit) {
    const PanelSplit split = splitPanels(ceilDivide(columns, shape.lanes));
    std::int64_t first = 0;
    for (std::int64_t n = 0; n < split.threes; ++n, first += 3) visit(first, std::int64_t{3});
    for (std::int64_t n = 0; n < split.twos; ++n, first += 2) visit(first, std::int64_t{2});
    for (std::int64_t n = 0; n < split.ones; ++n, first += 1) visit(first, std::int64_t{1});
}

// Signatures of generated block functions. All strides are in bytes.
// c[rows of `blocks` blocks][vectors * lanes] = a[..][depth] * packed panels
using GemmFunction = void (*)(const void* a, std::int64_t aStride, const void* panels, std::int64_t depth, void* c,
                              std::int64_t cStride, std::int64_t blocks, std::int64_t vectors);
// Copy or transpose of (rows, columns) with a change of element type.
using MoveFunction = void (*)(void* to, std::int64_t toStride, const void* from, std::int64_t fromStride, std::int64_t rows,
                              std::int64_t columns);

}  // namespace foldmeter::cpu
