#include "targets/cpu/emit_vector.h"

#include "base/error.h"

#include <llvm/IR/IntrinsicsX86.h>

#include <cmath>
#include <limits>

namespace foldmeter::cpu {

using llvm::Value;
using ir::Op;

VectorCode::VectorCode(llvm::LLVMContext& context, const CpuDescription& cpu)
    : b(context), lanes(cpu.hasAvx512 ? 16 : 8), avx512(cpu.hasAvx512), bf16(cpu.hasBf16) {
    llvm::FastMathFlags flags;
    flags.setAllowContract(true);   // a*b+c in one rounding
    b.setFastMathFlags(flags);
}

llvm::Type* VectorCode::type(llvm::Type* scalar, bool vector) const {
    return vector ? llvm::FixedVectorType::get(scalar, static_cast<unsigned>(lanes)) : scalar;
}

llvm::Type* VectorCode::like(Value* shape, llvm::Type* scalar) const {
    const auto* vector = llvm::dyn_cast<llvm::FixedVectorType>(shape->getType());
    return vector ? llvm::FixedVectorType::get(scalar, vector->getNumElements()) : scalar;
}

Value* VectorCode::number(Value* shape, double value) {
    return llvm::ConstantFP::get(like(shape, b.getFloatTy()), value);
}

Value* VectorCode::integer(Value* shape, std::int64_t value) {
    return llvm::ConstantInt::get(like(shape, b.getInt32Ty()), static_cast<std::uint64_t>(value), true);
}

Value* VectorCode::laneIndices(llvm::Type* scalar) {
    std::vector<llvm::Constant*> indices;
    for (int lane = 0; lane < lanes; ++lane) indices.push_back(llvm::ConstantInt::get(scalar, static_cast<std::uint64_t>(lane)));
    return llvm::ConstantVector::get(indices);
}

// --- arithmetic ------------------------------------------------------------------------------------------------------

Value* VectorCode::maximum(Value* x, Value* y) { return b.CreateSelect(b.CreateFCmpOGT(x, y), x, y); }
Value* VectorCode::minimum(Value* x, Value* y) { return b.CreateSelect(b.CreateFCmpOLT(x, y), x, y); }

Value* VectorCode::multiplyAdd(Value* x, Value* y, Value* z) {
    return b.CreateIntrinsic(llvm::Intrinsic::fma, {x->getType()}, {x, y, z});
}

// c0 + c1 x + c2 x^2 ..., highest first in the evaluation.
Value* VectorCode::polynomial(Value* x, std::initializer_list<double> coefficients) {
    Value* sum = nullptr;
    for (auto c = std::rbegin(coefficients); c != std::rend(coefficients); ++c)
        sum = sum ? multiplyAdd(sum, x, number(x, *c)) : number(x, *c);
    return sum;
}

// x * 2^power for whole-numbered float `power` in [-300, 300], in two factors so that neither overflows early.
Value* VectorCode::scaleByPower(Value* x, Value* power) {
    if (avx512 && x->getType()->isVectorTy())
        return b.CreateIntrinsic(llvm::Intrinsic::x86_avx512_mask_scalef_ps_512, {},
                                 {x, power, x, llvm::ConstantInt::get(b.getInt16Ty(), 0xffff), b.getInt32(4)});
    Value* whole = b.CreateFPToSI(power, like(x, b.getInt32Ty()));
    Value* half = b.CreateAShr(whole, integer(x, 1));
    for (Value* part : {half, b.CreateSub(whole, half)}) {
        Value* bits = b.CreateShl(b.CreateAdd(part, integer(x, 127)), integer(x, 23));
        x = b.CreateFMul(x, b.CreateBitCast(bits, x->getType()));
    }
    return x;
}

// e^x = 2^n e^r, |r| <= ln(2)/2.
Value* VectorCode::expReduced(Value* x, bool coarse) {
    Value* n = unary(llvm::Intrinsic::rint, b.CreateFMul(x, number(x, 1.44269504088896341)));
    if (coarse) {
        Value* r = multiplyAdd(n, number(x, -0.69314718055994531), x);
        return scaleByPower(polynomial(r, {1, 1, 0.5000000026950542, 0.16666576970040517, 0.04166637513232236}), n);
    }
    Value* r = multiplyAdd(n, number(x, -0.693145751953125), x);
    r = multiplyAdd(n, number(x, -1.42860682030941723e-6), r);
    Value* q = polynomial(r, {0.5000000026950542, 0.16666576970040517, 0.04166637513232236, 0.008363181234540402, 0.0013941124127601575});
    return scaleByPower(b.CreateFAdd(number(x, 1), multiplyAdd(b.CreateFMul(r, r), q, r)), n);
}

Value* VectorCode::exp(Value* x) {
    x = minimum(number(x, 100.0), x);
    return expReduced(maximum(number(x, -110.0), x), false);
}

Value* VectorCode::expOfNegative(Value* x, bool coarse) { return expReduced(maximum(number(x, -110.0), x), coarse); }

Value* VectorCode::sigmoid(Value* x) {
    return b.CreateFDiv(number(x, 1), b.CreateFAdd(number(x, 1), exp(b.CreateFNeg(x))));
}

// log(m 2^n) = n ln 2 + 2 atanh((m-1)/(m+1)), m in [sqrt(1/2), sqrt(2)).
Value* VectorCode::log(Value* x) {
    Value* tiny = b.CreateFCmpOLT(x, number(x, 1.17549435e-38));
    Value* scaled = b.CreateSelect(tiny, b.CreateFMul(x, number(x, 16777216.0)), x);
    Value* bits = b.CreateBitCast(scaled, like(x, b.getInt32Ty()));
    Value* shifted = b.CreateSub(bits, integer(x, 0x3f3504f3));
    Value* n = b.CreateSIToFP(b.CreateAShr(shifted, integer(x, 23)), x->getType());
    n = b.CreateFSub(n, b.CreateSelect(tiny, number(x, 24), number(x, 0)));
    Value* mantissa = b.CreateAdd(b.CreateAnd(shifted, integer(x, 0x7fffff)), integer(x, 0x3f3504f3));
    Value* f = b.CreateFSub(b.CreateBitCast(mantissa, x->getType()), number(x, 1));
    Value* s = b.CreateFDiv(f, b.CreateFAdd(f, number(x, 2)));
    Value* z = b.CreateFMul(s, s);
    Value* series = polynomial(z, {0.33333342919534836, 0.199942436931195, 0.14796229175113157});
    Value* twice = b.CreateFAdd(s, s);
    Value* small = multiplyAdd(n, number(x, -2.12194440e-4), b.CreateFMul(b.CreateFMul(twice, z), series));
    Value* result = multiplyAdd(n, number(x, 0.693359375), b.CreateFAdd(twice, small));
    result = b.CreateSelect(b.CreateFCmpOEQ(x, number(x, 0)), number(x, -HUGE_VAL), result);
    result = b.CreateSelect(b.CreateFCmpOEQ(x, number(x, HUGE_VAL)), x, result);
    return b.CreateSelect(b.CreateFCmpULT(x, number(x, 0)), number(x, std::numeric_limits<double>::quiet_NaN()), result);
}

// For x >= 0. Near 0 the series is taken in x/(2+x), which loses nothing.
Value* VectorCode::logOfOnePlus(Value* x) {
    Value* s = b.CreateFDiv(x, b.CreateFAdd(x, number(x, 2)));
    Value* z = b.CreateFMul(s, s);
    Value* series = polynomial(z, {0.33333342919534836, 0.199942436931195, 0.14796229175113157});
    Value* twice = b.CreateFAdd(s, s);
    Value* near = multiplyAdd(b.CreateFMul(twice, z), series, twice);
    return b.CreateSelect(b.CreateFCmpOLT(x, number(x, 0.41)), near, log(b.CreateFAdd(x, number(x, 1))));
}

Value* VectorCode::copySign(Value* magnitude, Value* sign) {
    return b.CreateBinaryIntrinsic(llvm::Intrinsic::copysign, magnitude, sign);
}

Value* VectorCode::asinh(Value* x) {
    Value* a = unary(llvm::Intrinsic::fabs, x);
    Value* square = b.CreateFMul(a, a);
    Value* root = unary(llvm::Intrinsic::sqrt, b.CreateFAdd(square, number(x, 1)));
    Value* y = b.CreateFAdd(a, b.CreateFDiv(square, b.CreateFAdd(root, number(x, 1))));
    Value* large = b.CreateFAdd(log(a), number(x, 0.69314718055994531));
    return copySign(b.CreateSelect(b.CreateFCmpOGT(a, number(x, 1e8)), large, logOfOnePlus(y)), x);
}

// Quarter turns are taken off in three steps; the remainder is in [-pi/4, pi/4]. Good to |x| of about 1e5.
Value* VectorCode::cos(Value* x) {
    Value* n = unary(llvm::Intrinsic::rint, b.CreateFMul(x, number(x, 0.63661977236758134)));
    Value* r = multiplyAdd(n, number(x, -1.57079637050628662109375), x);
    r = multiplyAdd(n, number(x, 4.37113900018624283e-8), r);
    r = multiplyAdd(n, number(x, 1.71512451613665e-15), r);
    Value* z = b.CreateFMul(r, r);
    Value* sine = multiplyAdd(b.CreateFMul(r, z), polynomial(z, {-0.16666664655950628, 0.00833274666858726, -0.00019587505522049468}), r);
    Value* cosine = b.CreateFAdd(
        number(x, 1), multiplyAdd(z, number(x, -0.5),
                                  b.CreateFMul(b.CreateFMul(z, z), polynomial(z, {0.04166666465217917, -0.0013888301307929385, 2.4547536061257338e-05}))));
    Value* quarter = b.CreateFPToSI(n, like(x, b.getInt32Ty()));
    Value* odd = b.CreateICmpNE(b.CreateAnd(quarter, integer(x, 1)), integer(x, 0));
    Value* flip = b.CreateAnd(b.CreateAdd(quarter, integer(x, 1)), integer(x, 2));   // quarters 1 and 2 change the sign
    Value* result = b.CreateBitCast(b.CreateSelect(odd, sine, cosine), like(x, b.getInt32Ty()));
    return b.CreateBitCast(b.CreateXor(result, b.CreateShl(flip, integer(x, 30))), x->getType());
}

// |x| is brought under tan(pi/8) by atan(x) = pi/4 + atan((x-1)/(x+1)) or pi/2 - atan(1/x).
Value* VectorCode::atan(Value* x) {
    Value* a = unary(llvm::Intrinsic::fabs, x);
    Value* large = b.CreateFCmpOGT(a, number(x, 2.41421356237309505));
    Value* middle = b.CreateFCmpOGT(a, number(x, 0.41421356237309505));
    Value* above = b.CreateSelect(large, number(x, -1), b.CreateSelect(middle, b.CreateFSub(a, number(x, 1)), a));
    Value* below = b.CreateSelect(large, a, b.CreateSelect(middle, b.CreateFAdd(a, number(x, 1)), number(x, 1)));
    Value* t = b.CreateFDiv(above, below);
    Value* base = b.CreateSelect(large, number(x, 1.57079632679489662), b.CreateSelect(middle, number(x, 0.78539816339744831), number(x, 0)));
    Value* z = b.CreateFMul(t, t);
    Value* series = polynomial(z, {-0.33333331850345227, 0.19999556284526723, -0.14264393790588015, 0.10747618903629146, -0.06462691975064169});
    return copySign(b.CreateFAdd(base, multiplyAdd(b.CreateFMul(t, z), series, t)), x);
}

// Towards minus infinity; exact, since a quotient of two 32-bit numbers is never rounded up to a whole number in f64.
Value* VectorCode::floorDivide(Value* x, Value* y) {
    llvm::Type* wide = like(x, b.getDoubleTy());
    Value* quotient = b.CreateFDiv(b.CreateSIToFP(x, wide), b.CreateSIToFP(y, wide));
    return b.CreateFPToSI(unary(llvm::Intrinsic::floor, quotient), x->getType());
}

Value* VectorCode::convert(Value* value, DType to) {
    llvm::Type* from = value->getType()->getScalarType();
    llvm::Type* real = like(value, b.getFloatTy());
    llvm::Type* whole = like(value, b.getInt32Ty());
    if (isFloat(to)) {
        if (from->isFloatTy()) return value;
        return from->isIntegerTy(1) ? b.CreateUIToFP(value, real) : b.CreateSIToFP(value, real);
    }
    if (to == DType::Bool) {
        if (from->isIntegerTy(1)) return value;
        return from->isFloatTy() ? b.CreateFCmpUNE(value, number(value, 0)) : b.CreateICmpNE(value, integer(value, 0));
    }
    if (from->isFloatTy()) return b.CreateFPToSI(value, whole);
    return from->isIntegerTy(1) ? b.CreateZExt(value, whole) : value;
}

Value* VectorCode::elementwise(Op op, const std::vector<Value*>& operands, DType to) {
    Value* x = operands.at(0);
    Value* y = operands.size() > 1 ? operands[1] : nullptr;
    const bool real = x->getType()->getScalarType()->isFloatTy();
    switch (op) {
        case Op::Neg: return real ? b.CreateFNeg(x) : b.CreateNeg(x);
        case Op::Exp: return exp(x);
        case Op::Log: return log(x);
        case Op::Sqrt: return unary(llvm::Intrinsic::sqrt, x);
        case Op::Rsqrt: return b.CreateFDiv(number(x, 1), unary(llvm::Intrinsic::sqrt, x));
        case Op::Reciprocal: return b.CreateFDiv(number(x, 1), x);
        case Op::Sigmoid: return sigmoid(x);
        case Op::Swish: return b.CreateFDiv(x, b.CreateFAdd(number(x, 1), exp(b.CreateFNeg(x))));
        case Op::Relu: return real ? maximum(number(x, 0), x) : b.CreateSelect(b.CreateICmpSGT(x, integer(x, 0)), x, integer(x, 0));
        case Op::Abs: return real ? unary(llvm::Intrinsic::fabs, x) : b.CreateSelect(b.CreateICmpSLT(x, integer(x, 0)), b.CreateNeg(x), x);
        case Op::Cos: return cos(x);
        case Op::Atan: return atan(x);
        case Op::Asinh: return asinh(x);
        case Op::Not: return b.CreateNot(x);
        case Op::Cast: return convert(x, to);
        case Op::Add: return real ? b.CreateFAdd(x, y) : b.CreateAdd(x, y);
        case Op::Sub: return real ? b.CreateFSub(x, y) : b.CreateSub(x, y);
        case Op::Mul: return real ? b.CreateFMul(x, y) : b.CreateMul(x, y);
        case Op::Div: return real ? b.CreateFDiv(x, y) : floorDivide(x, y);
        case Op::Max: return real ? maximum(x, y) : b.CreateSelect(b.CreateICmpSGT(x, y), x, y);
        case Op::Min: return real ? minimum(x, y) : b.CreateSelect(b.CreateICmpSLT(x, y), x, y);
        case Op::Equal: return real ? b.CreateFCmpOEQ(x, y) : b.CreateICmpEQ(x, y);
        case Op::Less: return real ? b.CreateFCmpOLT(x, y) : b.CreateICmpSLT(x, y);
        case Op::LessEqual: return real ? b.CreateFCmpOLE(x, y) : b.CreateICmpSLE(x, y);
        case Op::And: return b.CreateAnd(x, y);
        case Op::Or: return b.CreateOr(x, y);
        case Op::Select: return b.CreateSelect(x, y, operands.at(2));
        default: throw InternalError("the CPU has no elementwise code for " + std::string(ir::nameOf(op)));
    }
}

Value* VectorCode::sumOfLanes(Value* x) {
    // Halves are added to halves: better code and a better sum than lane after lane.
    for (unsigned width = static_cast<unsigned>(lanes) / 2; width >= 1; width /= 2) {
        llvm::SmallVector<int, 16> low, high;
        for (unsigned i = 0; i < width; ++i) {
            low.push_back(static_cast<int>(i));
            high.push_back(static_cast<int>(i + width));
        }
        Value* lower = b.CreateShuffleVector(x, low);
        Value* upper = b.CreateShuffleVector(x, high);
        x = x->getType()->getScalarType()->isFloatTy() ? b.CreateFAdd(lower, upper) : b.CreateAdd(lower, upper);
    }
    return b.CreateExtractElement(x, std::uint64_t{0});
}

Value* VectorCode::maximumOfLanes(Value* x) {
    for (unsigned width = static_cast<unsigned>(lanes) / 2; width >= 1; width /= 2) {
        llvm::SmallVector<int, 16> low, high;
        for (unsigned i = 0; i < width; ++i) {
            low.push_back(static_cast<int>(i));
            high.push_back(static_cast<int>(i + width));
        }
        x = elementwise(Op::Max, {b.CreateShuffleVector(x, low), b.CreateShuffleVector(x, high)}, DType::F32);
    }
    return b.CreateExtractElement(x, std::uint64_t{0});
}

// --- memory ----------------------------------------------------------------------------------------------------------

llvm::Type* VectorCode::memoryType(DType dtype) {
    switch (dtype) {
        case DType::F32: return b.getFloatTy();
        case DType::BF16: return b.getInt16Ty();
        case DType::I32:
        case DType::U32: return b.getInt32Ty();
        case DType::I64: return b.getInt64Ty();
        case DType::I8:
        case DType::U8:
        case DType::Bool: return b.getInt8Ty();
        default: throw InternalError("the CPU target has no code for elements of type " + std::string(nameOf(dtype)));
    }
}

Value* VectorCode::fromMemory(DType dtype, Value* raw) {
    llvm::Type* whole = like(raw, b.getInt32Ty());
    switch (dtype) {
        case DType::BF16:
            return b.CreateBitCast(b.CreateShl(b.CreateZExt(raw, whole), integer(raw, 16)), like(raw, b.getFloatTy()));
        case DType::I64: return b.CreateTrunc(raw, whole);
        case DType::I8: return b.CreateSExt(raw, whole);
        case DType::U8: return b.CreateZExt(raw, whole);
        case DType::Bool: return b.CreateICmpNE(raw, llvm::ConstantInt::get(raw->getType(), 0));
        default: return raw;
    }
}

// To nearest even; a NaN stays one.
Value* VectorCode::toBf16(Value* x) {
    const auto* vector = llvm::dyn_cast<llvm::FixedVectorType>(x->getType());
    if (bf16 && vector && vector->getNumElements() == 16)
        return b.CreateBitCast(b.CreateIntrinsic(llvm::Intrinsic::x86_avx512bf16_cvtneps2bf16_512, {}, {x}), like(x, b.getInt16Ty()));
    Value* bits = b.CreateBitCast(x, like(x, b.getInt32Ty()));
    Value* odd = b.CreateAnd(b.CreateLShr(bits, integer(x, 16)), integer(x, 1));
    Value* rounded = b.CreateAdd(b.CreateAdd(bits, integer(x, 0x7fff)), odd);
    Value* result = b.CreateSelect(b.CreateFCmpUNO(x, x), b.CreateOr(bits, integer(x, 0x400000)), rounded);
    return b.CreateTrunc(b.CreateLShr(result, integer(x, 16)), like(x, b.getInt16Ty()));
}

Value* VectorCode::toMemory(DType dtype, Value* value) {
    if (dtype == DType::BF16) return toBf16(convert(value, DType::F32));
    if (dtype == DType::F32) return convert(value, DType::F32);
    if (dtype == DType::Bool) return b.CreateZExt(convert(value, DType::Bool), like(value, b.getInt8Ty()));
    Value* whole = convert(value, DType::I32);
    llvm::Type* memory = like(whole, memoryType(dtype));
    return b.CreateSExtOrTrunc(whole, memory);
}

Value* VectorCode::load(DType dtype, Value* pointer, bool vector, Value* mask) {
    llvm::Type* memory = type(memoryType(dtype), vector);
    const llvm::Align align(sizeOf(dtype));
    Value* raw = mask ? static_cast<Value*>(b.CreateMaskedLoad(memory, pointer, align, mask, llvm::Constant::getNullValue(memory)))
                      : b.CreateAlignedLoad(memory, pointer, align);
    return fromMemory(dtype, raw);
}

void VectorCode::store(DType dtype, Value* value, Value* pointer, Value* mask) {
    Value* raw = toMemory(dtype, value);
    const llvm::Align align(sizeOf(dtype));
    if (mask) b.CreateMaskedStore(raw, pointer, align, mask);
    else b.CreateAlignedStore(raw, pointer, align);
}

Value* VectorCode::gather(DType dtype, Value* base, Value* indices, Value* mask) {
    llvm::Type* memory = memoryType(dtype);
    Value* raw = b.CreateMaskedGather(type(memory, true), b.CreateGEP(memory, base, indices), llvm::Align(sizeOf(dtype)), mask,
                                      llvm::Constant::getNullValue(type(memory, true)));
    return fromMemory(dtype, raw);
}

void VectorCode::scatter(DType dtype, Value* value, Value* base, Value* indices, Value* mask) {
    b.CreateMaskedScatter(toMemory(dtype, value), b.CreateGEP(memoryType(dtype), base, indices), llvm::Align(sizeOf(dtype)), mask);
}

// --- loops -----------------------------------------------------------------------------------------------------------

VectorCode::Values VectorCode::loop(Value* begin, Value* end, std::int64_t step, const Values& initial,
                                    const std::function<Values(Value*, const Values&)>& body) {
    llvm::Function* function = b.GetInsertBlock()->getParent();
    llvm::BasicBlock* before = b.GetInsertBlock();
    auto* head = llvm::BasicBlock::Create(b.getContext(), "loop", function);
    auto* after = llvm::BasicBlock::Create(b.getContext(), "after", function);
    b.CreateCondBr(b.CreateICmpSLT(begin, end), head, after);
    b.SetInsertPoint(head);
    llvm::PHINode* i = b.CreatePHI(b.getInt64Ty(), 2);
    i->addIncoming(begin, before);
    std::vector<llvm::PHINode*> phis;
    Values carried;
    for (Value* value : initial) {
        phis.push_back(b.CreatePHI(value->getType(), 2));
        phis.back()->addIncoming(value, before);
        carried.push_back(phis.back());
    }
    const Values next = body(i, carried);
    Value* following = b.CreateAdd(i, index(step));
    llvm::BasicBlock* latch = b.GetInsertBlock();
    i->addIncoming(following, latch);
    for (std::size_t n = 0; n < phis.size(); ++n) phis[n]->addIncoming(next[n], latch);
    b.CreateCondBr(b.CreateICmpSLT(following, end), head, after);
    b.SetInsertPoint(after);
    Values results;
    for (std::size_t n = 0; n < initial.size(); ++n) {
        llvm::PHINode* result = b.CreatePHI(initial[n]->getType(), 2);
        result->addIncoming(initial[n], before);
        result->addIncoming(next[n], latch);
        results.push_back(result);
    }
    return results;
}

void VectorCode::loop(Value* end, const std::function<void(Value*)>& body) {
    loop(index(0), end, 1, {}, [&](Value* i, const Values&) {
        body(i);
        return Values{};
    });
}

}  // namespace foldmeter::cpu
