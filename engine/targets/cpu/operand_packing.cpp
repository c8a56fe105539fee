#include "targets/cpu/operand_packing.h"

#include "base/error.h"

#include <algorithm>
#include <cstring>

namespace foldmeter::cpu {

OffsetTable::OffsetTable(const std::vector<std::int64_t>& extents, const std::vector<std::int64_t>& strides) : m_count(1) {
    for (std::size_t n = 0; n < extents.size(); ++n) {
        m_count *= extents[n];
        if (extents[n] == 1) continue;
        const bool asOne = !m_axes.empty() && m_axes.back().stride == extents[n] * strides[n];
        if (asOne) m_axes.back() = {m_axes.back().extent * extents[n], strides[n]};
        else m_axes.push_back({extents[n], strides[n]});
    }
}

std::int64_t OffsetTable::operator[](std::int64_t i) const {
    if (m_axes.empty()) return 0;
    std::int64_t offset = 0;
    for (std::size_t n = m_axes.size() - 1; n > 0; --n) {
        offset += i % m_axes[n].extent * m_axes[n].stride;
        i /= m_axes[n].extent;
    }
    return offset + i * m_axes[0].stride;
}

std::int64_t OffsetTable::evenUntil(std::int64_t i) const {
    if (m_axes.size() < 2) return m_count;
    const std::int64_t run = m_axes.back().extent;
    return (i / run + 1) * run;
}

namespace {

float readReal(const OperandSource& source, std::int64_t offset) {
    const std::byte* at = source.base + offset * static_cast<std::int64_t>(sizeOf(source.dtype));
    if (source.dtype == DType::F32) {
        float value;
        std::memcpy(&value, at, 4);
        return value;
    }
    check(source.dtype == DType::BF16, "operands of a product of activations are f32 or bf16");
    BFloat16 value;
    std::memcpy(&value, at, 2);
    return value.toFloat();
}

void writeReal(std::byte* to, bool bf16, float value) {
    if (bf16) {
        const BFloat16 half = BFloat16::from(value);
        std::memcpy(to, &half, 2);
    } else {
        std::memcpy(to, &value, 4);
    }
}

// Element by element: right for every layout, slow.
void packLeftSlowly(bool bf16, const OperandSource& source, std::int64_t first, std::int64_t count, std::byte* to, std::int64_t stride) {
    const std::int64_t width = bf16 ? 2 : 4, depth = source.depth->count();
    for (std::int64_t row = 0; row < count; ++row)
        for (std::int64_t k = 0; k < roundUp(depth, 2); ++k)
            writeReal(to + row * stride + k * width, bf16, k < depth ? readReal(source, (*source.outer)[first + row] + (*source.depth)[k]) : 0.0f);
}

struct Panel {
    std::int64_t first, count, vectors, lineBytes;   // columns
    std::byte* to;
};

void packPanelSlowly(bool bf16, const OperandSource& source, const Panel& panel, std::int64_t firstDepth, std::int64_t depth,
                     std::int64_t fromUnit) {
    const std::int64_t perUnit = bf16 ? 2 : 1, width = bf16 ? 2 : 4;
    for (std::int64_t k = fromUnit * perUnit; k < roundUp(depth, perUnit); ++k)
        for (std::int64_t column = 0; column < panel.lineBytes / 4; ++column) {
            const bool inside = k < depth && column < panel.count;
            const float value = inside ? readReal(source, (*source.outer)[panel.first + column] + (*source.depth)[firstDepth + k]) : 0.0f;
            writeReal(panel.to + k / perUnit * panel.lineBytes + column * 4 + k % perUnit * width, bf16, value);
        }
}

void packPanel(const OperandMoves& moves, bool bf16, const OperandSource& source, const Panel& panel, std::int64_t firstDepth, std::int64_t depth) {
    const OffsetTable &outer = *source.outer, &along = *source.depth;
    const auto bytes = static_cast<std::int64_t>(sizeOf(source.dtype));
    const std::int64_t end = panel.first + panel.count;
    const auto from = [&](std::int64_t column) { return source.base + (outer[column] + along[firstDepth]) * bytes; };
    if (along.nextUntil(firstDepth) >= firstDepth + depth && outer.evenUntil(panel.first) >= end && depth > 1) {
        const std::int64_t units = bf16 ? depth / 2 : depth;
        moves.across(panel.to, panel.lineBytes, from(panel.first), outer.step(panel.first) * bytes, panel.count, units);
        if (bf16 && depth % 2) packPanelSlowly(bf16, source, panel, firstDepth, depth, units);
    } else if (along.evenUntil(firstDepth) >= firstDepth + depth) {
        const std::int64_t step = along.step(firstDepth) * bytes;
        if (outer.nextUntil(panel.first) >= end) return moves.along(panel.to, panel.lineBytes, from(panel.first), step, depth, panel.count);
        if (panel.count * 4 < panel.lineBytes) std::memset(panel.to, 0, static_cast<std::size_t>(gemmDepth(depth, bf16) * panel.lineBytes));
        for (std::int64_t column = panel.first; column < end;) {
            const std::int64_t until = std::min(end, outer.nextUntil(column));
            moves.alongExact(panel.to + (column - panel.first) * 4, panel.lineBytes, from(column), step, depth, until - column);
            column = until;
        }
    } else {
        packPanelSlowly(bf16, source, panel, firstDepth, depth, 0);
    }
}

}  // namespace

void packLeft(const OperandMoves& moves, bool bf16, const OperandSource& source, std::int64_t first, std::int64_t count, std::byte* to,
              std::int64_t stride) {
    const OffsetTable &outer = *source.outer, &along = *source.depth;
    const auto bytes = static_cast<std::int64_t>(sizeOf(source.dtype));
    const std::int64_t end = first + count;
    const auto from = [&](std::int64_t row) { return source.base + (outer[row] + along[0]) * bytes; };
    if (!along.even()) return packLeftSlowly(bf16, source, first, count, to, stride);
    for (std::int64_t row = first; row < end;) {
        const std::int64_t next = std::min(end, along.neighbours() ? outer.evenUntil(row) : outer.nextUntil(row));
        std::byte* target = to + (row - first) * stride;
        if (along.neighbours()) moves.along(target, stride, from(row), outer.step(row) * bytes, next - row, along.count());
        else moves.across(target, stride, from(row), along.step(0) * bytes, along.count(), next - row);
        row = next;
    }
}

void packRight(const OperandMoves& moves, bool bf16, const GemmShape& shape, const OperandSource& source, std::int64_t first,
               std::int64_t count, std::int64_t firstDepth, std::int64_t depth, std::byte* to) {
    forEachPanel(count, shape, [&](std::int64_t firstVector, std::int64_t vectors) {
        const std::int64_t column = firstVector * shape.lanes, lineBytes = vectors * shape.lanes * 4;
        packPanel(moves, bf16, source, {first + column, std::min(count - column, vectors * shape.lanes), vectors, lineBytes, to}, firstDepth, depth);
        to += gemmDepth(depth, bf16) * lineBytes;
    });
}

}  // namespace foldmeter::cpu
