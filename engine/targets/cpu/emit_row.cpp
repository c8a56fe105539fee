#include "targets/cpu/emit_row.h"

#include "base/error.h"

#include <cmath>

namespace foldmeter::cpu {

using kernels::RowKernel;
using Kind = kernels::TileValue::Kind;
using llvm::Value;

namespace {
bool usesBf16Products(const Schedule& schedule, const CpuDescription& cpu) {
    return cpu.hasBf16 || chosenMatmul(schedule) == Schedule::Matmul::Library;
}
}  // namespace

RowEmitter::RowEmitter(llvm::Module& module, const KernelVariant& variant, const CpuDescription& cpu)
    : m_module(module), m_kernel(*variant.kernel), m_rows(std::get<RowKernel>(variant.kernel->body)), m_cpu(cpu),
      m_schedule(variant.schedule), m_plan(planRows(*variant.kernel, usesBf16Products(variant.schedule, cpu))),
      m_code(module.getContext(), cpu), m_blocks(module, cpu) {}

void RowEmitter::emit(const std::string& symbol) {
    auto& b = m_code.b;
    auto* pointer = b.getPtrTy();
    auto* whole = b.getInt64Ty();
    auto* type = llvm::FunctionType::get(b.getVoidTy(), {pointer, pointer, whole, whole, pointer, pointer}, false);
    m_function = llvm::Function::Create(type, llvm::Function::ExternalLinkage, symbol, m_module);
    m_function->addFnAttr(llvm::Attribute::NoUnwind);
    auto* entry = llvm::BasicBlock::Create(m_module.getContext(), "entry", m_function);
    auto* body = llvm::BasicBlock::Create(m_module.getContext(), "body", m_function);
    b.SetInsertPoint(entry);
    m_entryEnd = b.CreateBr(body);
    b.SetInsertPoint(body);
    emitRowOffsets();
    emitLoadsAlongRows();
    emitOuterProducts();
    for (int phase = 0; phase < m_plan.phases; ++phase) {
        emitPhase(phase);
        emitStoresAlongRows(phase);
        emitMatmuls(phase);
    }
    b.CreateRetVoid();
}

Value* RowEmitter::parameter(int slot) {
    Value*& known = m_parameters[slot];
    if (known) return known;
    llvm::IRBuilder<> entry(m_entryEnd);
    Value* address = entry.CreateGEP(entry.getInt64Ty(), m_function->getArg(1), entry.getInt64(static_cast<std::uint64_t>(slot)));
    return known = entry.CreateLoad(entry.getInt64Ty(), address);
}

Value* RowEmitter::size(const SizeSum& sum) {
    if (const auto literal = sum.literal()) return m_code.index(*literal);
    return parameter(m_plan.sizeSlot(sum));
}

Value* RowEmitter::argument(int index) {
    Value*& known = m_arguments[index];
    if (known) return known;
    llvm::IRBuilder<> entry(m_entryEnd);
    Value* address = entry.CreateGEP(entry.getPtrTy(), m_function->getArg(0), entry.getInt64(static_cast<std::uint64_t>(index)));
    return known = entry.CreateLoad(entry.getPtrTy(), address);
}

// Rows are visited in row-major order of the outer axes: the last axis counts up and carries over.
void RowEmitter::forEachRow(int phase, const std::function<void(Row&)>& body) {
    auto& b = m_code.b;
    VectorCode::Values first(m_rows.axes.size());
    Value* rest = m_function->getArg(2);
    for (std::size_t axis = m_rows.axes.size(); axis-- > 0;) {
        Value* extent = size(m_rows.axes[axis]);
        first[axis] = axis == 0 ? rest : b.CreateURem(rest, extent);
        if (axis > 0) rest = b.CreateUDiv(rest, extent);
    }
    m_code.loop(m_code.index(0), m_function->getArg(3), 1, first, [&](Value* r, const VectorCode::Values& axes) {
        Row row;
        row.inTile = r;
        row.axes = axes;
        row.phase = phase;
        body(row);
        VectorCode::Values next(axes.size());
        Value* carry = m_code.index(1);
        for (std::size_t axis = axes.size(); axis-- > 0;) {
            Value* following = b.CreateAdd(axes[axis], carry);
            Value* over = axis == 0 ? b.getFalse() : b.CreateICmpEQ(following, size(m_rows.axes[axis]));
            next[axis] = b.CreateSelect(over, m_code.index(0), following);
            carry = b.CreateZExt(over, b.getInt64Ty());
        }
        return next;
    });
}

int RowEmitter::levelsOf(int phase) const {
    int levels = 1;
    for (std::size_t v = 0; v < m_plan.values.size(); ++v) {
        if (m_plan.values[v].phase != phase) continue;
        levels = std::max(levels, m_plan.values[v].level + 1);
        for (const int level : m_plan.values[v].partLevels) levels = std::max(levels, level + 1);
    }
    return levels;
}

void RowEmitter::emitPhase(int phase) {
    const int levels = levelsOf(phase);
    bool work = false;
    for (int level = 0; level < levels; ++level) work = work || !loopsOf(phase, level).empty();
    for (int v = 0; v < static_cast<int>(m_rows.values.size()); ++v) {
        const bool numberKept = isRowNumber(v) && planned(v).buffer >= 0 && value(v).kind != Kind::Matmul;
        const bool rowStore = value(v).kind == Kind::Store && isRowNumber(v);
        work = work || (planned(v).phase == phase && (numberKept || rowStore));
    }
    if (!work) return;
    forEachRow(phase, [&](Row& row) {
        for (int level = 0; level < levels; ++level) emitLevel(row, level);
    });
}

void RowEmitter::emitLevel(Row& row, int level) {
    emitRowNumbers(row, level);
    for (const Loop& loop : loopsOf(row.phase, level)) emitLoop(row, level, loop);
}

// Row numbers of this level that are kept or stored; others are made when a loop asks for them.
void RowEmitter::emitRowNumbers(Row& row, int level) {
    for (int v = 0; v < static_cast<int>(m_rows.values.size()); ++v) {
        const ValuePlan& plan = planned(v);
        if (!isRowNumber(v) || plan.phase != row.phase || plan.level != level) continue;
        if (value(v).kind == Kind::Matmul || value(v).kind == Kind::OuterProduct || isSum(v)) continue;
        if (value(v).kind == Kind::Store) {
            if (plan.access.path == AccessPlan::Path::AlongRows) continue;
            Lane none;
            store(row, none, v);
            continue;
        }
        if (plan.buffer < 0 || plan.rowOffsets >= 0 || value(v).kind == Kind::Concat) continue;
        Value* made = number(row, v);
        m_code.store(bufferType(plan.buffer), made, bufferRow(row, plan.buffer), nullptr);
    }
}

std::vector<RowEmitter::Loop> RowEmitter::loopsOf(int phase, int level) const {
    std::map<ir::Dim, Loop> loops;
    const auto loopOf = [&](const ir::Dim& inner) -> Loop& {
        Loop& loop = loops[inner];
        loop.inner = inner;
        return loop;
    };
    for (int v = 0; v < static_cast<int>(m_rows.values.size()); ++v) {
        const TileValue& node = value(v);
        const ValuePlan& plan = planned(v);
        if (plan.phase != phase) continue;
        for (std::size_t part = 0; part < plan.partLevels.size(); ++part)
            if (plan.partLevels[part] == level) loopOf(value(node.operands[part]).inner).parts.emplace_back(v, static_cast<int>(part));
        if (plan.level != level) continue;
        if (isSum(v)) loopOf(value(node.operands[0]).inner).sums.push_back(v);
        else if (isRowNumber(v)) continue;
        else if (node.kind == Kind::Store && plan.access.path != AccessPlan::Path::AlongRows) loopOf(node.inner).stores.push_back(v);
        else if (plan.buffer >= 0 && node.kind != Kind::Matmul && node.kind != Kind::OuterProduct && node.kind != Kind::Concat &&
                 plan.rowOffsets < 0)
            loopOf(node.inner).buffers.push_back(v);
    }
    std::vector<Loop> result;
    for (auto& [inner, loop] : loops) result.push_back(std::move(loop));
    return result;
}

// What sums and maxima start from.
VectorCode::Values RowEmitter::neutral(const Loop& loop) {
    VectorCode::Values start;
    for (const int v : loop.sums) {
        const bool real = isFloat(value(v).dtype);
        llvm::Type* type = m_code.type(real ? m_code.b.getFloatTy() : static_cast<llvm::Type*>(m_code.b.getInt32Ty()), true);
        if (value(v).kind == Kind::ReduceSum) start.push_back(llvm::Constant::getNullValue(type));
        else start.push_back(real ? llvm::ConstantFP::get(type, -HUGE_VAL) : llvm::ConstantInt::get(type, 0x80000000u));
    }
    return start;
}

void RowEmitter::emitLoop(Row& row, int level, const Loop& loop) {
    auto& b = m_code.b;
    auto* block = llvm::BasicBlock::Create(b.getContext(), "inner", m_function);
    row.anchor = b.CreateBr(block);
    b.SetInsertPoint(block);
    VectorCode::Values sums = neutral(loop);
    const auto round = [&](Value* inner, Value* mask, const VectorCode::Values& carried) {
        Lane lane{inner, mask, level, {}};
        return emitBody(row, lane, loop, carried);
    };
    const auto literal = SizeSum(loop.inner).literal();
    const std::int64_t lanes = m_code.lanes;
    Value* extent = size(loop.inner);
    const auto maskFrom = [&](Value* inner) {
        Value* left = b.CreateTrunc(b.CreateSub(extent, inner), b.getInt32Ty());
        return b.CreateICmpSLT(m_code.laneIndices(b.getInt32Ty()), m_code.splat(left));
    };
    if (!literal) {
        sums = m_code.loop(m_code.index(0), extent, lanes, sums, [&](Value* inner, const VectorCode::Values& carried) { return round(inner, maskFrom(inner), carried); });
    } else {
        const std::int64_t whole = *literal / lanes * lanes;
        if (whole == lanes) sums = round(m_code.index(0), nullptr, sums);
        else if (whole > 0)
            sums = m_code.loop(m_code.index(0), m_code.index(whole), lanes, sums, [&](Value* inner, const VectorCode::Values& carried) { return round(inner, nullptr, carried); });
        if (whole < *literal) sums = round(m_code.index(whole), maskFrom(m_code.index(whole)), sums);
    }
    row.anchor = nullptr;
    for (std::size_t n = 0; n < loop.sums.size(); ++n) {
        const int v = loop.sums[n];
        Value* total = value(v).kind == Kind::ReduceSum ? m_code.sumOfLanes(sums[n]) : m_code.maximumOfLanes(sums[n]);
        row.numbers[v] = total;
        if (planned(v).buffer >= 0) m_code.store(bufferType(planned(v).buffer), total, bufferRow(row, planned(v).buffer), nullptr);
    }
}

std::vector<Value*> RowEmitter::emitBody(Row& row, Lane& lane, const Loop& loop, const std::vector<Value*>& sums) {
    auto& b = m_code.b;
    for (const int v : loop.buffers) storeBuffer(row, lane, v, make(row, lane, v));
    VectorCode::Values next = sums;
    for (std::size_t n = 0; n < loop.sums.size(); ++n) {
        const TileValue& node = value(loop.sums[n]);
        Value* term = make(row, lane, node.operands[0]);
        const bool real = term->getType()->getScalarType()->isFloatTy();
        const bool sum = node.kind == Kind::ReduceSum;
        if (isFloat(node.dtype) && !real) term = m_code.convert(term, DType::F32);
        if (!term->getType()->getScalarType()->isFloatTy()) term = m_code.convert(term, DType::I32);
        Value* combined = m_code.elementwise(sum ? ir::Op::Add : ir::Op::Max, {next[n], term}, DType::F32);
        next[n] = lane.mask ? b.CreateSelect(lane.mask, combined, next[n]) : combined;
    }
    for (const auto& [concat, part] : loop.parts) {
        std::int64_t offset = 0;
        for (int p = 0; p < part; ++p) offset += value(value(concat).operands[static_cast<std::size_t>(p)]).inner.factor;
        const int operand = value(concat).operands[static_cast<std::size_t>(part)];
        Value* what = isRowNumber(operand) ? m_code.splat(number(row, operand)) : make(row, lane, operand);
        const DType type = bufferType(planned(concat).buffer);
        Value* at = b.CreateAdd(lane.inner, m_code.index(offset));
        Value* address = m_code.element(m_code.memoryType(type), bufferRow(row, planned(concat).buffer), at);
        m_code.store(type, what, address, lane.mask);
    }
    for (const int v : loop.stores) store(row, lane, v);
    return next;
}

void emitRowKernel(llvm::Module& module, const KernelVariant& variant, const CpuDescription& cpu, const std::string& symbol) {
    RowEmitter(module, variant, cpu).emit(symbol);
}

}  // namespace foldmeter::cpu
