#include "targets/cuda/tile_plan.h"

#include "base/error.h"

#include <algorithm>
#include <set>

namespace foldmeter::cuda {

using kernels::BufferPlan;
using kernels::RowKernel;
using kernels::TileValue;
using Kind = TileValue::Kind;

namespace {

std::int64_t roundUp(std::int64_t value, std::int64_t unit) { return (value + unit - 1) / unit * unit; }

// A bf16 value is rounded when it is made, so it may be kept as bf16; a product that feeds another needs no copy then.
void keepAsRounded(kernels::RowPlan& plan, const RowKernel& rows) {
    for (std::size_t v = 0; v < rows.values.size(); ++v) {
        auto& value = plan.values[v];
        value.bf16Copy = -1;
        if (value.buffer >= 0 && rows.values[v].dtype == DType::BF16) plan.buffers[static_cast<std::size_t>(value.buffer)].element = BufferPlan::Element::BF16;
    }
}

// The widest inner axis decides how many neighbouring lanes share a row.
int lanesFor(const RowKernel& rows) {
    std::int64_t widest = 1;
    for (const auto& value : rows.values) widest = std::max(widest, value.inner.isLiteral() ? value.inner.factor : 32);
    int lanes = 1;
    while (lanes < 32 && lanes < widest) lanes *= 2;
    return lanes;
}

bool hasProduct(const RowKernel& rows) {
    return std::any_of(rows.values.begin(), rows.values.end(), [](const TileValue& value) { return value.kind == Kind::Matmul; });
}

// Operands of products on tensor cores: ldmatrix reads shared memory only.
std::vector<bool> mustBeShared(const kernels::RowPlan& plan, const RowKernel& rows) {
    std::vector<bool> must(plan.buffers.size());
    for (const TileValue& value : rows.values) {
        if (value.kind != Kind::Matmul) continue;
        const auto buffer = static_cast<std::size_t>(plan.values[static_cast<std::size_t>(value.operands[0])].buffer);
        if (plan.buffers[buffer].element == BufferPlan::Element::BF16) must[buffer] = true;
    }
    return must;
}

class Placer {
public:
    Placer(const kernels::RowPlan& plan, std::vector<TileBuffer>& buffers, int tileRows) : m_plan(plan), m_buffers(buffers), m_tileRows(tileRows) {}

    // The lowest place where the buffer meets none whose phases overlap with its own.
    void place(std::size_t n, bool shared) {
        auto& self = m_buffers[n];
        self.shared = shared;
        self.offset = 0;
        for (bool moved = true; moved;) {
            moved = false;
            for (std::size_t other = 0; other < m_buffers.size(); ++other) {
                if (!m_placed.contains(other) || m_buffers[other].shared != shared || !meet(n, other)) continue;
                const std::int64_t end = m_buffers[other].offset + bytesOf(other);
                if (self.offset < end && m_buffers[other].offset < self.offset + bytesOf(n)) {
                    self.offset = end;
                    moved = true;
                }
            }
        }
        m_placed.insert(n);
        auto& total = shared ? m_shared : m_scratch;
        total = std::max(total, self.offset + bytesOf(n));
    }
    void takeBack(std::size_t n) { m_placed.erase(n); }
    std::int64_t bytesOf(std::size_t n) const { return roundUp(m_buffers[n].stride * m_buffers[n].bytesOfElement() * m_tileRows, 16); }
    std::int64_t endOf(std::size_t n) const { return m_buffers[n].offset + bytesOf(n); }
    std::int64_t shared() const { return m_shared; }
    std::int64_t scratch() const { return m_scratch; }
    void setShared(std::int64_t bytes) { m_shared = bytes; }

private:
    bool meet(std::size_t a, std::size_t b) const {
        const auto &first = m_plan.buffers[a], &second = m_plan.buffers[b];
        return first.firstPhase <= second.lastPhase && second.firstPhase <= first.lastPhase;
    }

    const kernels::RowPlan& m_plan;
    std::vector<TileBuffer>& m_buffers;
    int m_tileRows;
    std::set<std::size_t> m_placed;
    std::int64_t m_shared = 0, m_scratch = 0;
};

// False when what must lie in shared memory does not fit.
bool placeAll(TilePlan& plan, const std::vector<bool>& must, std::int64_t limit, bool scratchAllowed) {
    Placer placer(plan.rows, plan.buffers, plan.tileRows);
    for (const bool round : {true, false}) {   // first what must be shared
        for (std::size_t n = 0; n < plan.buffers.size(); ++n) {
            if (!plan.buffers[n].literal || must[n] != round) continue;
            const std::int64_t before = placer.shared();
            placer.place(n, true);
            if (placer.shared() <= limit) continue;
            if (round || !scratchAllowed) return false;
            placer.takeBack(n);
            placer.setShared(before);
            placer.place(n, false);
        }
    }
    plan.sharedBytes = placer.shared();
    plan.scratchBytes = placer.scratch();
    return true;
}

}  // namespace

std::int64_t TileBuffer::bytesOfElement() const { return element == BufferPlan::Element::BF16 ? 2 : element == BufferPlan::Element::I64 ? 8 : 4; }

// Rows of a product's operand are whole tiles of 16; eight more bf16 elements (four more others) put the rows of an
// 8 x 8 tile into different banks.
std::int64_t TileBuffer::strideFor(std::int64_t innerExtent) const {
    if (!padded) return 1;
    return roundUp(innerExtent, 16) + (element == BufferPlan::Element::BF16 ? 8 : 4);
}

namespace {

// Everything but the number of rows and the places.
TilePlan unplaced(const kernels::Kernel& kernel) {
    const auto& rows = std::get<RowKernel>(kernel.body);
    TilePlan plan;
    plan.rows = kernels::planRows(kernel, true);
    keepAsRounded(plan.rows, rows);
    plan.lanesPerRow = lanesFor(rows);
    for (std::size_t n = 0; n < plan.rows.buffers.size(); ++n) {
        const BufferPlan& buffer = plan.rows.buffers[n];
        TileBuffer made{buffer.element, buffer.inner, buffer.padded, buffer.inner.isLiteral()};
        if (made.literal) made.stride = made.strideFor(buffer.inner.factor);
        else plan.symbolic.push_back(static_cast<int>(n));
        plan.buffers.push_back(made);
    }
    return plan;
}

bool place(TilePlan& plan, const kernels::Kernel& kernel, std::int64_t limit, int tileRows, bool scratchAllowed) {
    plan.tileRows = tileRows;
    return placeAll(plan, mustBeShared(plan.rows, std::get<RowKernel>(kernel.body)), limit, scratchAllowed);
}

int leastRows(const TilePlan& plan) { return std::max(16, plan.rowsAtOnce()); }

}  // namespace

bool tileFits(const kernels::Kernel& kernel, std::int64_t sharedLimit, int tileRows) {
    TilePlan plan = unplaced(kernel);
    return tileRows >= leastRows(plan) && tileRows % leastRows(plan) == 0 && place(plan, kernel, sharedLimit, tileRows, false);
}

TilePlan planTile(const kernels::Kernel& kernel, std::int64_t sharedLimit, int tileRows) {
    TilePlan plan = unplaced(kernel);
    if (tileRows > 0) {
        check(place(plan, kernel, sharedLimit, tileRows, false), "kernel " + kernel.name + ": a tile of so many rows does not fit into shared memory");
        return plan;
    }
    const int least = leastRows(plan);
    // Two blocks share a multiprocessor where that leaves tiles of a useful size.
    for (const std::int64_t limit : {sharedLimit / 2, sharedLimit})
        for (int rows = hasProduct(std::get<RowKernel>(kernel.body)) ? 64 : least; rows >= least; rows /= 2)
            if (place(plan, kernel, limit, rows, false)) return plan;
    if (!place(plan, kernel, sharedLimit, least, true)) throw InternalError("kernel " + kernel.name + ": the operand of a product does not fit into shared memory");
    return plan;
}

}  // namespace foldmeter::cuda
