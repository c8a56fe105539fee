// Runs an attention kernel: every (batch, head) is one unit of work. Its keys and values are packed once, then tiles of
// queries meet tiles of keys; of the logits never more than one tile exists.
#include "base/error.h"
#include "targets/cpu/attention_state.h"
#include "targets/cpu/launch.h"
#include "targets/cpu/operand_packing.h"
#include "targets/cpu/scratch_rows.h"

#include <algorithm>
#include <cstring>
#include <limits>

namespace foldmeter::cpu {

using kernels::AttentionKernel;

namespace {

// One operand: strides in elements, 0 for axes it lacks.
struct View {
    int argument = -1;
    DType dtype = DType::F32;
    std::vector<std::int64_t> unit;   // of every batch axis and the heads, in order
    std::int64_t query = 0, key = 0, dim = 0;
    bool present() const { return argument >= 0; }
    std::int64_t bytes() const { return static_cast<std::int64_t>(sizeOf(dtype)); }
};

struct AttentionBound : Launch::Bound {
    View q, k, v, bias, mask, result;
    std::vector<std::int64_t> unitExtents, firstUnits;   // of the part that is done
    std::int64_t units = 1, queries = 0, keys = 0, dim = 0;
    std::int64_t tileQueries = 0, tileKeys = 0;
    OffsetTable queryRows, queryDepth, keyColumns, keyDepth, valueColumns, valueDepth;
    // Places in scratch and strides, in bytes.
    std::int64_t keyTileBytes = 0, valueTileBytes = 0;
    std::int64_t valuesAt = 0, queriesAt = 0, logitsAt = 0, weightsAt = 0, sumsAt = 0, partAt = 0, stateAt = 0, biasAt = 0, maskAt = 0;
    std::int64_t queryStride = 0, logitStride = 0, weightStride = 0, sumStride = 0;
};

class AttentionLaunch : public Launch {
public:
    AttentionLaunch(const KernelVariant& variant, std::shared_ptr<CodeModule> code, void* entry, const CpuDescription& cpu)
        : m_code(std::move(code)), m_table(static_cast<const AttentionTable*>(entry)), m_schedule(variant.schedule),
          m_kernel(std::get<AttentionKernel>(variant.kernel->body)), m_shape(gemmShape(cpu)) {
        for (const auto& argument : variant.kernel->arguments) m_types.push_back(argument.type.dtype);
        m_bf16Logits = usesBf16(cpu, typeOf(m_kernel.q), typeOf(m_kernel.k));
        m_bf16Weights = usesBf16(cpu, m_kernel.weightType, typeOf(m_kernel.v));
        for (const auto& [letter, dim] : m_kernel.dims)
            if (letter != 'q' && letter != 'k' && letter != 'd') m_unitLetters += letter;
    }

    std::shared_ptr<const Bound> bindPart(const ir::Sizes& sizes, const Part& part) override {
        auto bound = std::make_shared<AttentionBound>();
        bound->sizes = sizes;
        for (const char letter : m_unitLetters) {
            const bool cut = letter == part.letter;
            bound->unitExtents.push_back(cut ? part.end - part.begin : ir::evaluate(m_kernel.dims.at(letter), sizes));
            bound->firstUnits.push_back(cut ? part.begin : 0);
        }
        for (const std::int64_t extent : bound->unitExtents) bound->units *= extent;
        bound->queries = ir::evaluate(m_kernel.dims.at('q'), sizes);
        bound->keys = ir::evaluate(m_kernel.dims.at('k'), sizes);
        bound->dim = ir::evaluate(m_kernel.dims.at('d'), sizes);
        bound->q = view(m_kernel.q, m_kernel.qAxes, sizes);
        bound->k = view(m_kernel.k, m_kernel.kAxes, sizes);
        bound->v = view(m_kernel.v, m_kernel.vAxes, sizes);
        bound->bias = view(m_kernel.bias, m_kernel.biasAxes, sizes);
        bound->mask = view(m_kernel.mask, m_kernel.maskAxes, sizes);
        bound->result = view(m_kernel.result, m_kernel.resultAxes, sizes);
        bound->queryRows = OffsetTable({bound->queries}, {bound->q.query});
        bound->queryDepth = OffsetTable({bound->dim}, {bound->q.dim});
        bound->keyColumns = OffsetTable({bound->keys}, {bound->k.key});
        bound->keyDepth = OffsetTable({bound->dim}, {bound->k.dim});
        bound->valueColumns = OffsetTable({bound->dim}, {bound->v.dim});
        bound->valueDepth = OffsetTable({bound->keys}, {bound->v.key});
        layOut(*bound);
        return bound;
    }

    int primitivesCreated() const override { return 0; }

    void run(const Bound& base, void* const* arguments, ThreadPool& pool, std::byte* scratch) const override {
        const auto& bound = static_cast<const AttentionBound&>(base);
        if (bound.queries == 0 || bound.keys == 0) return;
        const auto body = [&](std::size_t begin, std::size_t end, int worker) {
            for (auto unit = static_cast<std::int64_t>(begin); unit < static_cast<std::int64_t>(end); ++unit)
                runUnit(bound, arguments, unit, scratch + static_cast<std::size_t>(worker) * bound.scratchBytesPerThread);
        };
        if (m_schedule.threads == 1) body(0, static_cast<std::size_t>(bound.units), 0);
        else pool.parallelFor(static_cast<std::size_t>(bound.units), 1, std::cref(body));
    }

private:
    DType typeOf(int argument) const { return m_types.at(static_cast<std::size_t>(argument)); }

    View view(int argument, const std::string& axes, const ir::Sizes& sizes) const {
        View made;
        made.argument = argument;
        if (argument < 0) return made;
        made.dtype = typeOf(argument);
        const auto stride = [&](char letter) {
            const auto at = axes.find(letter);
            if (at == std::string::npos) return std::int64_t{0};
            std::int64_t product = 1;
            for (std::size_t axis = at + 1; axis < axes.size(); ++axis) product *= ir::evaluate(m_kernel.dims.at(axes[axis]), sizes);
            return product;
        };
        for (const char letter : m_unitLetters) made.unit.push_back(stride(letter));
        made.query = stride('q');
        made.key = stride('k');
        made.dim = stride('d');
        return made;
    }

    void layOut(AttentionBound& bound) const {
        const std::int64_t queries = m_schedule.tileQueries > 0 ? m_schedule.tileQueries : 64;
        bound.tileQueries = roundUp(std::clamp<std::int64_t>(queries, 1, std::min<std::int64_t>(stateRows - 8, std::max<std::int64_t>(bound.queries, 1))), m_shape.rows);
        const std::int64_t keys = m_schedule.tileKeys > 0 ? m_schedule.tileKeys : bound.keys <= 512 ? 512 : 256;
        bound.tileKeys = std::min(roundUp(keys, 16), std::max<std::int64_t>(bound.keys, 1));
        const std::int64_t tiles = ceilDivide(bound.keys, bound.tileKeys);
        bound.keyTileBytes = roundUp(packedBytes(bound.dim, bound.tileKeys, m_bf16Logits, m_shape), 64);
        bound.valueTileBytes = roundUp(packedBytes(bound.tileKeys, bound.dim, m_bf16Weights, m_shape), 64);
        bound.queryStride = paddedStride(bound.dim) * (m_bf16Logits ? 2 : 4);
        bound.logitStride = paddedStride(bound.tileKeys) * 4;
        bound.weightStride = paddedStride(bound.tileKeys) * (m_bf16Weights ? 2 : 4);
        bound.sumStride = paddedStride(bound.dim) * 4;
        std::int64_t total = tiles * bound.keyTileBytes;
        const auto place = [&](std::int64_t bytes) {
            const std::int64_t at = total;
            total += roundUp(bytes, 64);
            return at;
        };
        bound.valuesAt = place(tiles * bound.valueTileBytes);
        bound.queriesAt = place(bound.tileQueries * bound.queryStride);
        bound.logitsAt = place(bound.tileQueries * bound.logitStride);
        bound.weightsAt = place(bound.tileQueries * bound.weightStride);
        bound.sumsAt = place(bound.tileQueries * bound.sumStride);
        bound.partAt = place(bound.tileQueries * bound.sumStride);
        bound.stateAt = place(3 * stateRows * 4);
        bound.biasAt = place(bound.bias.present() && bound.bias.key != 1 ? bound.tileQueries * bound.tileKeys * bound.bias.bytes() : 0);
        bound.maskAt = place(bound.mask.present() && bound.mask.key != 1 ? bound.tileQueries * bound.tileKeys * bound.mask.bytes() : 0);
        bound.scratchBytesPerThread = static_cast<std::size_t>(roundUp(total, 4096));
    }

    // Address of (unit, query 0, key 0) of an operand.
    static std::byte* at(const AttentionBound& bound, const View& view, void* const* arguments, std::int64_t unit) {
        std::int64_t offset = 0;
        for (std::size_t axis = bound.unitExtents.size(); axis-- > 0;) {
            offset += (bound.firstUnits[axis] + unit % bound.unitExtents[axis]) * view.unit[axis];
            unit /= bound.unitExtents[axis];
        }
        return static_cast<std::byte*>(arguments[view.argument]) + offset * view.bytes();
    }

    void runUnit(const AttentionBound& bound, void* const* arguments, std::int64_t unit, std::byte* scratch) const {
        const OperandSource keys{at(bound, bound.k, arguments, unit), bound.k.dtype, &bound.keyColumns, &bound.keyDepth};
        const OperandSource values{at(bound, bound.v, arguments, unit), bound.v.dtype, &bound.valueColumns, &bound.valueDepth};
        for (std::int64_t tile = 0; tile * bound.tileKeys < bound.keys; ++tile) {
            const std::int64_t first = tile * bound.tileKeys, count = std::min(bound.tileKeys, bound.keys - first);
            packRight(m_table->keys, m_bf16Logits, m_shape, keys, first, count, 0, bound.dim, scratch + tile * bound.keyTileBytes);
            packRight(m_table->values, m_bf16Weights, m_shape, values, 0, bound.dim, first, count, scratch + bound.valuesAt + tile * bound.valueTileBytes);
        }
        const OperandSource queries{at(bound, bound.q, arguments, unit), bound.q.dtype, &bound.queryRows, &bound.queryDepth};
        for (std::int64_t query = 0; query < bound.queries; query += bound.tileQueries) {
            const std::int64_t count = std::min(bound.tileQueries, bound.queries - query);
            packLeft(m_table->queries, m_bf16Logits, queries, query, count, scratch + bound.queriesAt, bound.queryStride);
            auto* state = reinterpret_cast<float*>(scratch + bound.stateAt);
            std::fill(state, state + stateRows, -std::numeric_limits<float>::infinity());
            std::fill(state + stateRows, state + 2 * stateRows, 0.0f);
            for (std::int64_t key = 0; key < bound.keys; key += bound.tileKeys) runTile(bound, arguments, unit, query, count, key, scratch);
            finish(bound, at(bound, bound.result, arguments, unit), query, count, scratch);
        }
    }

    void runTile(const AttentionBound& bound, void* const* arguments, std::int64_t unit, std::int64_t query, std::int64_t queries,
                 std::int64_t key, std::byte* scratch) const {
        const std::int64_t keys = std::min(bound.tileKeys, bound.keys - key), tile = key / bound.tileKeys, blocks = ceilDivide(queries, m_shape.rows);
        auto* logits = reinterpret_cast<float*>(scratch + bound.logitsAt);
        m_table->logitGemm(scratch + bound.queriesAt, bound.queryStride, scratch + tile * bound.keyTileBytes, gemmDepth(bound.dim, m_bf16Logits),
                           logits, bound.logitStride, blocks, ceilDivide(keys, m_shape.lanes));
        const Plane bias = plane(bound, bound.bias, arguments, unit, query, queries, key, keys, scratch + bound.biasAt);
        const Plane mask = plane(bound, bound.mask, arguments, unit, query, queries, key, keys, scratch + bound.maskAt);
        auto* state = reinterpret_cast<float*>(scratch + bound.stateAt);
        m_table->softmax(logits, bound.logitStride, queries, keys, bias.data, bias.stride, mask.data, mask.stride, state, scratch + bound.weightsAt,
                         bound.weightStride);
        std::byte* into = scratch + (key == 0 ? bound.sumsAt : bound.partAt);
        m_table->weightGemm(scratch + bound.weightsAt, bound.weightStride, scratch + bound.valuesAt + tile * bound.valueTileBytes,
                            gemmDepth(keys, m_bf16Weights), into, bound.sumStride, blocks, ceilDivide(bound.dim, m_shape.lanes));
        if (key > 0)
            m_table->accumulate(reinterpret_cast<float*>(scratch + bound.sumsAt), reinterpret_cast<const float*>(into), bound.sumStride, state, queries, bound.dim);
    }

    struct Plane {
        const std::byte* data = nullptr;
        std::int64_t stride = 0;
    };
    // Bias or mask of a tile: where it lies when keys are neighbours there, else copied together.
    static Plane plane(const AttentionBound& bound, const View& view, void* const* arguments, std::int64_t unit, std::int64_t query,
                       std::int64_t queries, std::int64_t key, std::int64_t keys, std::byte* copy) {
        if (!view.present()) return {};
        const std::int64_t bytes = view.bytes();
        const std::byte* from = at(bound, view, arguments, unit) + (query * view.query + key * view.key) * bytes;
        if (view.key == 1) return {from, view.query * bytes};
        for (std::int64_t q = 0; q < queries; ++q)
            for (std::int64_t k = 0; k < keys; ++k)
                std::memcpy(copy + (q * bound.tileKeys + k) * bytes, from + (q * view.query + k * view.key) * bytes, static_cast<std::size_t>(bytes));
        return {copy, bound.tileKeys * bytes};
    }

    void finish(const AttentionBound& bound, std::byte* result, std::int64_t query, std::int64_t queries, std::byte* scratch) const {
        const auto* sums = reinterpret_cast<const float*>(scratch + bound.sumsAt);
        const auto* state = reinterpret_cast<const float*>(scratch + bound.stateAt);
        const std::int64_t bytes = bound.result.bytes();
        std::byte* to = result + query * bound.result.query * bytes;
        if (bound.result.dim == 1) return m_table->finish(to, bound.result.query * bytes, sums, bound.sumStride, state, queries, bound.dim);
        std::byte* rows = scratch + bound.partAt;
        m_table->finish(rows, bound.sumStride, sums, bound.sumStride, state, queries, bound.dim);
        for (std::int64_t q = 0; q < queries; ++q)
            for (std::int64_t d = 0; d < bound.dim; ++d)
                std::memcpy(to + (q * bound.result.query + d * bound.result.dim) * bytes, rows + q * bound.sumStride + d * bytes, static_cast<std::size_t>(bytes));
    }

    std::shared_ptr<CodeModule> m_code;
    const AttentionTable* m_table;
    Schedule m_schedule;
    AttentionKernel m_kernel;
    GemmShape m_shape;
    std::vector<DType> m_types;
    std::string m_unitLetters;
    bool m_bf16Logits = false, m_bf16Weights = false;
};

}  // namespace

std::shared_ptr<Launch> makeAttentionLaunch(const KernelVariant& variant, std::shared_ptr<CodeModule> code, void* entry, const CpuDescription& cpu) {
    return std::make_shared<AttentionLaunch>(variant, std::move(code), entry, cpu);
}

}  // namespace foldmeter::cpu
