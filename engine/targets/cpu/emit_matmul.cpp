// A product of two activations: the loops over tiles are C++ (matmul_launch.cpp); written here are the functions they
// call, chosen by the element types.
#include "targets/cpu/emit_kernel.h"
#include "targets/cpu/matmul_kernel.h"

namespace foldmeter::cpu {

bool usesBf16(const CpuDescription& cpu, DType left, DType right) { return cpu.hasBf16 && left == DType::BF16 && right == DType::BF16; }

void addLeftMoves(std::vector<llvm::Function*>& table, BlockFunctions& blocks, DType memory, bool bf16) {
    const DType packed = bf16 ? DType::BF16 : DType::F32;
    table.push_back(blocks.copyRows(memory, packed, true));
    table.push_back(blocks.transposeRows(memory, packed));
    table.push_back(blocks.copyRows(memory, packed, false));
}

void addRightMoves(std::vector<llvm::Function*>& table, BlockFunctions& blocks, DType memory, bool bf16) {
    // Pairs of bf16 that are neighbours along k are moved as one 32-bit element.
    table.push_back(bf16 ? blocks.interleaveRows(true) : blocks.copyRows(memory, DType::F32, true));
    table.push_back(bf16 ? blocks.transposeRows(DType::I32, DType::I32) : blocks.transposeRows(memory, DType::F32));
    table.push_back(bf16 ? blocks.interleaveRows(false) : blocks.copyRows(memory, DType::F32, false));
}

void emitMatmulKernel(llvm::Module& module, const KernelVariant& variant, const CpuDescription& cpu, const std::string& symbol) {
    const auto kernel = turned(std::get<kernels::MatmulKernel>(variant.kernel->body));
    const auto typeOf = [&](int argument) { return variant.kernel->arguments.at(static_cast<std::size_t>(argument)).type.dtype; };
    const bool bf16 = usesBf16(cpu, typeOf(kernel.left), typeOf(kernel.right));
    BlockFunctions blocks(module, cpu);
    std::vector<llvm::Function*> table{blocks.gemm(bf16)};
    addLeftMoves(table, blocks, typeOf(kernel.left), bf16);
    addRightMoves(table, blocks, typeOf(kernel.right), bf16);
    table.push_back(blocks.copyRows(DType::F32, typeOf(kernel.result), false));
    blocks.table(symbol, table);
}

}  // namespace foldmeter::cpu
