// Runs a product of two activations: batch x column tile x rows are dealt to the workers; each packs what it needs.
#include "base/error.h"
#include "targets/cpu/launch.h"
#include "targets/cpu/matmul_kernel.h"
#include "targets/cpu/operand_packing.h"
#include "targets/cpu/scratch_rows.h"

#include <algorithm>
#include <cstring>

namespace foldmeter::cpu {

kernels::MatmulKernel turned(const kernels::MatmulKernel& kernel) {
    const ir::EinsumDims dims = kernel.dims();
    if (dims.result.empty() || dims.leftFree().find(dims.result.back()) == std::string::npos) return kernel;
    kernels::MatmulKernel other = kernel;
    other.spec = dims.right + "," + dims.left + "->" + dims.result;
    std::swap(other.left, other.right);
    std::swap(other.leftShape, other.rightShape);
    return other;
}

namespace {

constexpr std::int64_t panelAim = 384 * 1024;   // bytes of packed right operand: stays in the second-level cache

struct MatmulBound : Launch::Bound {
    OffsetTable leftBatch, rightBatch, resultBatch;
    OffsetTable leftRows, leftDepth, rightDepth, rightColumns, resultRows, resultColumns;
    std::int64_t tileRows = 0, tileColumns = 0, rowsOfUnit = 0;
    std::int64_t columnTiles = 0, rowUnits = 0;
    std::int64_t leftStride = 0, resultStride = 0, leftOffset = 0, resultOffset = 0;   // bytes in scratch
    std::int64_t leftFirst = 0, rightFirst = 0, resultFirst = 0;                        // elements before the part
    std::int64_t batchOffset = 0, batchBytes = 0;   // overOperand: a whole batch of the result in scratch
};

class MatmulLaunch : public Launch {
public:
    MatmulLaunch(const KernelVariant& variant, std::shared_ptr<CodeModule> code, void* entry, const CpuDescription& cpu)
        : m_code(std::move(code)), m_table(static_cast<const MatmulTable*>(entry)), m_schedule(variant.schedule),
          m_kernel(turned(std::get<kernels::MatmulKernel>(variant.kernel->body))), m_shape(gemmShape(cpu)), m_threads(cpu.threads) {
        const auto typeOf = [&](int argument) { return variant.kernel->arguments.at(static_cast<std::size_t>(argument)).type.dtype; };
        m_leftType = typeOf(m_kernel.left);
        m_rightType = typeOf(m_kernel.right);
        m_resultType = typeOf(m_kernel.result);
        m_bf16 = usesBf16(cpu, m_leftType, m_rightType);
    }

    std::shared_ptr<const Bound> bindPart(const ir::Sizes& sizes, const Part& part) override {
        auto bound = std::make_shared<MatmulBound>();
        bound->sizes = sizes;
        fillOffsets(*bound, part);
        chooseTiles(*bound);
        const std::int64_t width = m_bf16 ? 2 : 4;
        bound->leftStride = paddedStride(bound->leftDepth.count()) * width;
        bound->resultStride = paddedStride(bound->tileColumns) * 4;
        bound->leftOffset = roundUp(packedBytes(bound->leftDepth.count(), bound->tileColumns, m_bf16, m_shape), 64);
        bound->resultOffset = bound->leftOffset + roundUp(bound->tileRows * bound->leftStride, 64);
        std::int64_t end = roundUp(bound->resultOffset + bound->tileRows * bound->resultStride, 64);
        if (part.overOperand) {
            bound->batchOffset = end;
            bound->batchBytes = bound->resultRows.count() * bound->resultColumns.count() * static_cast<std::int64_t>(sizeOf(m_resultType));
            end += bound->batchBytes;
        }
        bound->scratchBytesPerThread = static_cast<std::size_t>(roundUp(end, 4096));
        return bound;
    }

    int primitivesCreated() const override { return 0; }

    void run(const Bound& base, void* const* arguments, ThreadPool& pool, std::byte* scratch) const override {
        const auto& bound = static_cast<const MatmulBound&>(base);
        if (bound.resultRows.count() == 0 || bound.resultColumns.count() == 0) return;
        const auto body = [&](std::size_t begin, std::size_t end, int worker) {
            std::byte* own = scratch + static_cast<std::size_t>(worker) * bound.scratchBytesPerThread;
            for (auto unit = static_cast<std::int64_t>(begin); unit < static_cast<std::int64_t>(end); ++unit) {
                if (bound.batchBytes > 0) runBatch(bound, arguments, unit, own);
                else runUnit(bound, arguments, unit, resultAt(bound, arguments, unit / bound.rowUnits / bound.columnTiles), own);
            }
        };
        const std::int64_t units = bound.resultBatch.count() * (bound.batchBytes > 0 ? 1 : bound.columnTiles * bound.rowUnits);
        if (m_schedule.threads == 1) body(0, static_cast<std::size_t>(units), 0);
        else pool.parallelFor(static_cast<std::size_t>(units), 1, std::cref(body));
    }

private:
    std::byte* resultAt(const MatmulBound& bound, void* const* arguments, std::int64_t batch) const {
        const std::int64_t element = bound.resultFirst + bound.resultBatch[batch];
        return static_cast<std::byte*>(arguments[m_kernel.result]) + element * static_cast<std::int64_t>(sizeOf(m_resultType));
    }

    // The operands of a batch are read to the end before its result takes the place of one of them.
    void runBatch(const MatmulBound& bound, void* const* arguments, std::int64_t batch, std::byte* scratch) const {
        const std::int64_t units = bound.columnTiles * bound.rowUnits;
        for (std::int64_t unit = 0; unit < units; ++unit) runUnit(bound, arguments, batch * units + unit, scratch + bound.batchOffset, scratch);
        std::memcpy(resultAt(bound, arguments, batch), scratch + bound.batchOffset, static_cast<std::size_t>(bound.batchBytes));
    }

    void fillOffsets(MatmulBound& bound, const Part& part) const {
        const ir::EinsumDims dims = m_kernel.dims();
        const auto table = [&](const std::string& letters, const std::string& operand) {
            std::vector<std::int64_t> extents, strides;
            for (const char letter : letters) {
                std::int64_t stride = 1;
                for (std::size_t axis = operand.size(); axis-- > operand.find(letter) + 1;) stride *= ir::evaluate(dims.dims.at(operand[axis]), bound.sizes);
                extents.push_back(letter == part.letter ? part.end - part.begin : ir::evaluate(dims.dims.at(letter), bound.sizes));
                strides.push_back(stride);
            }
            return OffsetTable(extents, strides);
        };
        const auto firstOf = [&](const std::string& operand) {
            const auto at = operand.find(part.letter);
            std::int64_t first = part.whole() || at == std::string::npos ? 0 : part.begin;
            for (std::size_t axis = operand.size(); first > 0 && axis-- > at + 1;) first *= ir::evaluate(dims.dims.at(operand[axis]), bound.sizes);
            return first;
        };
        bound.leftFirst = firstOf(dims.left);
        bound.rightFirst = firstOf(dims.right);
        bound.resultFirst = firstOf(dims.result);
        const auto inResultOrder = [&](const std::string& letters) {
            std::string ordered;
            for (const char letter : dims.result)
                if (letters.find(letter) != std::string::npos) ordered += letter;
            return ordered;
        };
        const std::string batch = inResultOrder(dims.batch()), rows = inResultOrder(dims.leftFree()), columns = inResultOrder(dims.rightFree());
        bound.leftBatch = table(batch, dims.left);
        bound.rightBatch = table(batch, dims.right);
        bound.resultBatch = table(batch, dims.result);
        bound.leftRows = table(rows, dims.left);
        bound.resultRows = table(rows, dims.result);
        bound.rightColumns = table(columns, dims.right);
        bound.resultColumns = table(columns, dims.result);
        bound.leftDepth = table(dims.contracted(), dims.left);
        bound.rightDepth = table(dims.contracted(), dims.right);
    }

    void chooseTiles(MatmulBound& bound) const {
        const std::int64_t rows = bound.resultRows.count(), columns = bound.resultColumns.count();
        const std::int64_t panel = 3 * m_shape.lanes, lineBytes = std::max<std::int64_t>(1, gemmDepth(bound.leftDepth.count(), m_bf16)) * 4;
        const std::int64_t fitting = std::max<std::int64_t>(panel, panelAim / lineBytes / panel * panel);
        bound.columnTiles = std::max<std::int64_t>(1, ceilDivide(columns, fitting));
        bound.tileColumns = std::min(roundUp(ceilDivide(columns, bound.columnTiles), m_shape.lanes), fitting);
        bound.columnTiles = std::max<std::int64_t>(1, ceilDivide(columns, bound.tileColumns));
        const std::int64_t wanted = m_schedule.tileRows > 0 ? m_schedule.tileRows : 64;
        bound.tileRows = roundUp(std::min(wanted, std::max<std::int64_t>(rows, 1)), m_shape.rows);
        const std::int64_t columnUnits = bound.resultBatch.count() * bound.columnTiles;
        const std::int64_t tiles = std::max<std::int64_t>(1, ceilDivide(rows, bound.tileRows));
        const std::int64_t split = std::clamp<std::int64_t>(ceilDivide(4 * m_threads, std::max<std::int64_t>(1, columnUnits)), 1, tiles);
        bound.rowsOfUnit = ceilDivide(tiles, split) * bound.tileRows;
        bound.rowUnits = std::max<std::int64_t>(1, ceilDivide(rows, bound.rowsOfUnit));
    }

    void runUnit(const MatmulBound& bound, void* const* arguments, std::int64_t unit, std::byte* result, std::byte* scratch) const {
        const std::int64_t rowUnit = unit % bound.rowUnits, columnTile = unit / bound.rowUnits % bound.columnTiles;
        const std::int64_t batch = unit / bound.rowUnits / bound.columnTiles;
        const std::int64_t firstColumn = columnTile * bound.tileColumns, depth = bound.leftDepth.count();
        const std::int64_t columns = std::min(bound.tileColumns, bound.resultColumns.count() - firstColumn);
        const auto at = [&](int argument, DType type, std::int64_t offset) {
            return static_cast<std::byte*>(arguments[argument]) + offset * static_cast<std::int64_t>(sizeOf(type));
        };
        const OperandSource left{at(m_kernel.left, m_leftType, bound.leftFirst + bound.leftBatch[batch]), m_leftType, &bound.leftRows, &bound.leftDepth};
        const OperandSource right{at(m_kernel.right, m_rightType, bound.rightFirst + bound.rightBatch[batch]), m_rightType, &bound.rightColumns, &bound.rightDepth};
        if (depth > 0) packRight(m_table->right, m_bf16, m_shape, right, firstColumn, columns, 0, depth, scratch);
        const std::int64_t end = std::min((rowUnit + 1) * bound.rowsOfUnit, bound.resultRows.count());
        for (std::int64_t row = rowUnit * bound.rowsOfUnit; row < end; row += bound.tileRows) {
            const std::int64_t count = std::min(bound.tileRows, end - row);
            if (depth > 0) packLeft(m_table->left, m_bf16, left, row, count, scratch + bound.leftOffset, bound.leftStride);
            m_table->gemm(scratch + bound.leftOffset, bound.leftStride, scratch, gemmDepth(depth, m_bf16), scratch + bound.resultOffset,
                          bound.resultStride, ceilDivide(count, m_shape.rows), ceilDivide(columns, m_shape.lanes));
            storeTile(bound, scratch + bound.resultOffset, result, row, count, firstColumn, columns);
        }
    }

    // Pieces of rows that lie together in the result, for as many rows at once as are evenly spaced.
    void storeTile(const MatmulBound& bound, const std::byte* tile, std::byte* result, std::int64_t firstRow, std::int64_t rows,
                   std::int64_t firstColumn, std::int64_t columns) const {
        const auto bytes = static_cast<std::int64_t>(sizeOf(m_resultType));
        for (std::int64_t row = 0; row < rows;) {
            const std::int64_t nextRow = std::min(rows, bound.resultRows.evenUntil(firstRow + row) - firstRow);
            for (std::int64_t column = 0; column < columns;) {
                const std::int64_t next = std::min(columns, bound.resultColumns.nextUntil(firstColumn + column) - firstColumn);
                std::byte* to = result + (bound.resultRows[firstRow + row] + bound.resultColumns[firstColumn + column]) * bytes;
                m_table->storeRows(to, bound.resultRows.step(firstRow + row) * bytes, tile + row * bound.resultStride + column * 4, bound.resultStride,
                                   nextRow - row, next - column);
                column = next;
            }
            row = nextRow;
        }
    }

    std::shared_ptr<CodeModule> m_code;
    const MatmulTable* m_table;
    Schedule m_schedule;
    kernels::MatmulKernel m_kernel;
    GemmShape m_shape;
    int m_threads;
    DType m_leftType, m_rightType, m_resultType;
    bool m_bf16;
};

}  // namespace

std::shared_ptr<Launch> makeMatmulLaunch(const KernelVariant& variant, std::shared_ptr<CodeModule> code, void* entry, const CpuDescription& cpu) {
    return std::make_shared<MatmulLaunch>(variant, std::move(code), entry, cpu);
}

}  // namespace foldmeter::cpu
