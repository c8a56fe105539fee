// Runs a RowKernel: sizes become the parameters of the code, scratch is laid out, tiles of rows go to the workers.
#include "base/error.h"
#include "targets/cpu/gemm_shape.h"
#include "targets/cpu/launch.h"
#include "targets/cpu/library_matmul.h"
#include "targets/cpu/scratch_rows.h"

#include <algorithm>

namespace foldmeter::cpu {

using kernels::RowKernel;
using Kind = kernels::TileValue::Kind;

namespace {

constexpr std::int64_t rowUnit = 16;                       // blocks of rows that transposes and products handle whole
constexpr std::int64_t scratchAim = 448 * 1024;            // leaves room for weights in the 1 MiB second-level cache

struct RowBound : Launch::Bound {
    std::vector<std::int64_t> parameters;
    std::int64_t rows = 1, tileRows = rowUnit;
    // Rows lie in `runs` runs of runRows neighbours, `stride` apart; all of them together are one run.
    std::int64_t firstRow = 0, runs = 1, runRows = 1, stride = 0;
};

class RowLaunch : public Launch {
public:
    RowLaunch(const KernelVariant& variant, std::shared_ptr<CodeModule> code, void* entry, const CpuDescription& cpu)
        : m_code(std::move(code)), m_function(reinterpret_cast<RowFunction>(entry)), m_schedule(variant.schedule),
          m_axes(std::get<RowKernel>(variant.kernel->body).axes), m_workers(std::max(cpu.threads, 32)) {
        const bool library = chosenMatmul(m_schedule) == Schedule::Matmul::Library;
        m_plan = planRows(*variant.kernel, cpu.hasBf16 || library);
        const auto& rows = std::get<RowKernel>(variant.kernel->body);
        for (const auto& value : rows.values) {
            if (value.kind != Kind::Load && value.kind != Kind::Store) m_widest.push_back(value.inner);
            if (value.kind != Kind::Matmul || !library) continue;
            const auto& in = rows.values[static_cast<std::size_t>(value.operands[0])].inner;
            const DType dtype = variant.kernel->arguments[static_cast<std::size_t>(value.weight)].type.dtype;
            m_library.push_back(std::make_unique<LibraryMatmul>(in.factor, value.inner.factor, dtype, m_workers));
        }
        for (int worker = 0; worker < m_workers; ++worker)
            for (const auto& matmul : m_library) m_sites.push_back(matmul->site(worker));
    }

    std::shared_ptr<const Bound> bindPart(const ir::Sizes& sizes, const Part& part) override {
        auto bound = std::make_shared<RowBound>();
        bound->sizes = sizes;
        for (const auto& axis : m_axes) bound->rows *= ir::evaluate(axis, sizes);
        std::vector<std::int64_t> inners;
        for (const BufferPlan& buffer : m_plan.buffers) inners.push_back(ir::evaluate(buffer.inner, sizes));
        std::vector<std::int64_t> offsets(inners.size());
        const std::int64_t bytesPerRow = layOut(inners, offsets);
        bound->tileRows = chooseTileRows(bytesPerRow, bound->rows, sizes);
        for (std::size_t n = 0; n < inners.size(); ++n) {
            bound->parameters.push_back(offsets[n] * bound->tileRows);
            bound->parameters.push_back(strideOf(m_plan.buffers[n], inners[n]));
        }
        for (const SizeSum& sum : m_plan.sizes.sums()) bound->parameters.push_back(sum.evaluate(sizes));
        // Transposes read whole blocks of rows, slices a vector further than the last row.
        std::int64_t widest = 0;
        for (const std::int64_t inner : inners) widest = std::max(widest, paddedStride(inner) * 8);
        bound->scratchBytesPerThread = static_cast<std::size_t>(roundUp(bytesPerRow * bound->tileRows + rowUnit * widest, 4096));
        chooseRows(*bound, part);
        return bound;
    }

    int primitivesCreated() const override { return static_cast<int>(m_library.size()); }

    void run(const Bound& base, void* const* arguments, ThreadPool& pool, std::byte* scratch) const override {
        const auto& bound = static_cast<const RowBound&>(base);
        if (bound.runs * bound.runRows == 0) return;
        check(m_library.empty() || pool.threads() <= m_workers, "a launch through the library is run by more workers than it was made for");
        const bool alone = m_schedule.threads == 1;
        const std::int64_t tile = tileOfRun(bound, alone ? 1 : pool.threads()), tiles = ceilDivide(bound.runRows, tile);
        const auto body = [&](std::size_t begin, std::size_t end, int worker) {
            const MatmulSite* const* sites = m_sites.data() + static_cast<std::size_t>(worker) * m_library.size();
            std::byte* own = scratch + static_cast<std::size_t>(worker) * bound.scratchBytesPerThread;
            for (auto n = static_cast<std::int64_t>(begin); n < static_cast<std::int64_t>(end); ++n) {
                const std::int64_t row = n % tiles * tile;
                m_function(arguments, bound.parameters.data(), bound.firstRow + n / tiles * bound.stride + row, std::min(tile, bound.runRows - row), own, sites);
            }
        };
        if (alone) body(0, static_cast<std::size_t>(bound.runs * tiles), 0);
        else pool.parallelFor(static_cast<std::size_t>(bound.runs * tiles), 1, std::cref(body));
    }

private:
    // Buffers whose phases do not meet share a place. Offsets in bytes for one row of a tile; every one a multiple of 64.
    std::int64_t layOut(const std::vector<std::int64_t>& inners, std::vector<std::int64_t>& offsets) const {
        std::int64_t total = 0;
        const auto bytesOf = [&](std::size_t n) {
            const BufferPlan& plan = m_plan.buffers[n];
            return plan.padded ? roundUp(strideOf(plan, inners[n]) * plan.bytesOfElement(), 32) : plan.bytesOfElement();
        };
        for (std::size_t n = 0; n < inners.size(); ++n) {
            std::int64_t at = 0;
            for (bool moved = true; moved;) {
                moved = false;
                for (std::size_t other = 0; other < n; ++other) {
                    const bool together = m_plan.buffers[other].firstPhase <= m_plan.buffers[n].lastPhase &&
                                          m_plan.buffers[n].firstPhase <= m_plan.buffers[other].lastPhase;
                    if (together && at < offsets[other] + bytesOf(other) && offsets[other] < at + bytesOf(n)) {
                        at = roundUp(offsets[other] + bytesOf(other), 4);
                        moved = true;
                    }
                }
            }
            offsets[n] = at;
            total = std::max(total, at + bytesOf(n));
        }
        return total;
    }

    void chooseRows(RowBound& bound, const Part& part) const {
        bound.runRows = bound.rows;
        if (part.whole()) return;
        std::int64_t behind = 1;
        for (std::size_t axis = static_cast<std::size_t>(part.axis) + 1; axis < m_axes.size(); ++axis) behind *= ir::evaluate(m_axes[axis], bound.sizes);
        bound.stride = behind * ir::evaluate(m_axes.at(static_cast<std::size_t>(part.axis)), bound.sizes);
        bound.runs = bound.rows / std::max<std::int64_t>(1, bound.stride);
        bound.runRows = behind * (part.end - part.begin);
        bound.firstRow = behind * part.begin;
    }

    std::int64_t chooseTileRows(std::int64_t bytesPerRow, std::int64_t rows, const ir::Sizes& sizes) const {
        const std::int64_t unit = m_library.empty() ? rowUnit : libraryRows;
        if (m_schedule.tileRows > 0) return roundUp(m_schedule.tileRows, unit);
        std::int64_t widest = 1;
        for (const auto& inner : m_widest) widest = std::max(widest, ir::evaluate(inner, sizes));
        const std::int64_t byScratch = scratchAim / std::max<std::int64_t>(1, bytesPerRow);
        const std::int64_t byWork = (64 << 10) / widest;
        const std::int64_t wanted = std::clamp<std::int64_t>(std::min(byScratch, byWork), unit, widest == 1 ? 4096 : 128);
        return std::min(wanted / unit * unit, roundUp(std::max<std::int64_t>(rows, 1), unit));
    }

    // Smaller tiles when there are not enough of them for all workers, or when the last round would leave some idle.
    std::int64_t tileOfRun(const RowBound& bound, int threads) const {
        if (m_schedule.tileRows > 0) return bound.tileRows;
        const std::int64_t inRun = roundUp(ceilDivide(bound.runRows, bound.tileRows), bound.runs == 1 ? threads : 1);
        return std::min(bound.tileRows, roundUp(ceilDivide(bound.runRows, inRun), m_library.empty() ? rowUnit : libraryRows));
    }

    std::shared_ptr<CodeModule> m_code;
    RowFunction m_function;
    Schedule m_schedule;
    std::vector<ir::Dim> m_axes;
    int m_workers;                            // more than this need no library call at once
    RowPlan m_plan;
    std::vector<ir::Dim> m_widest;
    std::vector<std::unique_ptr<LibraryMatmul>> m_library;
    std::vector<const MatmulSite*> m_sites;   // [worker][matmul]
};

}  // namespace

std::shared_ptr<Launch> makeRowLaunch(const KernelVariant& variant, std::shared_ptr<CodeModule> code, void* entry, const CpuDescription& cpu) {
    return std::make_shared<RowLaunch>(variant, std::move(code), entry, cpu);
}

}  // namespace foldmeter::cpu
