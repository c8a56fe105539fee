// The parts of an attention kernel that depend on its types: softmax of a tile of logits (online: with the running
// maximum and sum of every row), and what is done to the sums of values when a tile has come in.
//
// State of rows, as three arrays one after the other: maximum[rows], total[rows], decay[rows], each of `stateRows`.
#include "base/error.h"
#include "targets/cpu/attention_state.h"
#include "targets/cpu/emit_kernel.h"

#include <cmath>
#include <limits>

namespace foldmeter::cpu {

using llvm::Value;

namespace {

class SoftmaxEmitter {
public:
    SoftmaxEmitter(llvm::Module& module, const CpuDescription& cpu, const KernelVariant& variant)
        : m_module(module), m_kernel(*variant.kernel), m_attention(std::get<kernels::AttentionKernel>(variant.kernel->body)),
          m_code(module.getContext(), cpu) {}

    llvm::Function* softmax(const std::string& name, DType weights);
    llvm::Function* accumulate(const std::string& name);
    llvm::Function* finish(const std::string& name, DType result);

private:
    llvm::Function* begin(const std::string& name, const std::vector<llvm::Type*>& parameters);
    Value* logits(Value* row, Value* key, Value* mask);
    Value* stateAt(Value* state, int part, Value* row) {
        return m_code.element(m_code.b.getFloatTy(), state, m_code.b.CreateAdd(row, m_code.index(part * stateRows)));
    }
    // Calls body(column, mask) for whole vectors and then for the rest.
    VectorCode::Values columns(Value* count, const VectorCode::Values& initial,
                               const std::function<VectorCode::Values(Value*, Value*, const VectorCode::Values&)>& body);
    DType typeOf(int argument) const { return m_kernel.arguments.at(static_cast<std::size_t>(argument)).type.dtype; }
    Value* byte(Value* base, Value* offset) { return m_code.element(m_code.b.getInt8Ty(), base, offset); }

    llvm::Module& m_module;
    const kernels::Kernel& m_kernel;
    const kernels::AttentionKernel& m_attention;
    VectorCode m_code;
    llvm::Function* m_function = nullptr;
};

llvm::Function* SoftmaxEmitter::begin(const std::string& name, const std::vector<llvm::Type*>& parameters) {
    auto* type = llvm::FunctionType::get(m_code.b.getVoidTy(), parameters, false);
    m_function = llvm::Function::Create(type, llvm::Function::InternalLinkage, name, m_module);
    m_function->addFnAttr(llvm::Attribute::NoUnwind);
    m_code.b.SetInsertPoint(llvm::BasicBlock::Create(m_module.getContext(), "entry", m_function));
    return m_function;
}

VectorCode::Values SoftmaxEmitter::columns(Value* count, const VectorCode::Values& initial,
                                           const std::function<VectorCode::Values(Value*, Value*, const VectorCode::Values&)>& body) {
    auto& b = m_code.b;
    Value* whole = b.CreateAnd(count, m_code.index(-m_code.lanes));
    const auto after = m_code.loop(m_code.index(0), whole, m_code.lanes, initial, [&](Value* column, const VectorCode::Values& carried) { return body(column, nullptr, carried); });
    return m_code.loop(whole, count, m_code.lanes, after, [&](Value* column, const VectorCode::Values& carried) {
        Value* left = b.CreateTrunc(b.CreateSub(count, column), b.getInt32Ty());
        return body(column, b.CreateICmpSLT(m_code.laneIndices(b.getInt32Ty()), m_code.splat(left)), carried);
    });
}

// scale * product + bias; a key that is masked out gets the lowest finite number, after the bias is added.
Value* SoftmaxEmitter::logits(Value* row, Value* key, Value* mask) {
    auto& b = m_code.b;
    const auto at = [&](int base, int stride, DType type) {
        Value* line = byte(m_function->getArg(static_cast<unsigned>(base)), b.CreateMul(row, m_function->getArg(static_cast<unsigned>(stride))));
        return m_code.element(m_code.memoryType(type), line, key);
    };
    Value* x = m_code.load(DType::F32, at(0, 1, DType::F32), true, nullptr);   // the tile has whole vectors
    Value* scale = m_code.number(x, m_attention.scale);
    if (m_attention.bias >= 0) {
        const DType type = typeOf(m_attention.bias);
        x = m_code.multiplyAdd(x, scale, m_code.load(type, at(4, 5, type), true, mask));
    } else {
        x = b.CreateFMul(x, scale);
    }
    if (m_attention.mask < 0) return x;
    Value* shown = m_code.convert(m_code.load(typeOf(m_attention.mask), at(6, 7, typeOf(m_attention.mask)), true, mask), DType::Bool);
    return b.CreateSelect(shown, x, m_code.number(x, std::numeric_limits<float>::lowest()));
}

llvm::Function* SoftmaxEmitter::softmax(const std::string& name, DType weights) {
    auto& b = m_code.b;
    auto* pointer = b.getPtrTy();
    auto* whole = b.getInt64Ty();
    llvm::Function* function = begin(name, {pointer, whole, whole, whole, pointer, whole, pointer, whole, pointer, pointer, whole});
    Value *state = function->getArg(8), *keys = function->getArg(3);
    m_code.loop(function->getArg(2), [&](Value* row) {
        Value* line = byte(function->getArg(0), b.CreateMul(row, function->getArg(1)));
        Value* lowest = llvm::ConstantFP::get(m_code.type(b.getFloatTy(), true), -HUGE_VAL);
        const auto largest = columns(keys, {lowest}, [&](Value* key, Value* mask, const VectorCode::Values& carried) {
            Value* x = logits(row, key, mask);
            if (mask) x = b.CreateSelect(mask, x, lowest);
            m_code.store(DType::F32, x, m_code.element(b.getFloatTy(), line, key), nullptr);
            return VectorCode::Values{m_code.maximum(carried[0], x)};
        });
        Value* before = m_code.load(DType::F32, stateAt(state, 0, row), false, nullptr);
        Value* maximum = m_code.maximum(before, m_code.maximumOfLanes(largest[0]));
        Value* spread = m_code.splat(maximum);
        Value* target = byte(function->getArg(9), b.CreateMul(row, function->getArg(10)));
        const auto sum = columns(keys, {llvm::Constant::getNullValue(spread->getType())}, [&](Value* key, Value* mask, const VectorCode::Values& carried) {
            Value* x = b.CreateFSub(m_code.load(DType::F32, m_code.element(b.getFloatTy(), line, key), true, nullptr), spread);
            Value* e = m_code.expOfNegative(x, weights == DType::BF16);
            if (mask) e = b.CreateSelect(mask, e, llvm::Constant::getNullValue(e->getType()));
            m_code.store(weights, e, m_code.element(m_code.memoryType(weights), target, key), nullptr);
            return VectorCode::Values{b.CreateFAdd(carried[0], e)};
        });
        Value* decay = m_code.expOfNegative(b.CreateFSub(before, maximum), false);
        Value* total = m_code.load(DType::F32, stateAt(state, 1, row), false, nullptr);
        m_code.store(DType::F32, maximum, stateAt(state, 0, row), nullptr);
        m_code.store(DType::F32, m_code.multiplyAdd(total, decay, m_code.sumOfLanes(sum[0])), stateAt(state, 1, row), nullptr);
        m_code.store(DType::F32, decay, stateAt(state, 2, row), nullptr);
    });
    b.CreateRetVoid();
    return function;
}

llvm::Function* SoftmaxEmitter::accumulate(const std::string& name) {
    auto& b = m_code.b;
    auto* pointer = b.getPtrTy();
    auto* whole = b.getInt64Ty();
    llvm::Function* function = begin(name, {pointer, pointer, whole, pointer, whole, whole});
    m_code.loop(function->getArg(4), [&](Value* row) {
        Value* decay = m_code.splat(m_code.load(DType::F32, stateAt(function->getArg(3), 2, row), false, nullptr));
        Value* offset = b.CreateMul(row, function->getArg(2));
        Value* sums = byte(function->getArg(0), offset);
        Value* part = byte(function->getArg(1), offset);
        m_code.loop(m_code.index(0), function->getArg(5), m_code.lanes, {}, [&](Value* d, const VectorCode::Values&) {   // rows are padded
            Value* at = m_code.element(b.getFloatTy(), sums, d);
            Value* coming = m_code.load(DType::F32, m_code.element(b.getFloatTy(), part, d), true, nullptr);
            m_code.store(DType::F32, m_code.multiplyAdd(m_code.load(DType::F32, at, true, nullptr), decay, coming), at, nullptr);
            return VectorCode::Values{};
        });
    });
    b.CreateRetVoid();
    return function;
}

llvm::Function* SoftmaxEmitter::finish(const std::string& name, DType result) {
    auto& b = m_code.b;
    auto* pointer = b.getPtrTy();
    auto* whole = b.getInt64Ty();
    llvm::Function* function = begin(name, {pointer, whole, pointer, whole, pointer, whole, whole});
    m_code.loop(function->getArg(5), [&](Value* row) {
        Value* total = m_code.load(DType::F32, stateAt(function->getArg(4), 1, row), false, nullptr);
        Value* factor = m_code.splat(b.CreateFDiv(m_code.number(total, 1), total));
        Value* sums = byte(function->getArg(2), b.CreateMul(row, function->getArg(3)));
        Value* target = byte(function->getArg(0), b.CreateMul(row, function->getArg(1)));
        columns(function->getArg(6), {}, [&](Value* d, Value* mask, const VectorCode::Values&) {
            Value* x = b.CreateFMul(m_code.load(DType::F32, m_code.element(b.getFloatTy(), sums, d), true, nullptr), factor);
            m_code.store(result, x, m_code.element(m_code.memoryType(result), target, d), mask);
            return VectorCode::Values{};
        });
    });
    b.CreateRetVoid();
    return function;
}

}  // namespace

void emitAttentionKernel(llvm::Module& module, const KernelVariant& variant, const CpuDescription& cpu, const std::string& symbol) {
    const auto& attention = std::get<kernels::AttentionKernel>(variant.kernel->body);
    const auto typeOf = [&](int argument) { return variant.kernel->arguments.at(static_cast<std::size_t>(argument)).type.dtype; };
    const bool bf16Logits = usesBf16(cpu, typeOf(attention.q), typeOf(attention.k));
    const bool bf16Weights = usesBf16(cpu, attention.weightType, typeOf(attention.v));
    BlockFunctions blocks(module, cpu);
    SoftmaxEmitter softmax(module, cpu, variant);
    std::vector<llvm::Function*> table{blocks.gemm(bf16Logits), blocks.gemm(bf16Weights)};
    addLeftMoves(table, blocks, typeOf(attention.q), bf16Logits);
    addRightMoves(table, blocks, typeOf(attention.k), bf16Logits);
    addRightMoves(table, blocks, typeOf(attention.v), bf16Weights);
    table.push_back(softmax.softmax(symbol + "_softmax", bf16Weights ? DType::BF16 : DType::F32));
    table.push_back(softmax.accumulate(symbol + "_accumulate"));
    table.push_back(softmax.finish(symbol + "_finish", typeOf(attention.result)));
    blocks.table(symbol, table);
}

}  // namespace foldmeter::cpu
