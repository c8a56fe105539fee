// Steps over a whole tile: memory whose neighbours are rows, outer products, products with a weight.
#include "targets/cpu/emit_row.h"

#include "base/error.h"

namespace foldmeter::cpu {

using Kind = kernels::TileValue::Kind;
using llvm::Value;

// Addresses (in elements) of every row of the tile for what is moved along rows.
void RowEmitter::emitRowOffsets() {
    bool any = false;
    for (const ValuePlan& plan : m_plan.values) any = any || plan.rowOffsets >= 0;
    if (!any) return;
    auto& b = m_code.b;
    forEachRow(-1, [&](Row& row) {
        for (const ValuePlan& plan : m_plan.values) {
            if (plan.rowOffsets < 0) continue;
            Value* offset = size(plan.access.constant);
            for (std::size_t axis = 0; axis < plan.access.axes.size(); ++axis)
                offset = b.CreateAdd(offset, b.CreateMul(row.axes[axis], size(plan.access.axes[axis])));
            b.CreateStore(offset, bufferRow(row, plan.rowOffsets));
        }
    });
}

void RowEmitter::emitLoadsAlongRows() {
    for (int v = 0; v < static_cast<int>(m_rows.values.size()); ++v) {
        const ValuePlan& plan = planned(v);
        if (value(v).kind != Kind::Load || plan.rowOffsets < 0) continue;
        const DType buffer = bufferType(plan.buffer);
        m_code.b.CreateCall(m_blocks.loadAlongRows(dtypeOf(plan.access.argument), buffer),
                            {argument(plan.access.argument), bufferBase(plan.rowOffsets), size(plan.access.inner), bufferBase(plan.buffer),
                             bufferStride(plan.buffer), m_function->getArg(3), size(value(v).inner)});
    }
}

void RowEmitter::emitStoresAlongRows(int phase) {
    for (int v = 0; v < static_cast<int>(m_rows.values.size()); ++v) {
        const ValuePlan& plan = planned(v);
        if (value(v).kind != Kind::Store || plan.rowOffsets < 0 || plan.phase != phase) continue;
        const int buffer = planned(value(v).operands[0]).buffer;
        m_code.b.CreateCall(m_blocks.storeAlongRows(dtypeOf(plan.access.argument), bufferType(buffer)),
                            {argument(plan.access.argument), bufferBase(plan.rowOffsets), size(plan.access.inner), bufferBase(buffer),
                             bufferStride(buffer), m_function->getArg(3), size(value(v).inner)});
    }
}

void RowEmitter::emitOuterProducts() {
    for (int v = 0; v < static_cast<int>(m_rows.values.size()); ++v)
        if (value(v).kind == Kind::OuterProduct) forEachRow(-1, [&](Row& row) { emitOuterProduct(row, v); });
}

// For a few left channels at a time, all right channels of one vector are summed in registers.
void RowEmitter::emitOuterProduct(Row& row, int v) {
    auto& b = m_code.b;
    const TileValue& node = value(v);
    const AccessPlan &left = planned(v).access, &right = planned(v).right;
    constexpr std::int64_t leftAtOnce = 8;
    const std::int64_t rightInner = SizeSum(node.rightInner).literal().value();
    check(right.inner.literal() == 1, "the right operand of an outer product lies along its channels");
    const std::int64_t leftInner = SizeSum(node.inner).literal().value() / rightInner;
    const DType leftType = dtypeOf(left.argument), rightType = dtypeOf(right.argument), type = bufferType(planned(v).buffer);
    Value* leftBase = base(row, left);
    Value* rightBase = base(row, right);
    Value* target = bufferRow(row, planned(v).buffer);
    for (std::int64_t e = 0; e < rightInner; e += m_code.lanes) {
        Value* mask = nullptr;
        if (e + m_code.lanes > rightInner)
            mask = b.CreateICmpSLT(m_code.laneIndices(b.getInt32Ty()), m_code.splat(b.getInt32(static_cast<std::uint32_t>(rightInner - e))));
        m_code.loop(m_code.index(0), m_code.index(leftInner), leftAtOnce, {}, [&](Value* c, const VectorCode::Values&) {
            const auto count = static_cast<std::size_t>(std::min(leftAtOnce, leftInner));
            const VectorCode::Values zeros(count, llvm::Constant::getNullValue(m_code.type(b.getFloatTy(), true)));
            const auto clamp = [&](std::size_t n) {   // a last group that is not whole computes its last channel again
                return b.CreateBinaryIntrinsic(llvm::Intrinsic::smin, b.CreateAdd(c, m_code.index(static_cast<std::int64_t>(n))), m_code.index(leftInner - 1));
            };
            const auto sums = m_code.loop(m_code.index(0), size(node.summed), 1, zeros, [&](Value* s, const VectorCode::Values& carried) {
                Value* rightAt = b.CreateAdd(b.CreateMul(s, size(right.summed)), m_code.index(e));
                Value* factor = m_code.load(rightType, m_code.element(m_code.memoryType(rightType), rightBase, rightAt), true, mask);
                VectorCode::Values next = carried;
                for (std::size_t n = 0; n < count; ++n) {
                    Value* leftAt = b.CreateAdd(b.CreateMul(s, size(left.summed)), b.CreateMul(clamp(n), size(left.inner)));
                    Value* number = m_code.load(leftType, m_code.element(m_code.memoryType(leftType), leftBase, leftAt), false, nullptr);
                    next[n] = m_code.multiplyAdd(m_code.splat(number), factor, carried[n]);
                }
                return next;
            });
            for (std::size_t n = 0; n < count; ++n) {
                Value* at = b.CreateAdd(b.CreateMul(clamp(n), m_code.index(rightInner)), m_code.index(e));
                m_code.store(type, sums[n], m_code.element(m_code.memoryType(type), target, at), mask);
            }
            return VectorCode::Values{};
        });
    }
}

void RowEmitter::emitMatmuls(int phase) {
    int site = 0;
    for (int v = 0; v < static_cast<int>(m_rows.values.size()); ++v) {
        if (value(v).kind != Kind::Matmul) continue;
        if (planned(v).phase == phase) emitMatmul(v, site);
        ++site;
    }
}

void RowEmitter::emitMatmul(int v, int site) {
    auto& b = m_code.b;
    const ValuePlan& operand = planned(value(v).operands[0]);
    const int from = operand.bf16Copy >= 0 ? operand.bf16Copy : operand.buffer, to = planned(v).buffer;
    Value* rows = m_function->getArg(3);
    if (operand.bf16Copy >= 0)
        b.CreateCall(m_blocks.copyRows(DType::F32, DType::BF16, true),
                     {bufferBase(from), b.CreateMul(bufferStride(from), m_code.index(2)), bufferBase(operand.buffer),
                      b.CreateMul(bufferStride(operand.buffer), m_code.index(4)), rows, size(value(value(v).operands[0]).inner)});
    Value* weight = argument(value(v).weight);
    if (chosenMatmul(m_schedule) == Schedule::Matmul::Library) {
        Value* entry = b.CreateLoad(b.getPtrTy(), m_code.element(b.getPtrTy(), m_function->getArg(5), m_code.index(site)));
        auto* type = llvm::FunctionType::get(b.getVoidTy(), {b.getPtrTy(), b.getPtrTy(), b.getPtrTy(), b.getPtrTy(), b.getInt64Ty()}, false);
        b.CreateCall(type, b.CreateLoad(b.getPtrTy(), entry), {entry, bufferBase(from), weight, bufferBase(to), rows});
        return;
    }
    const bool bf16 = bufferType(from) == DType::BF16;
    const GemmShape shape = gemmShape(m_cpu);
    const std::int64_t in = SizeSum(value(value(v).operands[0]).inner).literal().value();
    const std::int64_t out = SizeSum(value(v).inner).literal().value();
    if (bf16 && in % 2 == 1)   // the last element of a row is multiplied as a pair, with a zero of the weight
        m_code.loop(rows, [&](Value* row) {
            Value* at = b.CreateAdd(b.CreateMul(row, bufferStride(from)), m_code.index(in));
            b.CreateAlignedStore(b.getInt16(0), m_code.element(b.getInt16Ty(), bufferBase(from), at), llvm::Align(2));
        });
    Value* blocks = b.CreateUDiv(b.CreateAdd(rows, m_code.index(shape.rows - 1)), m_code.index(shape.rows));
    b.CreateCall(m_blocks.gemm(bf16), {bufferBase(from), b.CreateMul(bufferStride(from), m_code.index(bf16 ? 2 : 4)), weight,
                                       m_code.index(gemmDepth(in, bf16)), bufferBase(to), b.CreateMul(bufferStride(to), m_code.index(4)), blocks,
                                       m_code.index(ceilDivide(out, shape.lanes))});
}

}  // namespace foldmeter::cpu
