#include "targets/cuda/driver/memory.h"

#include "targets/cuda/driver/driver_error.h"
#include "targets/cuda/driver/entry_points.h"

#include <fmt/format.h>

#include <utility>

namespace foldmeter::cuda {
namespace {

CUresult allocate(const Stream& stream, CUdeviceptr& address, std::size_t bytes) {
    const Device& device = *stream.device();
    const EntryPoints& calls = device.calls();
    return device.hasPools() ? calls.memoryAllocateAsync(&address, bytes, stream.handle()) : calls.memoryAllocate(&address, bytes);
}

}  // namespace

DeviceMemory::DeviceMemory(std::shared_ptr<const Stream> stream, std::size_t bytes) : m_stream(std::move(stream)), m_size(bytes) {
    if (bytes == 0) return;
    CUdeviceptr address = 0;
    CUresult result = allocate(*m_stream, address, bytes);
    if (result == CUDA_ERROR_OUT_OF_MEMORY) {   // what earlier work left may be in the way
        m_stream->synchronize();
        m_stream->device()->trimPool();
        result = allocate(*m_stream, address, bytes);
    }
    Driver::require(result, "cuMemAllocAsync", fmt::format("{} bytes were asked for", bytes));
    m_address = address;
}

DeviceMemory::~DeviceMemory() {
    if (m_address == 0) return;
    const Device& device = *m_stream->device();
    const EntryPoints& calls = device.driver().calls();
    try {
        device.calls();
    } catch (const DeviceError&) {   // a lost context takes its memory with it
        return;
    }
    if (device.hasPools()) calls.memoryFreeAsync(m_address, m_stream->handle());
    else calls.memoryFree(m_address);
}

DeviceMemory::DeviceMemory(DeviceMemory&& other) noexcept
    : m_stream(std::move(other.m_stream)), m_address(std::exchange(other.m_address, 0)), m_size(std::exchange(other.m_size, 0)) {}
DeviceMemory& DeviceMemory::operator=(DeviceMemory&& other) noexcept {
    std::swap(m_stream, other.m_stream);
    std::swap(m_address, other.m_address);
    std::swap(m_size, other.m_size);
    return *this;
}

PinnedMemory::PinnedMemory(std::shared_ptr<const Device> device, std::size_t bytes) : m_device(std::move(device)), m_size(bytes) {
    if (bytes == 0) return;
    void* data = nullptr;
    Driver::require(m_device->calls().hostAllocate(&data, bytes, CU_MEMHOSTALLOC_PORTABLE), "cuMemHostAlloc", fmt::format("{} bytes of the host's memory were asked for", bytes));
    m_data = static_cast<std::byte*>(data);
}
PinnedMemory::~PinnedMemory() {
    if (m_data) m_device->driver().calls().hostFree(m_data);
}
PinnedMemory::PinnedMemory(PinnedMemory&& other) noexcept
    : m_device(std::move(other.m_device)), m_data(std::exchange(other.m_data, nullptr)), m_size(std::exchange(other.m_size, 0)) {}
PinnedMemory& PinnedMemory::operator=(PinnedMemory&& other) noexcept {
    std::swap(m_device, other.m_device);
    std::swap(m_data, other.m_data);
    std::swap(m_size, other.m_size);
    return *this;
}

void copyToDevice(const Stream& stream, Address to, Bytes host) {
    if (!host.empty()) Driver::require(stream.device()->calls().copyToDevice(to, host.data(), host.size(), stream.handle()), "cuMemcpyHtoDAsync");
}
void copyToHost(const Stream& stream, std::byte* host, Address from, std::size_t bytes) {
    if (bytes > 0) Driver::require(stream.device()->calls().copyToHost(host, from, bytes, stream.handle()), "cuMemcpyDtoHAsync");
}
void copyOnDevice(const Stream& stream, Address to, Address from, std::size_t bytes) {
    if (bytes > 0) Driver::require(stream.device()->calls().copyOnDevice(to, from, bytes, stream.handle()), "cuMemcpyDtoDAsync");
}
void fillBytes(const Stream& stream, Address to, unsigned char value, std::size_t bytes) {
    if (bytes > 0) Driver::require(stream.device()->calls().setBytes(to, value, bytes, stream.handle()), "cuMemsetD8Async");
}

}  // namespace foldmeter::cuda
