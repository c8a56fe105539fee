// Channel-major memory and rows in scratch: neighbours in memory are rows, neighbours in scratch are channels. Runs of
// rows that follow each other in memory are moved in square blocks, transposed in registers.
#include "targets/cpu/emit_blocks.h"

namespace foldmeter::cpu {

using llvm::Value;

// Rows from `row` on whose addresses follow each other, at most one vector of them.
Value* BlockFunctions::runLength(VectorCode& code, Value* offsets, Value* row, Value* rows) {
    auto& b = code.b;
    llvm::Type* whole = b.getInt64Ty();
    Value* mask = tailMask(code, b.CreateSub(rows, row));
    llvm::Type* vector = code.type(whole, true);
    Value* addresses = b.CreateMaskedLoad(vector, code.element(whole, offsets, row), llvm::Align(8), mask, llvm::Constant::getNullValue(vector));
    Value* first = b.CreateExtractElement(addresses, std::uint64_t{0});
    Value* expected = b.CreateAdd(code.splat(first), code.laneIndices(whole));
    Value* follows = b.CreateAnd(b.CreateICmpEQ(addresses, expected), mask);
    llvm::Type* bits = b.getIntNTy(static_cast<unsigned>(code.lanes));
    Value* broken = b.CreateNot(b.CreateBitCast(follows, bits));
    Value* count = b.CreateIntrinsic(llvm::Intrinsic::cttz, {bits}, {broken, b.getFalse()});
    return b.CreateZExt(count, whole);
}

// void move(memory, row offsets, channel stride, buffer, buffer stride, rows, channels): frame of both directions. `move`
// is called for every run of rows and every block of channels.
llvm::Function* BlockFunctions::alongRows(const std::string& name, DType memory, DType buffer, const std::function<void(VectorCode&, const Block&)>& move) {
    VectorCode code(m_module.getContext(), m_cpu);
    auto& b = code.b;
    auto* pointer = b.getPtrTy();
    auto* whole = b.getInt64Ty();
    llvm::Function* function = begin(name, {pointer, pointer, whole, pointer, whole, whole, whole}, code);
    Value *offsets = function->getArg(1), *rows = function->getArg(5), *channels = function->getArg(6);
    llvm::Type* vector = code.type(isFloat(buffer) ? b.getFloatTy() : static_cast<llvm::Type*>(b.getInt32Ty()), true);
    auto* square = b.CreateAlloca(vector, b.getInt32(static_cast<unsigned>(code.lanes)));
    square->setAlignment(llvm::Align(64));
    auto* done = b.CreateAlloca(whole);
    b.CreateStore(code.index(0), done);
    auto* head = llvm::BasicBlock::Create(b.getContext(), "run", function);
    auto* exit = llvm::BasicBlock::Create(b.getContext(), "exit", function);
    b.CreateBr(head);
    b.SetInsertPoint(head);
    Value* row = b.CreateLoad(whole, done);
    Value* count = runLength(code, offsets, row, rows);
    Value* base = code.element(code.memoryType(memory), function->getArg(0), b.CreateLoad(whole, code.element(whole, offsets, row)));
    Value* line = code.element(code.memoryType(buffer), function->getArg(3), b.CreateMul(row, function->getArg(4)));
    code.loop(code.index(0), channels, code.lanes, {}, [&](Value* channel, const VectorCode::Values&) {
        Value* inBlock = b.CreateBinaryIntrinsic(llvm::Intrinsic::smin, b.CreateSub(channels, channel), code.index(code.lanes));
        move(code, {vector, square, count, tailMask(code, count), inBlock, code.element(code.memoryType(memory), base, b.CreateMul(channel, function->getArg(2))),
                    function->getArg(2), code.element(code.memoryType(buffer), line, channel), function->getArg(4)});
        return VectorCode::Values{};
    });
    Value* next = b.CreateAdd(row, count);
    b.CreateStore(next, done);
    b.CreateCondBr(b.CreateICmpSLT(next, rows), head, exit);
    b.SetInsertPoint(exit);
    b.CreateRetVoid();
    return function;
}

// Lines of the square in stack memory.
std::vector<Value*> BlockFunctions::loadSquare(VectorCode& code, const Block& block) {
    std::vector<Value*> lines;
    for (int i = 0; i < code.lanes; ++i)
        lines.push_back(code.b.CreateAlignedLoad(block.vector, code.element(block.vector, block.square, code.index(i)), llvm::Align(4)));
    return lines;
}

void BlockFunctions::storeSquare(VectorCode& code, const Block& block, const std::vector<Value*>& lines) {
    for (int i = 0; i < code.lanes; ++i)
        code.b.CreateAlignedStore(lines[static_cast<std::size_t>(i)], code.element(block.vector, block.square, code.index(i)), llvm::Align(4));
}

llvm::Function* BlockFunctions::storeAlongRows(DType memory, DType buffer) {
    const std::string name = "store_along_rows_" + std::string(nameOf(buffer)) + "_" + std::string(nameOf(memory));
    if (llvm::Function* known = m_module.getFunction(name)) return known;
    return alongRows(name, memory, buffer, [&](VectorCode& code, const Block& block) {
        std::vector<Value*> lines;   // rows behind the run are read but not stored: the buffer has whole blocks of rows
        for (int i = 0; i < code.lanes; ++i) {
            Value* line = code.element(code.memoryType(buffer), block.buffer, code.b.CreateMul(code.index(i), block.bufferStride));
            lines.push_back(code.load(buffer, line, true, nullptr));
        }
        storeSquare(code, block, transposed(code, lines));
        code.loop(block.channels, [&](Value* i) {
            Value* line = code.b.CreateAlignedLoad(block.vector, code.element(block.vector, block.square, i), llvm::Align(4));
            code.store(memory, line, code.element(code.memoryType(memory), block.memory, code.b.CreateMul(i, block.channelStride)), block.rowMask);
        });
    });
}

llvm::Function* BlockFunctions::loadAlongRows(DType memory, DType buffer) {
    const std::string name = "load_along_rows_" + std::string(nameOf(memory)) + "_" + std::string(nameOf(buffer));
    if (llvm::Function* known = m_module.getFunction(name)) return known;
    return alongRows(name, memory, buffer, [&](VectorCode& code, const Block& block) {
        code.loop(block.channels, [&](Value* i) {
            Value* from = code.element(code.memoryType(memory), block.memory, code.b.CreateMul(i, block.channelStride));
            Value* line = code.load(memory, from, true, block.rowMask);
            code.b.CreateAlignedStore(isFloat(buffer) ? line : code.convert(line, DType::I32), code.element(block.vector, block.square, i), llvm::Align(4));
        });
        storeSquare(code, block, transposed(code, loadSquare(code, block)));
        code.loop(block.rows, [&](Value* i) {
            Value* line = code.b.CreateAlignedLoad(block.vector, code.element(block.vector, block.square, i), llvm::Align(4));
            code.store(buffer, line, code.element(code.memoryType(buffer), block.buffer, code.b.CreateMul(i, block.bufferStride)), nullptr);
        });
    });
}

}  // namespace foldmeter::cpu
