#include "targets/cpu/emit_blocks.h"

namespace foldmeter::cpu {

using llvm::Value;

// Lanes below `remaining`; all of them when it is larger.
Value* BlockFunctions::tailMask(VectorCode& code, Value* remaining) {
    auto& b = code.b;
    Value* limit = b.CreateTrunc(b.CreateBinaryIntrinsic(llvm::Intrinsic::smin, remaining, code.index(code.lanes)), b.getInt32Ty());
    return b.CreateICmpULT(code.laneIndices(b.getInt32Ty()), code.splat(limit));
}

// Square transpose in log2(lanes) rounds: in round s, lanes with bit s set of row r change places with lanes without it
// of row r + s.
std::vector<Value*> BlockFunctions::transposed(VectorCode& code, std::vector<Value*> rows) {
    const int lanes = code.lanes;
    for (int step = 1; step < lanes; step *= 2) {
        llvm::SmallVector<int, 16> lower, upper;
        for (int lane = 0; lane < lanes; ++lane) {
            lower.push_back((lane & step) ? lanes + lane - step : lane);
            upper.push_back((lane & step) ? lanes + lane : lane + step);
        }
        for (int row = 0; row < lanes; ++row) {
            if (row & step) continue;
            Value* first = rows[static_cast<std::size_t>(row)];
            Value* second = rows[static_cast<std::size_t>(row + step)];
            rows[static_cast<std::size_t>(row)] = code.b.CreateShuffleVector(first, second, lower);
            rows[static_cast<std::size_t>(row + step)] = code.b.CreateShuffleVector(first, second, upper);
        }
    }
    return rows;
}

namespace {

std::vector<llvm::Type*> moveParameters(VectorCode& code) {
    auto* pointer = code.b.getPtrTy();
    auto* whole = code.b.getInt64Ty();
    return {pointer, whole, pointer, whole, whole, whole};
}

std::string moveName(const char* verb, DType from, DType to) {
    return std::string(verb) + "_" + std::string(nameOf(from)) + "_" + std::string(nameOf(to));
}

}  // namespace

llvm::Function* BlockFunctions::copyRows(DType from, DType to, bool padded) {
    const std::string name = moveName(padded ? "pad" : "copy", from, to);
    if (llvm::Function* known = m_module.getFunction(name)) return known;
    VectorCode code(m_module.getContext(), m_cpu);
    auto& b = code.b;
    llvm::Function* function = begin(name, moveParameters(code), code);
    Value* columns = function->getArg(5);
    code.loop(function->getArg(4), [&](Value* row) {
        Value* target = code.element(b.getInt8Ty(), function->getArg(0), b.CreateMul(row, function->getArg(1)));
        Value* source = code.element(b.getInt8Ty(), function->getArg(2), b.CreateMul(row, function->getArg(3)));
        const auto move = [&](Value* column, Value* mask) {
            Value* value = code.load(from, code.element(code.memoryType(from), source, column), true, mask);
            code.store(to, value, code.element(code.memoryType(to), target, column), padded ? nullptr : mask);
        };
        Value* whole = b.CreateAnd(columns, code.index(-code.lanes));
        code.loop(code.index(0), whole, code.lanes, {}, [&](Value* column, const VectorCode::Values&) {
            move(column, nullptr);
            return VectorCode::Values{};
        });
        code.loop(whole, columns, code.lanes, {}, [&](Value* column, const VectorCode::Values&) {
            move(column, tailMask(code, b.CreateSub(columns, column)));
            return VectorCode::Values{};
        });
    });
    b.CreateRetVoid();
    return function;
}

llvm::Function* BlockFunctions::transposeRows(DType from, DType to) {
    const std::string name = moveName("transpose", from, to);
    if (llvm::Function* known = m_module.getFunction(name)) return known;
    VectorCode code(m_module.getContext(), m_cpu);
    auto& b = code.b;
    llvm::Function* function = begin(name, moveParameters(code), code);
    Value *rows = function->getArg(4), *columns = function->getArg(5);
    llvm::Type* zeroType = code.type(isFloat(from) ? b.getFloatTy() : b.getInt32Ty(), true);
    auto* block = b.CreateAlloca(zeroType, b.getInt32(static_cast<unsigned>(code.lanes)));
    block->setAlignment(llvm::Align(64));
    code.loop(code.index(0), rows, code.lanes, {}, [&](Value* row, const VectorCode::Values&) {
        code.loop(code.index(0), columns, code.lanes, {}, [&](Value* column, const VectorCode::Values&) {
            Value* mask = tailMask(code, b.CreateSub(columns, column));
            std::vector<Value*> lines;
            for (int i = 0; i < code.lanes; ++i) {   // rows behind the last one are read as the last and then zeroed
                Value* at = b.CreateAdd(row, code.index(i));
                Value* inside = b.CreateICmpSLT(at, rows);
                Value* source = code.element(b.getInt8Ty(), function->getArg(2), b.CreateMul(b.CreateSelect(inside, at, row), function->getArg(3)));
                Value* line = code.load(from, code.element(code.memoryType(from), source, column), true, mask);
                lines.push_back(b.CreateSelect(inside, line, llvm::Constant::getNullValue(zeroType)));
            }
            lines = transposed(code, lines);
            for (int i = 0; i < code.lanes; ++i)
                b.CreateAlignedStore(lines[static_cast<std::size_t>(i)], code.element(zeroType, block, code.index(i)), llvm::Align(4));
            Value* count = b.CreateBinaryIntrinsic(llvm::Intrinsic::smin, b.CreateSub(columns, column), code.index(code.lanes));
            code.loop(count, [&](Value* i) {
                Value* line = b.CreateAlignedLoad(zeroType, code.element(zeroType, block, i), llvm::Align(4));
                Value* target = code.element(b.getInt8Ty(), function->getArg(0), b.CreateMul(b.CreateAdd(column, i), function->getArg(1)));
                code.store(to, line, code.element(code.memoryType(to), target, row), nullptr);
            });
            return VectorCode::Values{};
        });
        return VectorCode::Values{};
    });
    b.CreateRetVoid();
    return function;
}

void BlockFunctions::table(const std::string& symbol, const std::vector<llvm::Function*>& functions) {
    auto* pointer = llvm::PointerType::get(m_module.getContext(), 0);
    auto* type = llvm::ArrayType::get(pointer, functions.size());
    const std::vector<llvm::Constant*> entries(functions.begin(), functions.end());
    new llvm::GlobalVariable(m_module, type, true, llvm::GlobalValue::ExternalLinkage, llvm::ConstantArray::get(type, entries), symbol);
}

llvm::Function* BlockFunctions::interleaveRows(bool padded) {
    const std::string name = padded ? "interleave_pad" : "interleave";
    if (llvm::Function* known = m_module.getFunction(name)) return known;
    VectorCode code(m_module.getContext(), m_cpu);
    auto& b = code.b;
    llvm::Function* function = begin(name, moveParameters(code), code);
    Value *rows = function->getArg(4), *columns = function->getArg(5);
    llvm::Type* half = code.type(b.getInt16Ty(), true);
    llvm::Type* full = code.type(b.getInt32Ty(), true);
    code.loop(code.index(0), rows, 2, {}, [&](Value* row, const VectorCode::Values&) {
        Value* target = code.element(b.getInt8Ty(), function->getArg(0), b.CreateMul(b.CreateLShr(row, code.index(1)), function->getArg(1)));
        Value* second = b.CreateAdd(row, code.index(1));
        Value* paired = b.CreateICmpSLT(second, rows);
        Value* firstLine = code.element(b.getInt8Ty(), function->getArg(2), b.CreateMul(row, function->getArg(3)));
        Value* secondLine = code.element(b.getInt8Ty(), function->getArg(2), b.CreateMul(b.CreateSelect(paired, second, row), function->getArg(3)));
        code.loop(code.index(0), columns, code.lanes, {}, [&](Value* column, const VectorCode::Values&) {
            Value* mask = tailMask(code, b.CreateSub(columns, column));
            const auto read = [&](Value* line) {
                Value* raw = b.CreateMaskedLoad(half, code.element(b.getInt16Ty(), line, column), llvm::Align(2), mask, llvm::Constant::getNullValue(half));
                return b.CreateZExt(raw, full);
            };
            Value* upper = b.CreateSelect(paired, read(secondLine), llvm::Constant::getNullValue(full));
            Value* pair = b.CreateOr(read(firstLine), b.CreateShl(upper, llvm::ConstantInt::get(full, 16)));
            code.store(DType::I32, pair, code.element(b.getInt32Ty(), target, column), padded ? nullptr : mask);
            return VectorCode::Values{};
        });
        return VectorCode::Values{};
    });
    b.CreateRetVoid();
    return function;
}

}  // namespace foldmeter::cpu
