// Generated functions on blocks of numbers that all kernels of a module share: register-blocked products, copies with a
// change of type, transposes. Each is written into a module at most once, when it is first asked for.
#pragma once

#include "targets/cpu/emit_vector.h"
#include "targets/cpu/gemm_shape.h"

#include <llvm/IR/Module.h>

namespace foldmeter::cpu {

class BlockFunctions {
public:
    BlockFunctions(llvm::Module& module, const CpuDescription& cpu) : m_module(module), m_cpu(cpu) {}

    llvm::Function* gemm(bool bf16);                                  // GemmFunction
    // MoveFunction: to[r][c] = from[r][c]. Padded: whole vectors are written, zeros behind the last column.
    llvm::Function* copyRows(DType from, DType to, bool padded);
    // MoveFunction: to[c][r] = from[r][c]; whole vectors along r are written, zeros behind the last row.
    llvm::Function* transposeRows(DType from, DType to);
    // MoveFunction on bf16: to[k / 2][c] = (from[k][c], from[k + 1][c]) side by side; zero behind the last row.
    llvm::Function* interleaveRows(bool padded);
    // A constant array of function addresses under an external name.
    void table(const std::string& symbol, const std::vector<llvm::Function*>& functions);
    // (memory, row offsets, element stride between inner indices, buffer, buffer stride in elements, rows, inner):
    // channel-major memory <-> rows of a f32, bf16 or i32 buffer. The buffer has whole blocks of rows.
    llvm::Function* storeAlongRows(DType memory, DType buffer);
    llvm::Function* loadAlongRows(DType memory, DType buffer);

private:
    // A run of rows and a block of channels between memory and scratch.
    struct Block {
        llvm::Type* vector;
        llvm::Value *square, *rows, *rowMask, *channels;      // square: stack memory for a transposed block
        llvm::Value *memory, *channelStride, *buffer, *bufferStride;
    };
    llvm::Function* alongRows(const std::string& name, DType memory, DType buffer,
                              const std::function<void(VectorCode&, const Block&)>& move);
    std::vector<llvm::Value*> loadSquare(VectorCode& code, const Block& block);
    void storeSquare(VectorCode& code, const Block& block, const std::vector<llvm::Value*>& lines);
    llvm::Function* begin(const std::string& name, const std::vector<llvm::Type*>& parameters, VectorCode& code);
    llvm::Function* panel(bool bf16, int vectors);
    void emitPanelLoop(VectorCode& code, bool bf16, int vectors, llvm::Function* function);
    std::vector<llvm::Value*> transposed(VectorCode& code, std::vector<llvm::Value*> rows);
    llvm::Value* tailMask(VectorCode& code, llvm::Value* remaining);
    llvm::Value* runLength(VectorCode& code, llvm::Value* offsets, llvm::Value* row, llvm::Value* rows);

    llvm::Module& m_module;
    const CpuDescription& m_cpu;
};

}  // namespace foldmeter::cpu
