#include "targets/cpu/operand_packing.h"

#include "base/error.h"

#include <algorithm>
#include <cstring>

namespace foldmeter::cpu {

OffsetTable makeOffsets(const std::vector<std::int64_t>& extents, const std::vector<std::int64_t>& strides) {
    OffsetTable table;
    table.at.push_back(0);
    for (std::size_t axis = 0; axis < extents.size(); ++axis) {
        std::vector<std::int64_t> finer;
        finer.reserve(table.at.size() * static_cast<std::size_t>(extents[axis]));
        for (const std::int64_t offset : table.at)
            for (std::int64_t i = 0; i < extents[axis]; ++i) finer.push_back(offset + i * strides[axis]);
        table.at = std::move(finer);
    }
    const std::int64_t count = table.count();
    table.evenUntil.assign(table.at.size(), count);
    table.nextUntil.assign(table.at.size(), count);
    for (std::int64_t i = count - 2; i >= 0; --i) {
        const auto n = static_cast<std::size_t>(i);
        table.evenUntil[n] = i + 2 < count && table.step(i + 1) != table.step(i) ? i + 2 : table.evenUntil[n + 1];
        table.nextUntil[n] = table.step(i) != 1 ? i + 1 : table.nextUntil[n + 1];
    }
    return table;
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
    const auto first = static_cast<std::size_t>(panel.first), start = static_cast<std::size_t>(firstDepth);
    if (along.nextUntil[start] >= firstDepth + depth && outer.evenUntil[first] >= end && depth > 1) {
        const std::int64_t units = bf16 ? depth / 2 : depth;
        moves.across(panel.to, panel.lineBytes, from(panel.first), outer.step(panel.first) * bytes, panel.count, units);
        if (bf16 && depth % 2) packPanelSlowly(bf16, source, panel, firstDepth, depth, units);
    } else if (along.evenUntil[start] >= firstDepth + depth) {
        const std::int64_t step = along.step(firstDepth) * bytes;
        if (outer.nextUntil[first] >= end) return moves.along(panel.to, panel.lineBytes, from(panel.first), step, depth, panel.count);
        if (panel.count * 4 < panel.lineBytes) std::memset(panel.to, 0, static_cast<std::size_t>(gemmDepth(depth, bf16) * panel.lineBytes));
        for (std::int64_t column = panel.first; column < end;) {
            const std::int64_t until = std::min(end, outer.nextUntil[static_cast<std::size_t>(column)]);
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
        const auto& until = along.neighbours() ? outer.evenUntil : outer.nextUntil;
        const std::int64_t next = std::min(end, until[static_cast<std::size_t>(row)]);
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
