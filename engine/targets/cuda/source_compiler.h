// NVRTC: CUDA C++ in, PTX and machine code out, for any device, present or not.
#pragma once

#include "targets/cuda/kernel_source.h"
#include "targets/cuda/shared_library.h"

#include <map>
#include <memory>
#include <optional>

namespace foldmeter::cuda {

// What the assembler said of one kernel.
struct KernelFigures {
    int registers = 0;
    std::int64_t sharedBytes = 0;                      // static
    std::int64_t spillStores = 0, spillLoads = 0, stackBytes = 0;
};
// Kernels that were compiled together: the compiler's start, a third of what a small kernel costs, is paid once for all.
struct CompiledModule {
    std::string ptx;       // text; equal for equal sources
    std::string cubin;     // for the architecture asked for
    std::map<std::string, KernelFigures> kernels;   // by entry
    double seconds = 0;
};

class SourceCompiler {
public:
    SourceCompiler();                                  // looks for the library; never throws for want of it
    ~SourceCompiler();
    bool available() const;
    const SharedLibrary& library() const { return m_library; }
    std::string version() const;                       // "13.0"; part of every cache key

    // architecture: "sm_90". strict: no contraction of a multiply and an add, so that the machine code does what the PTX
    // says to the last bit. lineNumbers: PTX that names lines of the source. May be called from several threads at once.
    // DeviceError when there is no NVRTC; InternalError with the compiler's log when a source is refused.
    CompiledModule compile(const std::vector<KernelSource>& sources, const std::string& architecture, bool strict = false, bool lineNumbers = false) const;

private:
    struct Calls;
    SharedLibrary m_library;
    std::unique_ptr<Calls> m_calls;
};

// Registers, spills and shared memory from the assembler's verbose log.
std::optional<KernelFigures> figuresFrom(const std::string& log, const std::string& entry);

}  // namespace foldmeter::cuda
