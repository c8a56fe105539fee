#include "targets/cuda/launch_shape.h"

#include "base/error.h"
#include "targets/cuda/axis_groups.h"
#include "targets/cuda/tile_plan.h"

#include <algorithm>
#include <cstring>
#include <optional>

namespace foldmeter::cuda {

using kernels::AttentionKernel;
using kernels::MatmulKernel;
using kernels::RowKernel;

namespace {

constexpr std::int64_t mostTiles = 2147483647;   // as many blocks as a launch may have

std::int64_t ceilDivide(std::int64_t a, std::int64_t b) { return (a + b - 1) / b; }
std::int64_t roundUp(std::int64_t value, std::int64_t unit) { return ceilDivide(value, unit) * unit; }

std::int64_t countOf(const std::vector<ir::Dim>& dims, const ir::Sizes& sizes) {
    std::int64_t product = 1;
    for (const ir::Dim& dim : dims) product *= ir::evaluate(dim, sizes);
    return product;
}

// A part of an outer axis is so many pieces of neighbouring rows, one for each index of the axes around it.
struct RowPieces {
    std::int64_t count = 1, first = 0, apart = 0, rows = 0;
};
RowPieces piecesOf(const RowKernel& rows, const Part& part, const ir::Sizes& sizes) {
    const std::int64_t all = countOf(rows.axes, sizes);
    if (part.whole()) return {1, 0, 0, all};
    std::int64_t outside = 1;
    for (int axis = 0; axis < part.axis; ++axis) outside *= ir::evaluate(rows.axes[static_cast<std::size_t>(axis)], sizes);
    const std::int64_t apart = all / std::max<std::int64_t>(outside, 1), inside = apart / ir::evaluate(rows.axes[static_cast<std::size_t>(part.axis)], sizes);
    return {outside, part.begin * inside, apart, (part.end - part.begin) * inside};
}

LaunchShape shapeOf(const RowKernel& rows, const TilePlan& plan, std::int64_t sharedLimit, const ir::Sizes& sizes, const Part& part) {
    LaunchShape shape;
    const RowPieces pieces = piecesOf(rows, part, sizes);
    const std::int64_t tilesOfPiece = ceilDivide(pieces.rows, plan.tileRows), tiles = pieces.count * tilesOfPiece;
    check(tiles <= mostTiles, "a launch of more tiles than a device counts");
    std::vector<std::int64_t> places;
    std::int64_t wide = 0;
    for (const int buffer : plan.symbolic) {
        const TileBuffer& self = plan.buffers[static_cast<std::size_t>(buffer)];
        const std::int64_t stride = self.strideFor(ir::evaluate(self.inner, sizes));
        places.insert(places.end(), {wide, stride});
        wide += roundUp(stride * self.bytesOfElement() * plan.tileRows, 16);
    }
    const bool wideShared = plan.sharedBytes + wide <= sharedLimit && plan.scratchBytes == 0;
    shape.sharedBytes = plan.sharedBytes + (wideShared ? wide : 0);
    const std::int64_t scratchPerBlock = plan.scratchBytes + (wideShared ? 0 : wide);
    shape.blocks = std::min(tiles, scratchPerBlock > 0 ? std::int64_t{1024} : mostTiles);
    shape.scratchBytes = scratchPerBlock * shape.blocks;
    shape.numbers = {tiles, tilesOfPiece, pieces.first, pieces.apart, pieces.rows, 0, scratchPerBlock};
    shape.scratchNumber = 5;
    shape.numbers.insert(shape.numbers.end(), places.begin(), places.end());
    for (const auto& sum : plan.rows.sizes.sums()) shape.numbers.push_back(sum.evaluate(sizes));
    return shape;
}

void addGroup(std::vector<std::int64_t>& numbers, const AxisGroupDims& group, const ir::Sizes& sizes) {
    numbers.push_back(countOf(group.extents, sizes));
    for (const auto* list : {&group.extents, &group.left, &group.right, &group.result}) {
        for (const ir::Dim& dim : *list) numbers.push_back(ir::evaluate(dim, sizes));
        if (list->empty()) numbers.push_back(0);   // a group without axes has room for one
    }
}

LaunchShape shapeOf(const MatmulGroups& groups, const ir::Sizes& sizes) {
    LaunchShape shape;
    for (const AxisGroupDims* group : {&groups.batch, &groups.rows, &groups.columns, &groups.depth}) addGroup(shape.numbers, *group, sizes);
    shape.blocks = countOf(groups.batch.extents, sizes) * ceilDivide(countOf(groups.rows.extents, sizes), 64) * ceilDivide(countOf(groups.columns.extents, sizes), 64);
    return shape;
}

// Strides stay those of the whole arrays, so a part is a smaller extent and operands that begin later.
LaunchShape shapeOf(MatmulGroups groups, const MatmulKernel& kernel, const Part& part, const kernels::Kernel& whole, const ir::Sizes& sizes) {
    std::vector<std::int64_t> shifts(whole.arguments.size());
    const auto shift = [&](int argument, const ir::Dim& stride) {
        const auto slot = static_cast<std::size_t>(argument);
        shifts[slot] = part.begin * ir::evaluate(stride, sizes) * static_cast<std::int64_t>(sizeOf(whole.arguments[slot].type.dtype));
    };
    for (AxisGroupDims* group : {&groups.batch, &groups.rows, &groups.columns}) {
        const std::size_t at = group->letters.find(part.letter);
        if (at == std::string::npos) continue;
        group->extents[at] = ir::Dim(part.end - part.begin);
        shift(kernel.left, group->left[at]);
        shift(kernel.right, group->right[at]);
        shift(kernel.result, group->result[at]);
    }
    LaunchShape shape = shapeOf(groups, sizes);
    shape.shifts = std::move(shifts);
    return shape;
}

LaunchShape shapeOf(const AttentionGroups& groups, const AttentionKernel& kernel, bool tensorCores, const ir::Sizes& sizes) {
    LaunchShape shape;
    const std::int64_t units = countOf(groups.extents, sizes);
    const std::int64_t queries = ir::evaluate(kernel.dims.at('q'), sizes), keys = ir::evaluate(kernel.dims.at('k'), sizes);
    shape.numbers = {units, queries, keys};
    const auto addAll = [&](const std::vector<ir::Dim>& dims) {
        for (const ir::Dim& dim : dims) shape.numbers.push_back(ir::evaluate(dim, sizes));
        if (dims.empty()) shape.numbers.push_back(0);
    };
    addAll(groups.extents);
    for (const auto& operand : groups.units) addAll(operand);
    for (const auto& operand : groups.strides)
        for (const ir::Dim& stride : operand) shape.numbers.push_back(ir::evaluate(stride, sizes));
    shape.blocks = keys == 0 ? 0 : units * ceilDivide(queries, tensorCores ? 64 : 32);
    return shape;
}

LaunchShape shapeOf(AttentionGroups groups, const AttentionKernel& attention, const Part& part, const kernels::Kernel& whole, const ir::Sizes& sizes) {
    const auto at = static_cast<std::size_t>(std::find(groups.unitLetters.begin(), groups.unitLetters.end(), part.letter) - groups.unitLetters.begin());
    check(at < groups.unitLetters.size(), "attention is cut along its units only");
    std::vector<std::int64_t> shifts(whole.arguments.size());
    for (std::size_t operand = 0; operand < attentionOperands; ++operand) {
        if (groups.arguments[operand] < 0) continue;
        const auto slot = static_cast<std::size_t>(groups.arguments[operand]);
        shifts[slot] = part.begin * ir::evaluate(groups.units[operand][at], sizes) * static_cast<std::int64_t>(sizeOf(whole.arguments[slot].type.dtype));
    }
    groups.extents[at] = ir::Dim(part.end - part.begin);
    LaunchShape shape = shapeOf(groups, attention, usesTensorCores(whole), sizes);
    shape.shifts = std::move(shifts);
    return shape;
}

}  // namespace

struct LaunchPlanner::State {
    kernels::Kernel kernel;
    std::int64_t sharedLimit = 0;
    std::optional<TilePlan> tile;
    MatmulGroups matmul;
    AttentionGroups attention;
};

LaunchPlanner::LaunchPlanner(const kernels::Kernel& kernel, std::int64_t sharedLimit, const Schedule& schedule) : m_state(std::make_unique<State>()) {
    m_state->kernel = kernel;
    m_state->sharedLimit = sharedLimit;
    if (std::holds_alternative<RowKernel>(kernel.body)) m_state->tile = planTile(kernel, sharedLimit, schedule.tileRows);
    if (const auto* matmul = std::get_if<MatmulKernel>(&kernel.body)) m_state->matmul = groupsOf(*matmul);
    if (const auto* attention = std::get_if<AttentionKernel>(&kernel.body)) m_state->attention = groupsOf(*attention);
}

LaunchPlanner::~LaunchPlanner() = default;

std::int64_t LaunchPlanner::leastSharedBytes() const { return m_state->tile ? m_state->tile->sharedBytes : 0; }

int LaunchPlanner::rowsAtOnce() const { return m_state->tile ? m_state->tile->tileRows : 64; }

LaunchShape LaunchPlanner::shapeFor(const ir::Sizes& sizes, const Part& part) const {
    LaunchShape shape;
    const kernels::Kernel& kernel = m_state->kernel;
    if (const auto* rows = std::get_if<RowKernel>(&kernel.body)) shape = shapeOf(*rows, *m_state->tile, m_state->sharedLimit, sizes, part);
    else if (const auto* matmul = std::get_if<MatmulKernel>(&kernel.body))
        shape = part.whole() ? shapeOf(m_state->matmul, sizes) : shapeOf(m_state->matmul, *matmul, part, kernel, sizes);
    else {
        const auto& attention = std::get<AttentionKernel>(kernel.body);
        shape = part.whole() ? shapeOf(m_state->attention, attention, usesTensorCores(kernel), sizes) : shapeOf(m_state->attention, attention, part, kernel, sizes);
    }
    shape.threads = threadsPerBlock;
    return shape;
}

std::vector<std::uint8_t> parameterBytes(const std::vector<std::uint64_t>& arguments, const LaunchShape& shape, std::uint64_t scratch) {
    std::vector<std::uint64_t> words = arguments;
    for (std::size_t n = 0; n < shape.shifts.size(); ++n) words[n] += static_cast<std::uint64_t>(shape.shifts[n]);
    for (const std::int64_t number : shape.numbers) words.push_back(static_cast<std::uint64_t>(number));
    if (shape.scratchNumber >= 0) words[arguments.size() + static_cast<std::size_t>(shape.scratchNumber)] = scratch;
    std::vector<std::uint8_t> bytes(words.size() * sizeof(std::uint64_t));
    std::memcpy(bytes.data(), words.data(), bytes.size());
    return bytes;
}

}  // namespace foldmeter::cuda
