// What a test can order of the virtual GPU's driver beside the driver's own functions. The functions are exported by the
// library (look them up with dlsym); FOLDMETER_VGPU_FAULTS in the environment is read when the driver starts.
//
// Faults, separated by blanks:
//   memory:N   the N-th allocation from now on is refused (N*M: M in a row, N+: it and all after it)
//   room:BYTES the device has so much memory
//   launch:N   the N-th kernel from now on fails while it runs; the context is lost
//   resources:N the N-th launch is refused at the call; nothing else happens
//   lost:N     the N-th synchronisation from now on finds the device gone
//   no-device  the driver starts and shows nothing
//   code:R     machine code is refused with result R (209, 222)
//   ptx:R      PTX is refused with result R
//   absent:NAME the driver has no such function
//   driver:V   the driver is of version V (11040) and has no function that came later
//   no-products cuBLASLt does not start
//   order:N    warps and blocks run in an order drawn from N
#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace foldmeter::vgpu {

struct Statistics {
    std::uint64_t kernels = 0, kernelsInGraphs = 0, graphLaunches = 0, launchCalls = 0;
    std::uint64_t graphsInstantiated = 0, graphsUpdated = 0;
    std::uint64_t machineCodeLoaded = 0, ptxLoaded = 0;
    std::uint64_t allocations = 0, living = 0, bytesNow = 0, bytesMost = 0;
    std::uint64_t synchronizations = 0, warpInstructions = 0, libraryProducts = 0;
};

using OrderFaults = void (*)(const char* faults);        // "virtualGpuOrder": instead of those ordered before
using ReadStatistics = void (*)(Statistics* into);       // "virtualGpuStatistics": since the last reset
using ResetGpu = void (*)();                             // "virtualGpuReset": as after a fresh start; nothing may be held
using LastFault = const char* (*)();                     // "virtualGpuLastFault": kernel, PTX line, address; "" when none
// "virtualGpuKnow": machine code with the PTX it was made with. What is not known is refused with 209.
using KnowCode = void (*)(const void* code, std::uint64_t bytes, const char* ptx);


// For doubles of other libraries. Work of theirs on the device, in the order of a stream; recorded where the stream is.
struct LibraryWork {
    std::string name;                                     // what makes it the same node of a graph
    std::uint64_t nanoseconds = 0;                        // of the virtual clock
    // Gives the host's view of device bytes. Throws where they are not wholly inside one living allocation.
    std::function<void(const std::function<std::uint8_t*(std::uint64_t address, std::size_t bytes)>&)> run;
};
using PutWork = int (*)(void* stream, const LibraryWork& work);   // "virtualGpuPut": CUresult
using ProductsStart = bool (*)();                                 // "virtualGpuProductsStart": no-products was not ordered

}  // namespace foldmeter::vgpu
