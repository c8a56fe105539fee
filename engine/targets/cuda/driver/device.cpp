#include "targets/cuda/driver/device.h"

#include "base/message.h"
#include "targets/cuda/driver/driver_error.h"
#include "targets/cuda/driver/entry_points.h"

#include <fmt/format.h>

#include <array>
#include <limits>

namespace foldmeter::cuda {
namespace {

// Operations a clock and multiprocessor, a multiply-add counted as two (NVIDIA's architecture papers).
struct Rates {
    int capability;
    double f32, tf32, bf16;
};
constexpr std::array<Rates, 6> rates = {{{80, 128, 1024, 2048}, {86, 256, 256, 512}, {89, 256, 256, 512}, {90, 256, 2048, 4096}, {100, 256, 4096, 8192}, {120, 256, 256, 512}}};

}  // namespace

void estimatePeaks(DeviceDescription& device, double clock) {
    Rates found = rates.front();
    for (const Rates& each : rates)
        if (each.capability <= device.computeCapability) found = each;
    const double clocks = clock * device.multiprocessors;
    device.peakF32 = found.f32 * clocks;
    device.peakTf32 = found.tf32 * clocks;
    device.peakBf16 = found.bf16 * clocks;
}

DeviceListing listDevices() {
    DeviceListing listing;
    try {
        const auto driver = Driver::open();
        for (int number = 0; number < driver->devices(); ++number) listing.devices.push_back(Device::open(driver, number)->description());
    } catch (const DeviceError& problem) {
        listing.reason = problem.what();
    }
    return listing;
}

Device::Device(std::shared_ptr<const Driver> driver, int number) : m_driver(std::move(driver)), m_number(number) {}

std::shared_ptr<const Device> Device::open(std::shared_ptr<const Driver> driver, int number) {
    if (number < 0 || number >= driver->devices()) throw DeviceError(message("cuda.device_number", {std::to_string(number), std::to_string(driver->devices())}), CUDA_ERROR_INVALID_DEVICE);
    std::shared_ptr<Device> device(new Device(std::move(driver), number));
    const EntryPoints& calls = device->m_driver->calls();
    Driver::require(calls.deviceGet(&device->m_handle, number), "cuDeviceGet");
    device->describe();
    if (device->m_description.computeCapability < 80)
        throw DeviceError(message("cuda.device_too_old", {device->m_description.name, fmt::format("{}.{}", device->m_description.computeCapability / 10, device->m_description.computeCapability % 10)}));
    CUcontext context = nullptr;
    Driver::require(calls.contextRetain(&context, device->m_handle), "cuDevicePrimaryCtxRetain");
    device->m_context = context;
    CUmemoryPool pool = nullptr;   // freed memory stays with the process: asking the system again costs milliseconds
    if (device->m_pools && calls.defaultPool && calls.poolSetAttribute && calls.defaultPool(&pool, device->m_handle) == CUDA_SUCCESS) {
        cuuint64_t all = std::numeric_limits<cuuint64_t>::max();
        Driver::require(calls.poolSetAttribute(pool, CU_MEMPOOL_ATTR_RELEASE_THRESHOLD, &all), "cuMemPoolSetAttribute");
    }
    return device;
}

Device::~Device() {
    if (m_context) m_driver->calls().contextRelease(m_handle);
}

int Device::attribute(int which) const {
    int value = 0;
    Driver::require(m_driver->calls().deviceAttribute(&value, static_cast<CUdevice_attribute>(which), m_handle), "cuDeviceGetAttribute", fmt::format("attribute {}", which));
    return value;
}

void Device::describe() {
    const EntryPoints& calls = m_driver->calls();
    std::array<char, 256> name{};
    Driver::require(calls.deviceName(name.data(), static_cast<int>(name.size()) - 1, m_handle), "cuDeviceGetName");
    std::size_t bytes = 0;
    Driver::require(calls.deviceTotalMemory(&bytes, m_handle), "cuDeviceTotalMem");
    DeviceDescription& to = m_description;
    to.name = name.data();
    to.memoryBytes = static_cast<std::int64_t>(bytes);
    to.computeCapability = 10 * attribute(CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR) + attribute(CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR);
    to.multiprocessors = attribute(CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT);
    to.l2Bytes = attribute(CU_DEVICE_ATTRIBUTE_L2_CACHE_SIZE);
    to.sharedPerMultiprocessor = attribute(CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_MULTIPROCESSOR);
    to.sharedPerBlock = attribute(CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN);
    to.registersPerMultiprocessor = attribute(CU_DEVICE_ATTRIBUTE_MAX_REGISTERS_PER_MULTIPROCESSOR);
    to.threadsPerMultiprocessor = attribute(CU_DEVICE_ATTRIBUTE_MAX_THREADS_PER_MULTIPROCESSOR);
    to.blocksPerMultiprocessor = attribute(CU_DEVICE_ATTRIBUTE_MAX_BLOCKS_PER_MULTIPROCESSOR);
    // Kilohertz and bits; memory moves twice a clock.
    to.bandwidth = 2.0 * attribute(CU_DEVICE_ATTRIBUTE_MEMORY_CLOCK_RATE) * 1e3 * attribute(CU_DEVICE_ATTRIBUTE_GLOBAL_MEMORY_BUS_WIDTH) / 8;
    estimatePeaks(to, attribute(CU_DEVICE_ATTRIBUTE_CLOCK_RATE) * 1e3);
    m_pools = attribute(CU_DEVICE_ATTRIBUTE_MEMORY_POOLS_SUPPORTED) != 0;
}

const EntryPoints& Device::calls() const {
    const EntryPoints& calls = m_driver->calls();
    Driver::require(calls.contextSetCurrent(m_context), "cuCtxSetCurrent");
    return calls;
}

Device::Memory Device::memory() const {
    std::size_t free = 0, total = 0;
    Driver::require(calls().memoryInfo(&free, &total), "cuMemGetInfo");
    return {static_cast<std::int64_t>(free), static_cast<std::int64_t>(total)};
}

void Device::trimPool() const {
    const EntryPoints& calls = this->calls();
    CUmemoryPool pool = nullptr;
    if (!m_pools || !calls.poolTrim || !calls.defaultPool || calls.defaultPool(&pool, m_handle) != CUDA_SUCCESS) return;
    Driver::require(calls.poolTrim(pool, 0), "cuMemPoolTrimTo");
}

void Device::synchronize() const { Driver::require(calls().contextSynchronize(), "cuCtxSynchronize"); }

}  // namespace foldmeter::cuda
