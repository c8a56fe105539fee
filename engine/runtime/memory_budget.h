// How a program is cut to the memory it may take, and whether it fits at all.
#pragma once

#include "runtime/executable.h"
#include "runtime/memory_plan.h"

namespace foldmeter::runtime {

// A plan of the memory and what its launches need besides: scratch of all threads lies in the workspace too.
struct MemoryChoice {
    MemoryPlan plan;
    std::size_t scratchBytes = 0;
    std::size_t workspaceBytes() const { return plan.workspaceBytes + scratchBytes; }
};
using LaunchOf = std::function<cpu::Launch&(std::size_t kernel)>;
MemoryChoice chooseMemory(const Executable& executable, const ir::Sizes& sizes, const LaunchOf& launchOf, const BindOptions& options);

// Parts of a sliced chain: what the link does in slice number `slice`.
cpu::Part partOf(const SlicedChain& sliced, const ChainLink& link, std::int64_t slice);
const ProductInPlace* productAt(const MemoryPlan& plan, int position);

// FLOPs of one run that are spent on walking launches twice.
double extraFlops(const Executable& executable, const MemoryPlan& plan, const ir::Sizes& sizes);

// Bytes that the settings or the machine leave to the workspace of a program that keeps `kept` bytes.
std::size_t workspaceRoom(const Executable& executable, std::size_t kept);
// Throws DeviceError naming sizes that would fit.
void requireMemory(const Executable& executable, const ir::Sizes& sizes, const MemoryChoice& choice, std::size_t workspaceLimit);

}  // namespace foldmeter::runtime
