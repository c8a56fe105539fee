#include "targets/cuda/tool_range.h"

#include <nvtx3/nvToolsExt.h>

namespace foldmeter::cuda {

ToolRange::ToolRange(const std::string& name) { nvtxRangePushA(name.c_str()); }
ToolRange::~ToolRange() { nvtxRangePop(); }

}  // namespace foldmeter::cuda
