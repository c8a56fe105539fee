// The register-blocked product: a block of rows times a panel of columns, accumulated in registers over the whole depth.
// Both operands are read with unit stride; the left one is broadcast element by element (a pair of bf16 is one element).
#include "targets/cpu/emit_blocks.h"

#include <llvm/IR/IntrinsicsX86.h>

namespace foldmeter::cpu {

using llvm::Value;

namespace {

Value* multiplyAccumulate(VectorCode& code, bool bf16, Value* left, Value* right, Value* sum) {
    if (!bf16) return code.multiplyAdd(left, right, sum);
    auto* pairs = llvm::FixedVectorType::get(code.b.getBFloatTy(), static_cast<unsigned>(2 * code.lanes));
    return code.b.CreateIntrinsic(llvm::Intrinsic::x86_avx512bf16_dpbf16ps_512, {},
                                  {sum, code.b.CreateBitCast(left, pairs), code.b.CreateBitCast(right, pairs)});
}

}  // namespace

llvm::Function* BlockFunctions::begin(const std::string& name, const std::vector<llvm::Type*>& parameters, VectorCode& code) {
    auto* type = llvm::FunctionType::get(code.b.getVoidTy(), parameters, false);
    auto* function = llvm::Function::Create(type, llvm::Function::InternalLinkage, name, m_module);
    function->addFnAttr(llvm::Attribute::NoUnwind);
    function->addFnAttr(llvm::Attribute::NoInline);
    code.b.SetInsertPoint(llvm::BasicBlock::Create(m_module.getContext(), "entry", function));
    return function;
}

// void panel(a, aStride, panel, depth, c, cStride, blocks)
llvm::Function* BlockFunctions::panel(bool bf16, int vectors) {
    const std::string name = std::string(bf16 ? "panel_bf16_" : "panel_f32_") + std::to_string(vectors);
    if (llvm::Function* known = m_module.getFunction(name)) return known;
    VectorCode code(m_module.getContext(), m_cpu);
    auto* pointer = code.b.getPtrTy();
    auto* whole = code.b.getInt64Ty();
    llvm::Function* function = begin(name, {pointer, whole, pointer, whole, pointer, whole, whole}, code);
    emitPanelLoop(code, bf16, vectors, function);
    code.b.CreateRetVoid();
    return function;
}

void BlockFunctions::emitPanelLoop(VectorCode& code, bool bf16, int vectors, llvm::Function* function) {
    auto& b = code.b;
    const int rows = gemmShape(m_cpu).rows;
    Value *a = function->getArg(0), *aStride = function->getArg(1), *right = function->getArg(2), *depth = function->getArg(3);
    Value *c = function->getArg(4), *cStride = function->getArg(5);
    llvm::Type* vector = code.type(b.getFloatTy(), true);
    const llvm::Align align(4);
    code.loop(function->getArg(6), [&](Value* block) {
        Value* firstRow = b.CreateMul(block, code.index(rows));
        std::vector<Value*> left, result;
        for (int row = 0; row < rows; ++row) {
            Value* at = b.CreateAdd(firstRow, code.index(row));
            left.push_back(code.element(b.getInt8Ty(), a, b.CreateMul(at, aStride)));
            result.push_back(code.element(b.getInt8Ty(), c, b.CreateMul(at, cStride)));
        }
        const VectorCode::Values zeros(static_cast<std::size_t>(rows * vectors), llvm::Constant::getNullValue(vector));
        const auto sums = code.loop(code.index(0), depth, 1, zeros, [&](Value* k, const VectorCode::Values& carried) {
            VectorCode::Values next(carried.size());
            std::vector<Value*> columns;
            Value* line = code.element(vector, right, b.CreateMul(k, code.index(vectors)));
            for (int v = 0; v < vectors; ++v)
                columns.push_back(b.CreateAlignedLoad(vector, code.element(vector, line, code.index(v)), align));
            for (int row = 0; row < rows; ++row) {
                Value* factor = code.splat(b.CreateAlignedLoad(b.getFloatTy(), code.element(b.getFloatTy(), left[static_cast<std::size_t>(row)], k), align));
                for (int v = 0; v < vectors; ++v) {
                    const auto n = static_cast<std::size_t>(row * vectors + v);
                    next[n] = multiplyAccumulate(code, bf16, factor, columns[static_cast<std::size_t>(v)], carried[n]);
                }
            }
            return next;
        });
        for (int row = 0; row < rows; ++row)
            for (int v = 0; v < vectors; ++v)
                b.CreateAlignedStore(sums[static_cast<std::size_t>(row * vectors + v)],
                                     code.element(vector, result[static_cast<std::size_t>(row)], code.index(v)), align);
    });
}

// All panels of a right operand, widest first (splitPanels in gemm_shape.h, here on a run-time number of vectors).
llvm::Function* BlockFunctions::gemm(bool bf16) {
    const std::string name = bf16 ? "gemm_bf16" : "gemm_f32";
    if (llvm::Function* known = m_module.getFunction(name)) return known;
    VectorCode code(m_module.getContext(), m_cpu);
    auto& b = code.b;
    auto* pointer = b.getPtrTy();
    auto* whole = b.getInt64Ty();
    llvm::Function* function = begin(name, {pointer, whole, pointer, whole, pointer, whole, whole, whole}, code);
    Value *depth = function->getArg(3), *vectors = function->getArg(7);
    Value* third = b.CreateUDiv(vectors, code.index(3));
    Value* rest = b.CreateURem(vectors, code.index(3));
    Value* one = b.CreateICmpEQ(rest, code.index(1));
    Value* single = b.CreateICmpEQ(vectors, code.index(1));
    Value* ones = b.CreateZExt(single, whole);
    Value* twos = b.CreateSelect(one, b.CreateSelect(single, code.index(0), code.index(2)), b.CreateZExt(b.CreateICmpEQ(rest, code.index(2)), whole));
    Value* threes = b.CreateSub(third, b.CreateZExt(b.CreateAnd(one, b.CreateNot(single)), whole));
    Value* right = function->getArg(2);
    Value* c = function->getArg(4);
    for (const auto& [width, count] : {std::pair<int, Value*>{3, threes}, {2, twos}, {1, ones}}) {
        llvm::Function* callee = panel(bf16, width);
        const auto next = code.loop(code.index(0), count, 1, {right, c}, [&, w = width](Value*, const VectorCode::Values& at) {
            b.CreateCall(callee, {function->getArg(0), function->getArg(1), at[0], depth, at[1], function->getArg(5), function->getArg(6)});
            const std::int64_t bytes = std::int64_t{4} * code.lanes * w;
            return VectorCode::Values{code.element(b.getInt8Ty(), at[0], b.CreateMul(depth, code.index(bytes))),
                                      code.element(b.getInt8Ty(), at[1], code.index(bytes))};
        });
        right = next[0];
        c = next[1];
    }
    b.CreateRetVoid();
    return function;
}

}  // namespace foldmeter::cpu
