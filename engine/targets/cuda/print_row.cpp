#include "targets/cuda/print_row.h"

#include "base/error.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace foldmeter::cuda {

using kernels::AccessPlan;
using kernels::BufferPlan;
using kernels::RowKernel;
using kernels::SizeSum;
using Kind = kernels::TileValue::Kind;

std::string storedType(DType dtype) {
    switch (dtype) {
        case DType::F32: return "float";
        case DType::BF16: return "bf16";
        case DType::I32: return "int";
        case DType::Bool: return "unsigned char";
        default: throw InternalError("the NVIDIA target has no element type " + std::string(nameOf(dtype)));
    }
}

std::string registerType(DType dtype) { return isFloat(dtype) ? "float" : dtype == DType::Bool ? "bool" : "int"; }

std::string indented(const std::string& text, int levels) {
    std::string result;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        if (end > at && text[at] != '#') result.append(static_cast<std::size_t>(levels) * 4, ' ');
        result.append(text, at, end - at).push_back('\n');
        at = end + 1;
    }
    return result;
}

RowPrinter::RowPrinter(const kernels::Kernel& kernel, std::int64_t sharedLimit, const Schedule& schedule)
    : m_kernel(kernel), m_rows(std::get<RowKernel>(kernel.body)), m_plan(planTile(kernel, sharedLimit, schedule.tileRows)), m_blocks(schedule.blocks > 0 ? schedule.blocks : leastBlocks) {}

std::string RowPrinter::print(const std::string& entry) {
    std::string body = bufferDeclarations();
    body += "for (long long tile = blockIdx.x; tile < p.tiles; tile += gridDim.x) {\n";
    std::string tile = fmt::format("const unsigned piece = static_cast<unsigned>(tile) / static_cast<unsigned>(p.tilesOfPiece);\n"
                                   "const long long before = (tile - piece * p.tilesOfPiece) * {0}, first = p.firstRow + piece * p.rowsApart + before;\n"
                                   "const int alive = static_cast<int>(min(p.rowsOfPiece - before, {0}ll));\n", m_plan.tileRows);
    const std::string before = loadsAlongRows() + outerProducts();
    tile += rowOffsets() + before + (before.empty() ? "" : "__syncthreads();\n");
    for (int n = 0; n < m_plan.rows.phases; ++n) tile += phase(n);   // each ends with a barrier where what follows needs one
    body += indented(tile, 1) + "}\n";
    return parameters() + signature(entry) + " {\n" + indented(body, 1) + "}\n";
}

std::string RowPrinter::parameters() const {
    std::string text = "struct Parameters {\n    long long tiles;\n    long long tilesOfPiece, firstRow, rowsApart, rowsOfPiece;   // pieces are neighbouring rows\n    unsigned char* scratch;   // of all blocks; buffers that find no place in shared memory\n"
                       "    long long scratchPerBlock;\n";
    for (const int buffer : m_plan.symbolic) text += fmt::format("    long long place{0}, stride{0};   // of a buffer of {1} a row\n", buffer, toText(m_plan.buffers[static_cast<std::size_t>(buffer)].inner));
    const auto& sums = m_plan.rows.sizes.sums();
    if (!sums.empty()) text += fmt::format("    long long size[{}];\n", sums.size());
    return text + "};\n\n";
}

std::string RowPrinter::signature(const std::string& entry) const {
    std::string text = fmt::format("extern \"C\" __global__ void __launch_bounds__({}, {}) {}(", threadsPerBlock, m_blocks, entry);
    for (std::size_t n = 0; n < m_kernel.arguments.size(); ++n) {
        const auto& argument = m_kernel.arguments[n];
        const bool packed = std::any_of(m_rows.values.begin(), m_rows.values.end(), [&](const TileValue& v) {
            return v.kind == Kind::Matmul && static_cast<std::size_t>(v.weight) == n;
        });
        const std::string type = packed && argument.type.dtype == DType::BF16 ? "uint2" : storedType(argument.type.dtype);
        text += fmt::format("{}{}* a{}, ", argument.role == kernels::Argument::Role::Output ? "" : "const ", type, n);
    }
    return text + "const Parameters p)";
}

std::string RowPrinter::bufferDeclarations() const {
    std::string text;
    if (m_plan.buffers.empty()) return text;
    text += "extern __shared__ __align__(16) unsigned char shared[];\n";
    bool scratch = !m_plan.symbolic.empty() || m_plan.scratchBytes > 0;
    if (scratch) text += "unsigned char* const scratch = p.scratch + blockIdx.x * p.scratchPerBlock;\n";
    if (!m_plan.symbolic.empty())
        text += fmt::format("unsigned char* const wide = p.scratchPerBlock > 0 ? scratch + {} : shared + {};\n", m_plan.scratchBytes, m_plan.sharedBytes);
    for (std::size_t n = 0; n < m_plan.buffers.size(); ++n) {
        const TileBuffer& buffer = m_plan.buffers[n];
        const char* type = buffer.element == BufferPlan::Element::BF16  ? "bf16"
                           : buffer.element == BufferPlan::Element::I32 ? "int"
                           : buffer.element == BufferPlan::Element::I64 ? "long long"
                                                                        : "float";
        const std::string place = buffer.literal ? fmt::format("{} + {}", buffer.shared ? "shared" : "scratch", buffer.offset) : fmt::format("wide + p.place{}", n);
        text += fmt::format("{0}* const b{1} = reinterpret_cast<{0}*>({2});   // {3} a row\n", type, n, place, toText(buffer.inner));
    }
    return text;
}

// Row-major position of a row as the indices of the outer axes.
std::string RowPrinter::axesOf(const std::string& row) const {
    std::string text, rest = row;
    for (std::size_t axis = m_rows.axes.size(); axis-- > 0;) {
        const std::string extent = size(m_rows.axes[axis]);
        text += fmt::format("const long long i{} = {};\n", axis, axis == 0 ? rest : fmt::format("{} % {}", rest, extent));
        if (axis == 0) break;
        text += fmt::format("const long long rest{} = {} / {};\n", axis, rest, extent);
        rest = fmt::format("rest{}", axis);
    }
    return text;
}

std::string RowPrinter::rowLoop(const std::string& body) const {
    std::string text = fmt::format("for (int round = 0; round < {}; ++round) {{\n", m_plan.tileRows / m_plan.rowsAtOnce());
    std::string inside = m_plan.lanesPerRow == 1
                             ? fmt::format("const int r = round * {} + threadIdx.x, lane = 0;\n", m_plan.rowsAtOnce())
                             : fmt::format("const int r = round * {} + threadIdx.x / {}, lane = threadIdx.x % {};\n", m_plan.rowsAtOnce(), m_plan.lanesPerRow, m_plan.lanesPerRow);
    inside += "const bool live = r < alive;\nconst long long row = first + min(r, alive - 1);\n";
    return text + indented(inside + axesOf("row") + body, 1) + "}\n";
}

int RowPrinter::levelsOf(int phase) const {
    int levels = 1;
    for (const auto& plan : m_plan.rows.values) {
        if (plan.phase != phase) continue;
        levels = std::max(levels, plan.level + 1);
        for (const int level : plan.partLevels) levels = std::max(levels, level + 1);
    }
    return levels;
}

bool RowPrinter::madeByStep(int v) const {
    const Kind kind = value(v).kind;
    return kind == Kind::Matmul || kind == Kind::OuterProduct || kind == Kind::Concat || planned(v).rowOffsets >= 0;
}

std::vector<RowPrinter::Loop> RowPrinter::loopsOf(int phase, int level) const {
    std::map<ir::Dim, Loop> loops;
    const auto loopOf = [&](const ir::Dim& inner) -> Loop& {
        Loop& loop = loops[inner];
        loop.inner = inner;
        return loop;
    };
    for (int v = 0; v < count(); ++v) {
        const auto& plan = planned(v);
        if (plan.phase != phase) continue;
        for (std::size_t part = 0; part < plan.partLevels.size(); ++part)
            if (plan.partLevels[part] == level) loopOf(value(value(v).operands[part]).inner).parts.emplace_back(v, static_cast<int>(part));
        if (plan.level != level) continue;
        if (isSum(v)) loopOf(value(value(v).operands[0]).inner).sums.push_back(v);
        else if (isRowNumber(v)) continue;
        else if (value(v).kind == Kind::Store && plan.access.path != AccessPlan::Path::AlongRows) loopOf(value(v).inner).stores.push_back(v);
        else if (plan.buffer >= 0 && !madeByStep(v)) loopOf(value(v).inner).buffers.push_back(v);
    }
    std::vector<Loop> result;
    for (auto& [inner, loop] : loops) result.push_back(std::move(loop));
    return result;
}

std::string RowPrinter::phase(int number) {
    Row row;
    row.phase = number;
    for (int n = 0; n < levelsOf(number); ++n) level(row, n);
    std::string text;
    if (!row.text.empty()) text += rowLoop(row.text);
    const std::string padding = productPadding(number), after = storesAlongRows(number) + products(number);
    text += padding;
    const std::string barrier = m_plan.buffers.empty() ? "" : "__syncthreads();\n";
    const bool last = number == m_plan.rows.phases - 1;
    if (!text.empty() && (!after.empty() || !last || nextTileOverwrites(number))) text += barrier;
    if (!after.empty()) text += after + (!last || nextTileOverwrites(number) ? barrier : "");
    return text;
}

// Whether what a block writes first of its next tile lies where this phase, the last one, still reads or writes.
bool RowPrinter::nextTileOverwrites(int phase) const {
    std::set<std::size_t> first;   // written before the first barrier of a tile
    for (const auto& plan : m_plan.rows.values)
        if (plan.rowOffsets >= 0) first.insert(static_cast<std::size_t>(plan.rowOffsets));
    const bool offsetsFirst = !first.empty();
    for (std::size_t n = 0; n < m_plan.buffers.size() && !offsetsFirst; ++n)
        if (m_plan.rows.buffers[n].firstPhase == 0) first.insert(n);
    const auto end = [&](const TileBuffer& buffer) { return buffer.offset + buffer.stride * buffer.bytesOfElement() * m_plan.tileRows; };
    for (std::size_t n = 0; n < m_plan.buffers.size(); ++n) {
        if (phase < m_plan.rows.buffers[n].firstPhase || phase > m_plan.rows.buffers[n].lastPhase) continue;
        const TileBuffer& used = m_plan.buffers[n];
        for (const std::size_t other : first) {
            const TileBuffer& written = m_plan.buffers[other];
            if (other == n) return true;
            if (used.literal && written.literal && used.shared == written.shared && used.offset < end(written) && written.offset < end(used)) return true;
        }
    }
    return false;
}

void RowPrinter::level(Row& row, int level) {
    keepNumbers(row, level);
    for (const Loop& next : loopsOf(row.phase, level)) loop(row, level, next);
    if (m_plan.lanesPerRow > 1 && !m_plan.buffers.empty() && !row.text.empty()) row.text += "__syncwarp();\n";
}

// Row numbers of this level that are kept or stored; others are made when a loop asks for them.
void RowPrinter::keepNumbers(Row& row, int level) {
    for (int v = 0; v < count(); ++v) {
        const auto& plan = planned(v);
        if (!isRowNumber(v) || plan.phase != row.phase || plan.level != level || isSum(v)) continue;
        if (value(v).kind == Kind::Store) {
            if (plan.access.path != AccessPlan::Path::AlongRows) store(row, nullptr, v);
            continue;
        }
        if (plan.buffer < 0 || madeByStep(v)) continue;
        const std::string what = number(row, v);
        row.text += fmt::format("if (lane == 0) store(&{}, {});\n", bufferPlace(plan.buffer, "r", "0"), what);
    }
}

void RowPrinter::loop(Row& row, int level, const Loop& loop) {
    Lane lane;
    lane.level = level;
    loopBody(row, lane, loop);
    for (const int v : loop.sums) {
        const bool real = isFloat(value(v).dtype);
        const bool sum = value(v).kind == Kind::ReduceSum;
        row.text += fmt::format("{} s{} = {};\n", real ? "float" : "int", v, sum ? "0" : real ? "__int_as_float(0xff800000)" : "-2147483647 - 1");
    }
    row.text += fmt::format("for (int c = lane; c < {}; c += {}) {{\n{}}}\n", size(loop.inner), m_plan.lanesPerRow, indented(lane.text, 1));
    for (const int v : loop.sums) {
        const std::string total = fmt::format("{}OverRow<{}>(s{})", value(v).kind == Kind::ReduceSum ? "sum" : "max", m_plan.lanesPerRow, v);
        row.text += fmt::format("const {} n{} = {};\n", registerType(value(v).dtype), v, value(v).dtype == DType::BF16 ? "rounded(" + total + ")" : total);
        row.numbers[v] = fmt::format("n{}", v);
        if (planned(v).buffer >= 0) row.text += fmt::format("if (lane == 0) store(&{}, n{});\n", bufferPlace(planned(v).buffer, "r", "0"), v);
    }
}

void RowPrinter::loopBody(Row& row, Lane& lane, const Loop& loop) {
    for (const int v : loop.buffers) {
        const std::string what = make(row, lane, v);
        lane.text += fmt::format("store(&{}, {});\n", bufferPlace(planned(v).buffer, "r", "c"), what);
    }
    for (const int v : loop.sums) {
        const std::string term = make(row, lane, value(v).operands[0]);
        const bool real = isFloat(value(v).dtype);
        if (value(v).kind == Kind::ReduceSum) lane.text += fmt::format("s{} += {};\n", v, term);
        else lane.text += fmt::format("s{0} = {1}(s{0}, {2});\n", v, real ? "fmaxf" : "max", term);
    }
    for (const auto& [concat, part] : loop.parts) {
        std::int64_t offset = 0;
        for (int p = 0; p < part; ++p) offset += value(value(concat).operands[static_cast<std::size_t>(p)]).inner.factor;
        const int operand = value(concat).operands[static_cast<std::size_t>(part)];
        const std::string what = make(row, lane, operand);
        lane.text += fmt::format("store(&{}, {});\n", bufferPlace(planned(concat).buffer, "r", fmt::format("{} + c", offset)), what);
    }
    for (const int v : loop.stores) store(row, &lane, v);
}

}  // namespace foldmeter::cuda
