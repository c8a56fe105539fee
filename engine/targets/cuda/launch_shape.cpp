#include "targets/cuda/launch_shape.h"

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

std::int64_t ceilDivide(std::int64_t a, std::int64_t b) { return (a + b - 1) / b; }
std::int64_t roundUp(std::int64_t value, std::int64_t unit) { return ceilDivide(value, unit) * unit; }

std::int64_t countOf(const std::vector<ir::Dim>& dims, const ir::Sizes& sizes) {
    std::int64_t product = 1;
    for (const ir::Dim& dim : dims) product *= ir::evaluate(dim, sizes);
    return product;
}

LaunchShape shapeOf(const RowKernel& rows, const TilePlan& plan, std::int64_t sharedLimit, const ir::Sizes& sizes, std::int64_t mostBlocks) {
    LaunchShape shape;
    const std::int64_t count = countOf(rows.axes, sizes), tiles = ceilDivide(count, plan.tileRows);
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
    shape.blocks = std::min(tiles, scratchPerBlock > 0 ? std::min<std::int64_t>(mostBlocks, 1024) : std::int64_t{2147483647});
    shape.scratchBytes = scratchPerBlock * shape.blocks;
    shape.numbers = {count, tiles, 0, scratchPerBlock};
    shape.scratchNumber = 2;
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

}  // namespace

struct LaunchPlanner::State {
    kernels::Kernel kernel;
    std::int64_t sharedLimit = 0;
    std::optional<TilePlan> tile;
    MatmulGroups matmul;
    AttentionGroups attention;
};

LaunchPlanner::LaunchPlanner(const kernels::Kernel& kernel, std::int64_t sharedLimit) : m_state(std::make_unique<State>()) {
    m_state->kernel = kernel;
    m_state->sharedLimit = sharedLimit;
    if (std::holds_alternative<RowKernel>(kernel.body)) m_state->tile = planTile(kernel, sharedLimit);
    if (const auto* matmul = std::get_if<MatmulKernel>(&kernel.body)) m_state->matmul = groupsOf(*matmul);
    if (const auto* attention = std::get_if<AttentionKernel>(&kernel.body)) m_state->attention = groupsOf(*attention);
}

LaunchPlanner::~LaunchPlanner() = default;

std::int64_t LaunchPlanner::leastSharedBytes() const { return m_state->tile ? m_state->tile->sharedBytes : 0; }

LaunchShape LaunchPlanner::shapeFor(const ir::Sizes& sizes, std::int64_t mostBlocks) const {
    LaunchShape shape;
    const auto& body = m_state->kernel.body;
    if (const auto* rows = std::get_if<RowKernel>(&body)) shape = shapeOf(*rows, *m_state->tile, m_state->sharedLimit, sizes, mostBlocks);
    else if (std::holds_alternative<MatmulKernel>(body)) shape = shapeOf(m_state->matmul, sizes);
    else shape = shapeOf(m_state->attention, std::get<AttentionKernel>(body), usesTensorCores(m_state->kernel), sizes);
    shape.threads = threadsPerBlock;
    return shape;
}

std::vector<std::uint8_t> parameterBytes(const std::vector<std::uint64_t>& arguments, const LaunchShape& shape, std::uint64_t scratch) {
    std::vector<std::uint64_t> words = arguments;
    for (const std::int64_t number : shape.numbers) words.push_back(static_cast<std::uint64_t>(number));
    if (shape.scratchNumber >= 0) words[arguments.size() + static_cast<std::size_t>(shape.scratchNumber)] = scratch;
    std::vector<std::uint8_t> bytes(words.size() * sizeof(std::uint64_t));
    std::memcpy(bytes.data(), words.data(), bytes.size());
    return bytes;
}

}  // namespace foldmeter::cuda
