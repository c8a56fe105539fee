// A range of the calling thread that a tool of NVIDIA's (Nsight) shows among its own records: stages, programs, seeds. Nothing
// happens unless such a tool started the process; it says so by NVTX_INJECTION64_PATH.
#pragma once

#include <string>

namespace foldmeter::cuda {

class ToolRange {
public:
    explicit ToolRange(const std::string& name);
    ~ToolRange();
    ToolRange(const ToolRange&) = delete;
    ToolRange& operator=(const ToolRange&) = delete;
};

}  // namespace foldmeter::cuda
