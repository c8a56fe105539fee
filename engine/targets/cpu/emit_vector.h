// LLVM IR for arithmetic on whole vectors or single numbers: the transcendental functions (own polynomials, a few ulp),
// bfloat16 conversions, masked memory access. Every function takes the type from its operand, so the code that computes
// a row's mean and the code that normalises 16 channels at once are the same.
#pragma once

#include "ir/op.h"
#include "targets/cpu/cpu_target.h"

#include <llvm/IR/IRBuilder.h>

#include <functional>

namespace foldmeter::cpu {

class VectorCode {
public:
    VectorCode(llvm::LLVMContext& context, const CpuDescription& cpu);

    llvm::IRBuilder<> b;
    const int lanes;
    const bool avx512, bf16;

    llvm::Type* type(llvm::Type* scalar, bool vector) const;   // scalar or <lanes x scalar>
    llvm::Type* like(llvm::Value* shape, llvm::Type* scalar) const;
    llvm::Value* number(llvm::Value* shape, double value);     // f32 constant of the shape of another value
    llvm::Value* integer(llvm::Value* shape, std::int64_t value);   // i32
    llvm::Value* index(std::int64_t value) { return b.getInt64(static_cast<std::uint64_t>(value)); }
    llvm::Value* splat(llvm::Value* scalar) { return b.CreateVectorSplat(static_cast<unsigned>(lanes), scalar); }
    llvm::Value* laneIndices(llvm::Type* scalar);              // 0, 1, 2 ...

    // One elementwise operation; floats are f32, integers i32, bools i1. `to`: result type of a Cast.
    llvm::Value* elementwise(ir::Op op, const std::vector<llvm::Value*>& operands, DType to);
    llvm::Value* convert(llvm::Value* value, DType to);
    llvm::Value* exp(llvm::Value* x);
    // e^x for x <= 0; coarse: to 12 bits, for results that become bf16.
    llvm::Value* expOfNegative(llvm::Value* x, bool coarse);
    llvm::Value* maximum(llvm::Value* x, llvm::Value* y);      // y when either is NaN
    llvm::Value* minimum(llvm::Value* x, llvm::Value* y);
    llvm::Value* multiplyAdd(llvm::Value* x, llvm::Value* y, llvm::Value* z);
    llvm::Value* sumOfLanes(llvm::Value* x);
    llvm::Value* maximumOfLanes(llvm::Value* x);

    // Memory in element type `dtype` <-> registers (f32, i32, i1). mask == nullptr: all lanes.
    llvm::Value* load(DType dtype, llvm::Value* pointer, bool vector, llvm::Value* mask);
    void store(DType dtype, llvm::Value* value, llvm::Value* pointer, llvm::Value* mask);
    llvm::Value* gather(DType dtype, llvm::Value* base, llvm::Value* indices, llvm::Value* mask);   // <lanes x i64>
    void scatter(DType dtype, llvm::Value* value, llvm::Value* base, llvm::Value* indices, llvm::Value* mask);
    llvm::Type* memoryType(DType dtype);
    llvm::Value* element(llvm::Type* type, llvm::Value* base, llvm::Value* index) { return b.CreateGEP(type, base, index); }

    // for (i = begin; i < end; i += step) with carried values; body returns their next values. Guarded against no round.
    using Values = std::vector<llvm::Value*>;
    Values loop(llvm::Value* begin, llvm::Value* end, std::int64_t step, const Values& initial,
                const std::function<Values(llvm::Value* i, const Values& carried)>& body);
    void loop(llvm::Value* end, const std::function<void(llvm::Value* i)>& body);

private:
    llvm::Value* fromMemory(DType dtype, llvm::Value* raw);
    llvm::Value* toMemory(DType dtype, llvm::Value* value);
    llvm::Value* toBf16(llvm::Value* x);
    llvm::Value* polynomial(llvm::Value* x, std::initializer_list<double> coefficients);
    llvm::Value* expReduced(llvm::Value* x, bool coarse);
    llvm::Value* scaleByPower(llvm::Value* x, llvm::Value* power);
    llvm::Value* log(llvm::Value* x);
    llvm::Value* logOfOnePlus(llvm::Value* x);
    llvm::Value* sigmoid(llvm::Value* x);
    llvm::Value* cos(llvm::Value* x);
    llvm::Value* atan(llvm::Value* x);
    llvm::Value* asinh(llvm::Value* x);
    llvm::Value* floorDivide(llvm::Value* x, llvm::Value* y);
    llvm::Value* unary(llvm::Intrinsic::ID id, llvm::Value* x) { return b.CreateUnaryIntrinsic(id, x); }
    llvm::Value* copySign(llvm::Value* magnitude, llvm::Value* sign);
};

}  // namespace foldmeter::cpu
