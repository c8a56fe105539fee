// From a kernel to LLVM IR. Each function writes one kernel into a module and returns the global that CodeModule::entry
// looks up: a function for a RowKernel, a table of functions for the other two, whose loops over tiles are C++.
#pragma once

#include "targets/cpu/cpu_target.h"
#include "targets/cpu/emit_blocks.h"
#include "targets/cpu/scratch_rows.h"

namespace foldmeter::cpu {

// A Matmul left to the library: called by the row code with the tile in scratch. All strides are in bytes.
struct MatmulSite {
    void (*run)(const MatmulSite* site, const void* rows, const void* weight, void* result, std::int64_t count);
};

// arguments, parameters (see RowPlan), first row, number of rows, scratch of this thread, a site for every library matmul
using RowFunction = void (*)(void* const* arguments, const std::int64_t* parameters, std::int64_t firstRow, std::int64_t rows,
                             std::byte* scratch, const MatmulSite* const* sites);

Schedule::Matmul chosenMatmul(const Schedule& schedule);   // what Auto stands for

void emitRowKernel(llvm::Module& module, const KernelVariant& variant, const CpuDescription& cpu, const std::string& symbol);
void emitMatmulKernel(llvm::Module& module, const KernelVariant& variant, const CpuDescription& cpu, const std::string& symbol);
void emitAttentionKernel(llvm::Module& module, const KernelVariant& variant, const CpuDescription& cpu, const std::string& symbol);

// How one operand of a product of activations gets into the form that the product reads. For the left operand "along k"
// copies and "across k" transposes; for the right one it is the other way round. Exact: writes no padding.
struct OperandMoves {
    MoveFunction along, across, alongExact;
};
// Function addresses of a MatmulKernel, in the order in which they are written.
struct MatmulTable {
    GemmFunction gemm;
    OperandMoves left, right;
    MoveFunction storeRows;
};
// Appends the functions of an operand to a table.
void addLeftMoves(std::vector<llvm::Function*>& table, BlockFunctions& blocks, DType memory, bool bf16);
void addRightMoves(std::vector<llvm::Function*>& table, BlockFunctions& blocks, DType memory, bool bf16);
bool usesBf16(const CpuDescription& cpu, DType left, DType right);

// One tile of logits becomes softmax weights and updates the running maximum and sum of every row.
using SoftmaxFunction = void (*)(const float* logits, std::int64_t logitStride, std::int64_t rows, std::int64_t keys,
                                 const void* bias, std::int64_t biasStride, const void* mask, std::int64_t maskStride,
                                 float* state, void* weights, std::int64_t weightStride);
struct AttentionTable {
    GemmFunction logitGemm, weightGemm;
    OperandMoves queries, keys, values;
    SoftmaxFunction softmax;
    // sums[r][d] = sums[r][d] * decay[r] + part[r][d]; both with rows of `stride` bytes, padded to whole vectors
    void (*accumulate)(float* sums, const float* part, std::int64_t stride, const float* state, std::int64_t rows, std::int64_t dim);
    // result[r][d] = sums[r][d] / total[r]
    void (*finish)(void* result, std::int64_t resultStride, const float* sums, std::int64_t stride, const float* state,
                   std::int64_t rows, std::int64_t dim);
};

}  // namespace foldmeter::cpu
