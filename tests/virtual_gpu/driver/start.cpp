// Starting the driver, its devices and contexts; and the way by which functions are asked for by name.
#include "virtual_gpu/driver/gpu.h"

#include <dlfcn.h>

#include <cstring>

using foldmeter::vgpu::Gpu;

VGPU_ENTRY cuInit(unsigned) {
    VGPU_LOCK(gpu);
    gpu.start();
    return gpu.faults.noDevice ? CUDA_ERROR_NO_DEVICE : CUDA_SUCCESS;
}

VGPU_ENTRY cuDriverGetVersion(int* version) {
    VGPU_LOCK(gpu);
    gpu.start();
    *version = gpu.faults.driver > 0 ? gpu.faults.driver : 13000;
    return CUDA_SUCCESS;
}

VGPU_ENTRY cuDeviceGetCount(int* count) {
    VGPU_LOCK(gpu);
    *count = 1;
    return CUDA_SUCCESS;
}

VGPU_ENTRY cuDeviceGet(CUdevice* device, int number) {
    *device = number;
    return number == 0 ? CUDA_SUCCESS : CUDA_ERROR_INVALID_DEVICE;
}

VGPU_ENTRY cuDeviceGetName(char* name, int length, CUdevice) {
    VGPU_LOCK(gpu);
    std::strncpy(name, gpu.device.name.c_str(), static_cast<std::size_t>(length));
    return CUDA_SUCCESS;
}

VGPU_ENTRY cuDeviceGetUuid(CUuuid* uuid, CUdevice) {
    std::memset(uuid->bytes, 0x42, sizeof uuid->bytes);
    return CUDA_SUCCESS;
}

VGPU_ENTRY cuDeviceGetPCIBusId(char* text, int length, CUdevice) {
    std::strncpy(text, "0000:00:00.0", static_cast<std::size_t>(length));
    return CUDA_SUCCESS;
}

VGPU_ENTRY cuDeviceTotalMem(std::size_t* bytes, CUdevice) {
    VGPU_LOCK(gpu);
    *bytes = gpu.room();
    return CUDA_SUCCESS;
}

VGPU_ENTRY cuDeviceGetAttribute(int* value, CUdevice_attribute attribute, CUdevice) {
    VGPU_LOCK(gpu);
    const auto& device = gpu.device;
    switch (attribute) {
        case CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR: *value = device.capability / 10; break;
        case CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR: *value = device.capability % 10; break;
        case CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT: *value = device.multiprocessors; break;
        case CU_DEVICE_ATTRIBUTE_L2_CACHE_SIZE: *value = device.l2; break;
        case CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_MULTIPROCESSOR: *value = device.sharedPerMultiprocessor; break;
        case CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN: *value = device.sharedPerBlock; break;
        case CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK: *value = 49152; break;
        case CU_DEVICE_ATTRIBUTE_MAX_REGISTERS_PER_MULTIPROCESSOR: *value = 65536; break;
        case CU_DEVICE_ATTRIBUTE_MAX_THREADS_PER_MULTIPROCESSOR: *value = device.threads; break;
        case CU_DEVICE_ATTRIBUTE_MAX_BLOCKS_PER_MULTIPROCESSOR: *value = device.blocks; break;
        case CU_DEVICE_ATTRIBUTE_MEMORY_CLOCK_RATE: *value = 1000000; break;
        case CU_DEVICE_ATTRIBUTE_GLOBAL_MEMORY_BUS_WIDTH: *value = 256; break;
        case CU_DEVICE_ATTRIBUTE_CLOCK_RATE: *value = 1000000; break;
        case CU_DEVICE_ATTRIBUTE_MEMORY_POOLS_SUPPORTED: *value = 1; break;
        case CU_DEVICE_ATTRIBUTE_WARP_SIZE: *value = 32; break;
        default: return CUDA_ERROR_INVALID_VALUE;
    }
    return CUDA_SUCCESS;
}

VGPU_ENTRY cuDevicePrimaryCtxRetain(CUcontext* context, CUdevice) {
    VGPU_LOCK(gpu);
    ++gpu.retained;
    *context = reinterpret_cast<CUcontext>(&gpu);
    return CUDA_SUCCESS;
}

VGPU_ENTRY cuDevicePrimaryCtxRelease(CUdevice) {
    VGPU_LOCK(gpu);
    --gpu.retained;
    return CUDA_SUCCESS;
}

VGPU_ENTRY cuCtxSetCurrent(CUcontext) {
    VGPU_LOCK(gpu);
    return CUDA_SUCCESS;
}

VGPU_ENTRY cuCtxSynchronize() {
    VGPU_LOCK(gpu);
    return gpu.synchronize([&] { gpu.drainAll(); });
}

namespace {

struct Known {
    const char *name, *exported;
    int version;
};
constexpr Known known[] = {
#define FOLDMETER_REQUIRED(member, name, exported, version) {#name, exported, version},
#define FOLDMETER_OPTIONAL(member, name, exported, version) {#name, exported, version},
#include "targets/cuda/driver/entry_points.inc"
#undef FOLDMETER_REQUIRED
#undef FOLDMETER_OPTIONAL
};

void* exportedSymbol(const std::string& name) {
    Dl_info info;
    if (dladdr(reinterpret_cast<void*>(&exportedSymbol), &info) == 0) return nullptr;
    void* self = dlopen(info.dli_fname, RTLD_NOW | RTLD_NOLOAD);
    void* found = self ? dlsym(self, name.c_str()) : nullptr;
    if (self) dlclose(self);
    return found;
}

}  // namespace

extern "C" __attribute__((visibility("default"))) CUresult cuGetProcAddress_v2(const char* symbol, void** function, int version, cuuint64_t, CUdriverProcAddressQueryResult* status) {
    Gpu& gpu = Gpu::instance();
    const std::lock_guard lock(gpu.mutex);
    gpu.start();
    *function = nullptr;
    int since = 0;
    for (const Known& each : known) {
        if (std::strcmp(each.name, symbol) != 0 || each.version > version) continue;
        since = each.version;
        *function = exportedSymbol(each.exported);
    }
    for (const char* suffix : {"_v3", "_v2", ""})
        if (!*function) *function = exportedSymbol(std::string(symbol) + suffix);
    if (gpu.faults.absent == symbol || (gpu.faults.driver > 0 && since > gpu.faults.driver)) *function = nullptr;
    if (status) *status = *function ? CU_GET_PROC_ADDRESS_SUCCESS : CU_GET_PROC_ADDRESS_SYMBOL_NOT_FOUND;
    return *function ? CUDA_SUCCESS : CUDA_ERROR_NOT_FOUND;
}

// Tables that are not documented: there are none.
VGPU_ENTRY cuGetExportTable(const void** table, const CUuuid*) {
    *table = nullptr;
    return CUDA_ERROR_NOT_SUPPORTED;
}
