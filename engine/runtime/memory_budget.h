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
// Scratch that a part of a kernel's launch needs, of all its threads or blocks together.
using ScratchOf = std::function<std::size_t(std::size_t kernel, const cpu::Part& part)>;
// inPlace: as planMemoryWithin.
MemoryChoice chooseMemory(const Executable& executable, const ir::Sizes& sizes, const ScratchOf& scratchOf, const BindOptions& options, bool inPlace = true);
ScratchOf scratchOfLaunches(const Executable& executable, const ir::Sizes& sizes, std::function<cpu::Launch&(std::size_t kernel)> launchOf);

// Parts of a sliced chain: what the link does in slice number `slice`.
cpu::Part partOf(const SlicedChain& sliced, const ChainLink& link, std::int64_t slice);
// All parts of a sliced chain in the order in which they are done.
void walkParts(const SlicedChain& sliced, const std::function<void(const ChainLink& link, std::int64_t slice)>& part);
const SlicedChain* chainAt(const MemoryPlan& plan, const Step& step);   // null: the step stands in none
const ProductInPlace* productAt(const MemoryPlan& plan, int position);
// Whether only a slice of a storage is there while the chain is walked.
bool isCut(const SlicedChain& sliced, int storage);
// What slices did to a program.
void tell(const MemoryPlan& plan, BindRecord& record);
void tell(const MemoryPlan& plan, MemoryNeed& need);

// FLOPs of one run that are spent on walking launches twice.
double extraFlops(const Executable& executable, const MemoryPlan& plan, const ir::Sizes& sizes);

// Bytes that the settings or the machine leave to the workspace of a program that keeps `kept` bytes.
std::size_t workspaceRoom(const Executable& executable, std::size_t kept);
// Throws DeviceError naming sizes that would fit.
void requireMemory(const Executable& executable, const ir::Sizes& sizes, const MemoryChoice& choice, std::size_t workspaceLimit);

}  // namespace foldmeter::runtime
