// A double of a tool that listens to NVTX ranges, attached the way tools are: by a library that NVTX_INJECTION64_PATH names.
#include "virtual_gpu/tool/tool.h"

#include <nvtx3/nvToolsExt.h>

#include <functional>
#include <mutex>
#include <thread>
#include <utility>

#define TOOL_ENTRY extern "C" __attribute__((visibility("default")))

namespace {

std::mutex guard;
std::vector<foldmeter::vgpu::ToolCall> calls;

void note(bool begins, const char* name) {
    const std::lock_guard lock(guard);
    calls.push_back({std::hash<std::thread::id>()(std::this_thread::get_id()), begins, name});
}

int pushed(const char* name) {
    note(true, name);
    return 0;
}
int popped() {
    note(false, "");
    return 0;
}

}  // namespace

TOOL_ENTRY std::vector<foldmeter::vgpu::ToolCall> takeToolCalls() {
    const std::lock_guard lock(guard);
    return std::exchange(calls, {});
}

// 1: attached.
TOOL_ENTRY int InitializeInjectionNvtx2(NvtxGetExportTableFunc_t exportTable) {
    const auto* tables = static_cast<const NvtxExportTableCallbacks*>(exportTable(NVTX_ETID_CALLBACKS));
    NvtxFunctionTable table = nullptr;
    unsigned size = 0;
    if (!tables || !tables->GetModuleFunctionTable(NVTX_CB_MODULE_CORE, &table, &size) || size <= NVTX_CBID_CORE_RangePop) return 0;
    *table[NVTX_CBID_CORE_RangePushA] = reinterpret_cast<NvtxFunctionPointer>(&pushed);
    *table[NVTX_CBID_CORE_RangePop] = reinterpret_cast<NvtxFunctionPointer>(&popped);
    return 1;
}
