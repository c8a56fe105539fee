// What can be told of compiled kernels without a device: instructions by kind, and how many blocks find room on a
// multiprocessor. How quick a kernel is cannot be told from it; that it will be slow often can.
#pragma once

#include "targets/cuda/device_description.h"
#include "targets/cuda/source_compiler.h"

namespace foldmeter::cuda {

// Blocks of `threads` threads that run on one multiprocessor together; 0: not even one.
// sharedBytes: static and dynamic. The units in which registers and shared memory are given out are those of sm_80 to sm_120.
struct Occupancy {
    int blocks = 0;
    double share = 0;           // warps that run together, of those a multiprocessor can hold
    std::string bound;          // "registers", "shared memory", "threads", "blocks": what allows no more
};
Occupancy occupancyOf(const DeviceDescription& device, int registers, std::int64_t sharedBytes, int threads);

struct InstructionCounts {
    std::int64_t all = 0, tensor = 0;    // as they stand in the text, however often they are executed
};
// Of one kernel of a PTX text.
InstructionCounts countInstructions(const std::string& ptx, const std::string& entry);

}  // namespace foldmeter::cuda
