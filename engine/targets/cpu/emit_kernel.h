// From a kernel to LLVM IR. Each function writes one kernel into a module and returns the global that CodeModule::entry
// looks up: a function for a RowKernel, a table of functions for the other two, whose loops over tiles are C++.
#pragma once

#include "targets/cpu/cpu_target.h"
#include "targets/cpu/emit_blocks.h"
#include "targets/cpu/row_plan.h"

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

// Function addresses of a MatmulKernel's table, in order. Moves are named for what they make of the memory operand.
struct MatmulTable {
    GemmFunction gemm;
    MoveFunction packLeftRows, packLeftColumns;      // k contiguous, m contiguous
    MoveFunction packRightRows, packRightColumns;    // n contiguous, k contiguous
    MoveFunction storeRows;
};

// One tile of logits becomes softmax weights and updates the running maximum and sum of every row.
using SoftmaxFunction = void (*)(const float* logits, std::int64_t logitStride, std::int64_t rows, std::int64_t keys,
                                 const void* bias, std::int64_t biasStride, const void* mask, std::int64_t maskStride,
                                 float* state, void* weights, std::int64_t weightStride);
struct AttentionTable {
    GemmFunction logitGemm, weightGemm;
    MoveFunction packQueries, packKeys, packKeyColumns, packValues, packValueColumns;
    SoftmaxFunction softmax;
    // sums[r][d] = sums[r][d] * decay[r] + part[r][d]
    void (*accumulate)(float* sums, const float* part, const float* state, std::int64_t rows, std::int64_t dim);
    // result[r][d] = sums[r][d] / total[r]
    void (*finish)(void* result, std::int64_t resultStride, const float* sums, const float* state, std::int64_t rows,
                   std::int64_t dim);
};

}  // namespace foldmeter::cpu
