// Values of the tile program, element by element, and where they lie.
#include "targets/cpu/emit_row.h"

#include "base/error.h"

namespace foldmeter::cpu {

using Kind = kernels::TileValue::Kind;
using llvm::Value;

// --- scratch ---------------------------------------------------------------------------------------------------------

DType RowEmitter::bufferType(int buffer) const {
    switch (m_plan.buffers[static_cast<std::size_t>(buffer)].element) {
        case BufferPlan::Element::F32: return DType::F32;
        case BufferPlan::Element::BF16: return DType::BF16;
        case BufferPlan::Element::I32: return DType::I32;
        case BufferPlan::Element::I64: return DType::I64;
    }
    return DType::F32;
}

Value* RowEmitter::bufferBase(int buffer) {
    return m_code.element(m_code.b.getInt8Ty(), m_function->getArg(4), parameter(m_plan.offsetSlot(buffer)));
}

Value* RowEmitter::bufferStride(int buffer) {
    const BufferPlan& plan = m_plan.buffers[static_cast<std::size_t>(buffer)];
    if (const auto literal = SizeSum(plan.inner).literal()) return m_code.index(strideOf(plan, *literal));
    return parameter(m_plan.strideSlot(buffer));
}

Value* RowEmitter::bufferRow(Row& row, int buffer) {
    Value*& known = row.buffers[buffer];
    if (known) return known;
    return known = atAnchor(row, [&] {
        Value* offset = m_code.b.CreateMul(row.inTile, bufferStride(buffer));
        return m_code.element(m_code.memoryType(bufferType(buffer)), bufferBase(buffer), offset);
    });
}

// Rows are padded to whole vectors, so nothing is masked. Bools are kept as 0 and 1.
Value* RowEmitter::loadBuffer(Row& row, int v, Value* inner, bool vector) {
    const int buffer = planned(v).buffer;
    const DType type = bufferType(buffer);
    Value* address = m_code.element(m_code.memoryType(type), bufferRow(row, buffer), inner);
    Value* loaded = m_code.load(type, address, vector, nullptr);
    return value(v).dtype == DType::Bool ? m_code.convert(loaded, DType::Bool) : loaded;
}

void RowEmitter::storeBuffer(Row& row, Lane& lane, int v, Value* what) {
    const int buffer = planned(v).buffer;
    const DType type = bufferType(buffer);
    m_code.store(type, what, m_code.element(m_code.memoryType(type), bufferRow(row, buffer), lane.inner), nullptr);
}

// --- addresses -------------------------------------------------------------------------------------------------------

// Address of inner index 0 of this row.
Value* RowEmitter::base(Row& row, const AccessPlan& access) {
    Value*& known = row.bases[&access];
    if (known) return known;
    auto& b = m_code.b;
    return known = atAnchor(row, [&] {
        Value* offset = size(access.constant);
        for (std::size_t axis = 0; axis < access.axes.size(); ++axis)
            if (access.axes[axis].literal() != 0) offset = b.CreateAdd(offset, b.CreateMul(row.axes[axis], size(access.axes[axis])));
        for (const auto& [loaded, coefficient] : access.loadedRow)
            offset = b.CreateAdd(offset, b.CreateMul(b.CreateSExt(number(row, loaded), b.getInt64Ty()), size(coefficient)));
        return m_code.element(m_code.memoryType(dtypeOf(access.argument)), argument(access.argument), offset);
    });
}

Value* RowEmitter::maskOf(Lane& lane) {
    if (lane.mask) return lane.mask;
    return llvm::Constant::getAllOnesValue(m_code.type(m_code.b.getInt1Ty(), true));
}

// inner, inner + step, ... as i64.
Value* RowEmitter::innerIndices(Lane& lane, Value* inner, std::int64_t step) {
    auto& b = m_code.b;
    (void)lane;
    Value* lanes = m_code.laneIndices(b.getInt64Ty());
    if (step != 1) lanes = b.CreateMul(lanes, m_code.splat(m_code.index(step)));
    return b.CreateAdd(m_code.splat(inner), lanes);
}

// Element indices of a gather or scatter, relative to base().
Value* RowEmitter::elementAddress(Row& row, Lane& lane, const AccessPlan& access, Value* inner, std::int64_t step) {
    auto& b = m_code.b;
    Value* indices = b.CreateMul(innerIndices(lane, inner, step), m_code.splat(size(access.inner)));
    for (const auto& [loaded, coefficient] : access.loadedEach) {
        check(step == 1, "a slice of a load with an address for every element is not supported");
        Value* each = b.CreateSExt(make(row, lane, loaded), m_code.type(b.getInt64Ty(), true));
        indices = b.CreateAdd(indices, b.CreateMul(each, m_code.splat(size(coefficient))));
    }
    return indices;
}

Value* RowEmitter::load(Row& row, Lane& lane, const AccessPlan& access, Value* inner, std::int64_t step, bool vector) {
    const DType dtype = dtypeOf(access.argument);
    Value* start = base(row, access);
    if (!vector) return m_code.load(dtype, start, false, nullptr);
    if (access.path == AccessPlan::Path::Uniform) return m_code.splat(m_code.load(dtype, start, false, nullptr));
    if (access.path == AccessPlan::Path::Contiguous && step == 1)
        return m_code.load(dtype, m_code.element(m_code.memoryType(dtype), start, inner), true, lane.mask);
    return m_code.gather(dtype, start, elementAddress(row, lane, access, inner, step), maskOf(lane));
}

void RowEmitter::store(Row& row, Lane& lane, int v) {
    const AccessPlan& access = planned(v).access;
    const DType dtype = dtypeOf(access.argument);
    const int operand = value(v).operands[0];
    Value* start = base(row, access);
    if (isRowNumber(v)) return m_code.store(dtype, number(row, operand), start, nullptr);
    Value* what = isRowNumber(operand) ? m_code.splat(number(row, operand)) : make(row, lane, operand);
    if (access.path == AccessPlan::Path::Contiguous)
        return m_code.store(dtype, what, m_code.element(m_code.memoryType(dtype), start, lane.inner), lane.mask);
    m_code.scatter(dtype, what, start, elementAddress(row, lane, access, lane.inner, 1), maskOf(lane));
}

// --- values ----------------------------------------------------------------------------------------------------------

Value* RowEmitter::number(Row& row, int v) {
    const auto known = row.numbers.find(v);
    if (known != row.numbers.end()) return known->second;
    Value* made = atAnchor(row, [&] { return makeNumber(row, v); });
    row.numbers[v] = made;
    return made;
}

Value* RowEmitter::makeNumber(Row& row, int v) {
    auto& b = m_code.b;
    const TileValue& node = value(v);
    const ValuePlan& plan = planned(v);
    const bool stepMade = node.kind == Kind::Matmul || node.kind == Kind::OuterProduct || node.kind == Kind::Concat || plan.rowOffsets >= 0;
    Lane none;
    if (plan.buffer >= 0 && (stepMade || plan.phase != row.phase)) return loadBuffer(row, v, m_code.index(0), false);
    switch (node.kind) {
        case Kind::Constant:
            if (isFloat(node.dtype)) return llvm::ConstantFP::get(b.getFloatTy(), node.number);
            if (node.dtype == DType::Bool) return b.getInt1(node.number != 0);
            return b.getInt32(static_cast<std::uint32_t>(static_cast<std::int64_t>(node.number)));
        case Kind::InnerIndex: return b.getInt32(0);
        case Kind::AxisIndex: return b.CreateTrunc(row.axes.at(static_cast<std::size_t>(node.axis)), b.getInt32Ty());
        case Kind::Load: return load(row, none, plan.access, m_code.index(0), 1, false);
        case Kind::SliceInner: return slice(row, none, v);
        case Kind::Elementwise: {
            std::vector<Value*> operands;
            for (const int operand : node.operands) operands.push_back(number(row, operand));
            return m_code.elementwise(node.op, operands, node.dtype);
        }
        default: throw InternalError("row value " + std::to_string(v) + " of kernel " + m_kernel.name + " is used before its loop");
    }
}

Value* RowEmitter::make(Row& row, Lane& lane, int v) {
    const auto known = lane.made.find(v);
    if (known != lane.made.end()) return known->second;
    Value* made = makeValue(row, lane, v);
    lane.made[v] = made;
    return made;
}

Value* RowEmitter::makeValue(Row& row, Lane& lane, int v) {
    auto& b = m_code.b;
    const TileValue& node = value(v);
    const ValuePlan& plan = planned(v);
    if (isRowNumber(v)) return m_code.splat(number(row, v));
    const bool stepMade = node.kind == Kind::Matmul || node.kind == Kind::OuterProduct || node.kind == Kind::Concat || plan.rowOffsets >= 0;
    if (plan.buffer >= 0 && (stepMade || plan.phase != row.phase || plan.level != lane.level)) return loadBuffer(row, v, lane.inner, true);
    switch (node.kind) {
        case Kind::Constant:
            return isFloat(node.dtype) ? llvm::ConstantFP::get(m_code.type(b.getFloatTy(), true), node.number)
                   : node.dtype == DType::Bool
                       ? llvm::ConstantInt::get(m_code.type(b.getInt1Ty(), true), node.number != 0)
                       : llvm::ConstantInt::get(m_code.type(b.getInt32Ty(), true), static_cast<std::uint64_t>(static_cast<std::int64_t>(node.number)), true);
        case Kind::InnerIndex:
            return b.CreateAdd(m_code.splat(b.CreateTrunc(lane.inner, b.getInt32Ty())), m_code.laneIndices(b.getInt32Ty()));
        case Kind::AxisIndex: return m_code.splat(b.CreateTrunc(row.axes.at(static_cast<std::size_t>(node.axis)), b.getInt32Ty()));
        case Kind::Load: return load(row, lane, plan.access, lane.inner, 1, true);
        case Kind::SliceInner: return slice(row, lane, v);
        case Kind::Elementwise: {
            std::vector<Value*> operands;
            for (const int operand : node.operands) operands.push_back(make(row, lane, operand));
            return m_code.elementwise(node.op, operands, node.dtype);
        }
        default: throw InternalError("tile value " + std::to_string(v) + " of kernel " + m_kernel.name + " is used outside its loop");
    }
}

// Operand at start + step * inner: from scratch, or straight from memory where the operand is a plain load.
Value* RowEmitter::slice(Row& row, Lane& lane, int v) {
    auto& b = m_code.b;
    const TileValue& node = value(v);
    const int operand = node.operands[0];
    const bool vector = !isRowNumber(v);
    Value* from = vector ? lane.inner : m_code.index(0);
    Value* inner = b.CreateAdd(m_code.index(node.start), b.CreateMul(from, m_code.index(node.step)));
    if (planned(operand).buffer < 0) {
        if (vector) return load(row, lane, planned(operand).access, inner, node.step, true);
        const DType dtype = dtypeOf(planned(operand).access.argument);
        return m_code.load(dtype, m_code.element(m_code.memoryType(dtype), base(row, planned(operand).access), inner), false, nullptr);
    }
    if (!vector || node.step == 1) return loadBuffer(row, operand, inner, vector);
    if (node.step == 2) {   // every other element of two vectors; what is read behind the row is not used
        Value* low = loadBuffer(row, operand, inner, true);
        Value* high = loadBuffer(row, operand, b.CreateAdd(inner, m_code.index(m_code.lanes - 1)), true);
        llvm::SmallVector<int, 16> lanes;
        for (int i = 0; i < m_code.lanes; ++i) lanes.push_back(2 * i < m_code.lanes ? 2 * i : 2 * i + 1);
        return b.CreateShuffleVector(low, high, lanes);
    }
    const int buffer = planned(operand).buffer;
    Value* made = m_code.gather(bufferType(buffer), bufferRow(row, buffer), innerIndices(lane, inner, node.step), maskOf(lane));
    return value(operand).dtype == DType::Bool ? m_code.convert(made, DType::Bool) : made;
}

}  // namespace foldmeter::cpu
