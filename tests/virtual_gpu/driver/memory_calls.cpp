// Memory of the device and of the host, copies between them.
#include "virtual_gpu/driver/gpu.h"

#include <cstdlib>
#include <cstring>

using namespace foldmeter::vgpu;

namespace {

CUresult allocate(Gpu& gpu, CUdeviceptr* address, std::size_t bytes) {
    Faults& faults = gpu.faults;
    if (faults.memory > 0 && --faults.memory == 0) {
        if (--faults.memoryRefusals > 0) faults.memory = 1;
        return CUDA_ERROR_OUT_OF_MEMORY;
    }
    const std::size_t rounded = (bytes + 511) / 512 * 512;
    if (gpu.statistics.bytesNow + rounded > gpu.room()) return CUDA_ERROR_OUT_OF_MEMORY;
    *address = gpu.memory.allocate(bytes);
    gpu.allocations[*address] = rounded;
    ++gpu.statistics.allocations;
    gpu.statistics.bytesNow += rounded;
    gpu.statistics.bytesMost = std::max(gpu.statistics.bytesMost, gpu.statistics.bytesNow);
    return CUDA_SUCCESS;
}

bool forget(Gpu& gpu, CUdeviceptr address) {
    const auto found = gpu.allocations.find(address);
    if (found == gpu.allocations.end()) return false;
    gpu.statistics.bytesNow -= found->second;
    gpu.allocations.erase(found);
    return true;
}

CUresult copy(Gpu& gpu, CUstream stream, CopyWork work, bool hostRead, bool hostWritten) {
    VirtualStream& to = gpu.streamOf(stream);
    if (hostRead && !gpu.isPinned(work.from, work.bytes)) {
        if (to.capture) return to.captureBroken = true, CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED;
        const auto* bytes = reinterpret_cast<const std::uint8_t*>(work.from);
        work.kept.assign(bytes, bytes + work.bytes);
    }
    const bool waits = hostWritten && !gpu.isPinned(work.to, work.bytes);
    gpu.put(to, std::move(work), false);
    if (waits && !to.capture) gpu.drain(to);
    return gpu.lost;
}

}  // namespace

VGPU_ENTRY cuMemGetInfo(std::size_t* free, std::size_t* total) {
    VGPU_LOCK(gpu);
    *total = gpu.room();
    *free = gpu.room() - std::min<std::uint64_t>(gpu.room(), gpu.statistics.bytesNow);
    return CUDA_SUCCESS;
}

VGPU_ENTRY cuMemAlloc(CUdeviceptr* address, std::size_t bytes) {
    VGPU_LOCK(gpu);
    return allocate(gpu, address, bytes);
}

VGPU_ENTRY cuMemAllocAsync(CUdeviceptr* address, std::size_t bytes, CUstream stream) {
    VGPU_LOCK(gpu);
    if (gpu.streamOf(stream).capture) return gpu.streamOf(stream).captureBroken = true, CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED;
    return allocate(gpu, address, bytes);
}

VGPU_ENTRY cuMemFree(CUdeviceptr address) {
    VGPU_LOCK(gpu);
    gpu.drainAll();
    if (!forget(gpu, address)) return CUDA_ERROR_INVALID_VALUE;
    gpu.memory.release(address);
    return gpu.lost;
}

VGPU_ENTRY cuMemFreeAsync(CUdeviceptr address, CUstream stream) {
    VGPU_LOCK(gpu);
    VirtualStream& in = gpu.streamOf(stream);
    if (in.capture) return in.captureBroken = true, CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED;
    if (!forget(gpu, address)) return CUDA_ERROR_INVALID_VALUE;
    in.queue.push_back([&gpu, address] { gpu.memory.release(address); });
    return CUDA_SUCCESS;
}

VGPU_ENTRY cuDeviceGetDefaultMemPool(CUmemoryPool* pool, CUdevice) {
    VGPU_LOCK(gpu);
    *pool = reinterpret_cast<CUmemoryPool>(&gpu.memory);
    return CUDA_SUCCESS;
}
VGPU_ENTRY cuMemPoolSetAttribute(CUmemoryPool, CUmemPool_attribute, void*) {
    VGPU_LOCK(gpu);
    return CUDA_SUCCESS;
}
VGPU_ENTRY cuMemPoolTrimTo(CUmemoryPool, std::size_t) {
    VGPU_LOCK(gpu);
    return CUDA_SUCCESS;
}

VGPU_ENTRY cuMemHostAlloc(void** data, std::size_t bytes, unsigned) {
    VGPU_LOCK(gpu);
    *data = std::aligned_alloc(4096, (bytes + 4095) / 4096 * 4096);
    if (!*data) return CUDA_ERROR_OUT_OF_MEMORY;
    std::memset(*data, 0xff, bytes);
    gpu.pinned[reinterpret_cast<std::uintptr_t>(*data)] = bytes;
    return CUDA_SUCCESS;
}

VGPU_ENTRY cuMemFreeHost(void* data) {
    Gpu& gpu = Gpu::instance();   // also in a lost context
    const std::lock_guard lock(gpu.mutex);
    gpu.drainAll();
    if (gpu.pinned.erase(reinterpret_cast<std::uintptr_t>(data)) == 0) return CUDA_ERROR_INVALID_VALUE;
    std::free(data);
    return gpu.lost;
}

VGPU_ENTRY cuMemcpyHtoDAsync(CUdeviceptr to, const void* from, std::size_t bytes, CUstream stream) {
    VGPU_LOCK(gpu);
    return copy(gpu, stream, {CopyWork::Kind::ToDevice, to, reinterpret_cast<std::uint64_t>(from), bytes, {}}, true, false);
}

VGPU_ENTRY cuMemcpyDtoHAsync(void* to, CUdeviceptr from, std::size_t bytes, CUstream stream) {
    VGPU_LOCK(gpu);
    return copy(gpu, stream, {CopyWork::Kind::ToHost, reinterpret_cast<std::uint64_t>(to), from, bytes, {}}, false, true);
}

VGPU_ENTRY cuMemcpyDtoDAsync(CUdeviceptr to, CUdeviceptr from, std::size_t bytes, CUstream stream) {
    VGPU_LOCK(gpu);
    return copy(gpu, stream, {CopyWork::Kind::OnDevice, to, from, bytes, {}}, false, false);
}

VGPU_ENTRY cuMemsetD8Async(CUdeviceptr to, unsigned char value, std::size_t bytes, CUstream stream) {
    VGPU_LOCK(gpu);
    gpu.put(gpu.streamOf(stream), FillWork{to, value, bytes}, false);
    return CUDA_SUCCESS;
}
