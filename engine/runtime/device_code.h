// Kernels of a program as machine code for an NVIDIA device, present or described by data: from the compile cache, else
// printed as CUDA C++ and compiled by NVRTC on all threads. The PTX is kept beside the machine code: it is what the window
// shows, and what a newer device can still translate.
#pragma once

#include "base/cancel.h"
#include "base/threads.h"
#include "runtime/cache.h"
#include "targets/cuda/device_description.h"
#include "targets/cuda/source_compiler.h"
#include "timeline/recorder.h"

namespace foldmeter::runtime {

struct DeviceKernel {
    std::string name, scope, entry;        // as lowering named it; the function's name
    std::shared_ptr<const cuda::CompiledModule> module;   // kernels that were compiled together share one
    bool compiledNow = false;              // false: from the cache
    const cuda::KernelFigures& figures() const { return module->kernels.at(entry); }
};
struct DeviceProgramCode {
    std::string program;
    std::vector<DeviceKernel> kernels;
    std::string cache = "off", cacheReason;   // hit, miss, off
    double seconds = 0;                    // NVRTC's, summed over threads, for kernels that no program before brought
    std::size_t compiledNow() const;
};
struct ProgramKernels {
    std::string program;
    std::vector<kernels::Kernel> kernels;
    std::vector<cuda::Schedule> schedules;   // by kernel; none: the default of all
};

struct DeviceCompiler {
    const cuda::SourceCompiler* compiler = nullptr;
    cuda::DeviceDescription device;
    const CodeCache* cache = nullptr;
    ThreadPool* pool = nullptr;
    timeline::Recorder* recorder = nullptr;
    const CancelFlag* cancel = nullptr;
    bool strict = false;
};
// All programs at once, so that no thread waits at the end of one; a kernel that several programs use is compiled for the
// first. Throws DeviceError when code is missing from the cache and there is no NVRTC; Cancelled between kernels.
std::vector<DeviceProgramCode> compileForDevice(const std::vector<ProgramKernels>& programs, const DeviceCompiler& with);
DeviceProgramCode compileForDevice(const std::string& program, const std::vector<kernels::Kernel>& kernels, const DeviceCompiler& with);

// As they lie in the cache. readCompiled throws InputError when damaged.
std::string toBytes(const cuda::CompiledModule& module);
cuda::CompiledModule readCompiled(std::string_view bytes);

}  // namespace foldmeter::runtime
