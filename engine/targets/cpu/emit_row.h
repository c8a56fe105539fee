// Writes the code of a RowKernel along its plan. One object writes one function.
#pragma once

#include "targets/cpu/emit_kernel.h"

#include <map>

namespace foldmeter::cpu {

class RowEmitter {
public:
    RowEmitter(llvm::Module& module, const KernelVariant& variant, const CpuDescription& cpu);
    void emit(const std::string& symbol);

private:
    using Value = llvm::Value;
    using TileValue = kernels::TileValue;

    // One loop along inner: which elements the vector at hand covers.
    struct Lane {
        Value* inner = nullptr;   // i64, of lane 0
        Value* mask = nullptr;    // nullptr: all lanes are inside
        int level = 0;
        std::map<int, Value*> made;
    };
    // What is known about the row at hand.
    struct Row {
        Value* inTile = nullptr;
        std::vector<Value*> axes;
        int phase = 0;
        // Made so far. What does not depend on the inner index is written at `anchor`, before the loop at hand, so that
        // it is made once and is there for everything that follows.
        std::map<int, Value*> numbers;
        std::map<const AccessPlan*, Value*> bases;
        std::map<int, Value*> buffers;
        llvm::Instruction* anchor = nullptr;
    };
    // Work of one loop along inner.
    struct Loop {
        ir::Dim inner;
        std::vector<int> stores, sums, buffers;
        std::vector<std::pair<int, int>> parts;   // (concat, operand number)
    };

    const TileValue& value(int v) const { return m_rows.values[static_cast<std::size_t>(v)]; }
    const ValuePlan& planned(int v) const { return m_plan.values[static_cast<std::size_t>(v)]; }
    bool isRowNumber(int v) const { return value(v).inner == ir::Dim(1); }
    bool isSum(int v) const { return value(v).kind == TileValue::Kind::ReduceSum || value(v).kind == TileValue::Kind::ReduceMax; }
    DType dtypeOf(int argument) const { return m_kernel.arguments[static_cast<std::size_t>(argument)].type.dtype; }

    // emit_row.cpp: the frame
    Value* parameter(int slot);
    Value* size(const SizeSum& sum);
    Value* argument(int index);
    void forEachRow(int phase, const std::function<void(Row&)>& body);
    void emitPhase(int phase);
    void emitLevel(Row& row, int level);
    void emitRowNumbers(Row& row, int level);
    std::vector<Loop> loopsOf(int phase, int level) const;
    void emitLoop(Row& row, int level, const Loop& loop);
    VectorCode::Values neutral(const Loop& loop);
    std::vector<Value*> emitBody(Row& row, Lane& lane, const Loop& loop, const std::vector<Value*>& sums);
    int levelsOf(int phase) const;

    // emit_row_value.cpp: values and addresses
    Value* number(Row& row, int v);
    Value* make(Row& row, Lane& lane, int v);
    Value* makeValue(Row& row, Lane& lane, int v);
    Value* load(Row& row, Lane& lane, const AccessPlan& access, Value* inner, std::int64_t step, bool vector);
    void store(Row& row, Lane& lane, int v);
    Value* base(Row& row, const AccessPlan& access);
    Value* slice(Row& row, Lane& lane, int v);
    Value* innerIndices(Lane& lane, Value* inner, std::int64_t step);
    Value* elementAddress(Row& row, Lane& lane, const AccessPlan& access, Value* inner, std::int64_t step);
    Value* makeNumber(Row& row, int v);
    Value* bufferRow(Row& row, int buffer);
    Value* bufferBase(int buffer);
    Value* bufferStride(int buffer);
    // Writes at the anchor and goes back.
    template <typename Make> Value* atAnchor(Row& row, const Make& make) {
        llvm::IRBuilderBase::InsertPointGuard guard(m_code.b);
        if (row.anchor) m_code.b.SetInsertPoint(row.anchor);
        return make();
    }
    Value* loadBuffer(Row& row, int v, Value* inner, bool vector);
    void storeBuffer(Row& row, Lane& lane, int v, Value* what);
    DType bufferType(int buffer) const;
    Value* maskOf(Lane& lane);

    // emit_row_steps.cpp: what is done for a whole tile at once
    void emitRowOffsets();
    void emitLoadsAlongRows();
    void emitStoresAlongRows(int phase);
    void emitOuterProducts();
    void emitOuterProduct(Row& row, int v);
    void emitMatmuls(int phase);
    void emitMatmul(int v, int site);

    llvm::Module& m_module;
    const kernels::Kernel& m_kernel;
    const kernels::RowKernel& m_rows;
    const CpuDescription& m_cpu;
    Schedule m_schedule;
    RowPlan m_plan;
    VectorCode m_code;
    BlockFunctions m_blocks;
    llvm::Function* m_function = nullptr;
    llvm::Instruction* m_entryEnd = nullptr;
    std::map<int, Value*> m_parameters, m_arguments;
};

}  // namespace foldmeter::cpu
