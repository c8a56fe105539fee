// Modules, functions and launches.
#include "virtual_gpu/driver/gpu.h"

#include <cstdio>
#include <cstring>

using namespace foldmeter::vgpu;

namespace {

constexpr int sharedWithoutAsking = 48 * 1024;

void writeLog(unsigned count, CUjit_option* options, void** values, const std::string& text) {
    char* buffer = nullptr;
    std::size_t bytes = 0;
    for (unsigned n = 0; n < count; ++n) {
        if (options[n] == CU_JIT_ERROR_LOG_BUFFER) buffer = static_cast<char*>(values[n]);
        if (options[n] == CU_JIT_ERROR_LOG_BUFFER_SIZE_BYTES) bytes = reinterpret_cast<std::size_t>(values[n]);
    }
    if (buffer && bytes > 0) std::snprintf(buffer, bytes, "%s", text.c_str());
}

int capabilityOf(const std::string& target) { return std::atoi(target.c_str() + std::min<std::size_t>(3, target.size())); }

}  // namespace

VGPU_ENTRY cuModuleLoadDataEx(CUmodule* module, const void* image, unsigned count, CUjit_option* options, void** values) {
    VGPU_LOCK(gpu);
    const bool machineCode = std::memcmp(image, "\177ELF", 4) == 0;
    if (const int refused = machineCode ? gpu.faults.code : gpu.faults.ptx) return writeLog(count, options, values, "refused, as ordered"), static_cast<CUresult>(refused);
    std::string ptx;
    if (machineCode) {
        const auto known = gpu.knownCode.find(digestOfBytes(image, machineCodeBytes(image)));
        if (known == gpu.knownCode.end()) return CUDA_ERROR_NO_BINARY_FOR_GPU;
        ptx = known->second;
    } else {
        ptx = static_cast<const char*>(image);
    }
    auto loaded = std::make_shared<LoadedModule>();
    try {
        loaded->code = std::make_unique<Module>(ptx, gpu.memory);
    } catch (const std::exception& problem) {
        writeLog(count, options, values, problem.what());
        std::fprintf(stderr, "virtual GPU: %s\n", problem.what());
        return CUDA_ERROR_INVALID_PTX;
    }
    if (capabilityOf(loaded->code->target()) > gpu.device.capability) return CUDA_ERROR_NO_BINARY_FOR_GPU;
    ++(machineCode ? gpu.statistics.machineCodeLoaded : gpu.statistics.ptxLoaded);
    *module = reinterpret_cast<CUmodule>(loaded.get());
    gpu.modules[loaded.get()] = loaded;
    return CUDA_SUCCESS;
}

VGPU_ENTRY cuModuleUnload(CUmodule module) {
    VGPU_LOCK(gpu);
    gpu.drainAll();
    std::erase_if(gpu.functions, [&](const auto& each) { return each.second->module.get() == reinterpret_cast<LoadedModule*>(module); });
    return gpu.modules.erase(module) == 0 ? CUDA_ERROR_INVALID_HANDLE : gpu.lost;
}

VGPU_ENTRY cuModuleGetFunction(CUfunction* function, CUmodule module, const char* name) {
    VGPU_LOCK(gpu);
    const auto found = gpu.modules.find(module);
    if (found == gpu.modules.end()) return CUDA_ERROR_INVALID_HANDLE;
    if (!found->second->code->kernels().contains(name)) return CUDA_ERROR_NOT_FOUND;
    auto made = std::make_unique<LoadedFunction>(LoadedFunction{found->second, &found->second->code->kernel(name)});
    *function = reinterpret_cast<CUfunction>(made.get());
    gpu.functions[made.get()] = std::move(made);
    return CUDA_SUCCESS;
}

VGPU_ENTRY cuFuncGetAttribute(int* value, CUfunction_attribute attribute, CUfunction function) {
    VGPU_LOCK(gpu);
    const auto found = gpu.functions.find(function);
    if (found == gpu.functions.end()) return CUDA_ERROR_INVALID_HANDLE;
    switch (attribute) {
        case CU_FUNC_ATTRIBUTE_MAX_THREADS_PER_BLOCK: *value = found->second->kernel->maximumThreads; break;
        case CU_FUNC_ATTRIBUTE_SHARED_SIZE_BYTES: *value = static_cast<int>(found->second->kernel->sharedBytes); break;
        case CU_FUNC_ATTRIBUTE_NUM_REGS: *value = 64; break;   // PTX does not tell
        default: return CUDA_ERROR_INVALID_VALUE;
    }
    return CUDA_SUCCESS;
}

VGPU_ENTRY cuFuncSetAttribute(CUfunction function, CUfunction_attribute attribute, int value) {
    VGPU_LOCK(gpu);
    const auto found = gpu.functions.find(function);
    if (found == gpu.functions.end()) return CUDA_ERROR_INVALID_HANDLE;
    if (attribute != CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES || value > gpu.device.sharedPerBlock) return CUDA_ERROR_INVALID_VALUE;
    found->second->module->allowedShared[found->second->kernel->text.name] = value;
    return CUDA_SUCCESS;
}

VGPU_ENTRY cuOccupancyMaxActiveBlocksPerMultiprocessor(int* blocks, CUfunction, int threads, std::size_t shared) {
    VGPU_LOCK(gpu);
    const int byThreads = gpu.device.threads / std::max(threads, 1);
    const int byShared = shared == 0 ? byThreads : gpu.device.sharedPerMultiprocessor / static_cast<int>(shared);
    *blocks = std::min({byThreads, byShared, gpu.device.blocks});
    return CUDA_SUCCESS;
}

VGPU_ENTRY cuLaunchKernel(CUfunction function, unsigned gridX, unsigned gridY, unsigned gridZ, unsigned blockX, unsigned blockY, unsigned blockZ, unsigned shared, CUstream stream,
                          void** parameters, void** extra) {
    VGPU_LOCK(gpu);
    ++gpu.statistics.launchCalls;
    if (gpu.faults.resources > 0 && --gpu.faults.resources == 0) return CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES;
    const auto found = gpu.functions.find(function);
    if (found == gpu.functions.end() || extra) return CUDA_ERROR_INVALID_HANDLE;
    const Kernel& kernel = *found->second->kernel;
    KernelWork work{found->second.get(), {gridX, gridY, gridZ}, {blockX, blockY, blockZ}, shared, {}};
    const auto allowed = found->second->module->allowedShared.find(kernel.text.name);
    const bool tooMuch = shared > static_cast<unsigned>(allowed == found->second->module->allowedShared.end() ? sharedWithoutAsking : allowed->second);
    if (work.grid.count() == 0 || work.block.count() == 0 || work.block.count() > static_cast<std::uint64_t>(kernel.maximumThreads) || gridY > 65535 || gridZ > 65535 || tooMuch)
        return CUDA_ERROR_INVALID_VALUE;
    work.parameters.resize(static_cast<std::size_t>(kernel.parameterBytes));
    for (std::size_t n = 0; n < kernel.text.parameters.size(); ++n) {
        const Variable& parameter = kernel.text.parameters[n];
        std::memcpy(work.parameters.data() + kernel.parameterPlaces.at(parameter.name), parameters[n], static_cast<std::size_t>(parameter.bytes));
    }
    gpu.put(gpu.streamOf(stream), std::move(work), false);
    return CUDA_SUCCESS;
}
