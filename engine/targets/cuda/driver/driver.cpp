#include "targets/cuda/driver/driver.h"

#include "base/message.h"
#include "targets/cuda/driver/driver_error.h"
#include "targets/cuda/driver/entry_points.h"

#include <fmt/format.h>

namespace foldmeter::cuda {
namespace {

struct Row {
    const char *name, *exported;
    int version;
    bool required;
    void** to;
};

std::vector<Row> rowsOf(EntryPoints& calls) {
    return {
#define FOLDMETER_REQUIRED(member, name, exported, version) {#name, exported, version, true, reinterpret_cast<void**>(&calls.member)},
#define FOLDMETER_OPTIONAL(member, name, exported, version) {#name, exported, version, false, reinterpret_cast<void**>(&calls.member)},
#include "targets/cuda/driver/entry_points.inc"
#undef FOLDMETER_REQUIRED
#undef FOLDMETER_OPTIONAL
    };
}

// The driver's own way to its functions: it knows which form belongs to a version. Drivers before CUDA 12 do not have it.
using Resolve = CUresult (*)(const char*, void**, int, cuuint64_t, CUdriverProcAddressQueryResult*);

void* find(const SharedLibrary& library, Resolve resolve, const Row& row) {
    if (!resolve) return library.symbol(row.exported);
    void* found = nullptr;
    return resolve(row.name, &found, row.version, CU_GET_PROC_ADDRESS_DEFAULT, nullptr) == CUDA_SUCCESS ? found : nullptr;
}

}  // namespace

std::string versionText(int version) { return fmt::format("{}.{}", version / 1000, version % 1000 / 10); }

void Driver::require(int result, const char* call, const std::string& detail) {
    if (result != CUDA_SUCCESS) throw DriverError(result, call, detail);
}

Driver::Driver() : m_library({"libcuda.so.1"}), m_calls(std::make_unique<EntryPoints>()) {}
Driver::~Driver() = default;

void Driver::bindAll() {
    Resolve resolve = nullptr;
    m_library.bind(resolve, "cuGetProcAddress_v2");
    m_library.bind(m_calls->driverVersion, "cuDriverGetVersion");
    if (m_calls->driverVersion) require(m_calls->driverVersion(&m_version), "cuDriverGetVersion");
    for (const Row& row : rowsOf(*m_calls)) {
        *row.to = find(m_library, resolve, row);
        if (row.required && !*row.to)
            throw DeviceError(message("cuda.driver_too_old", {versionText(m_version), row.name, versionText(row.version)}), CUDA_ERROR_CALL_REQUIRES_NEWER_DRIVER);
    }
}

std::shared_ptr<const Driver> Driver::open() {
    std::shared_ptr<Driver> driver(new Driver);
    if (!driver->m_library.found()) throw DeviceError(message("cuda.no_driver", {driver->m_library.reason()}));
    driver->bindAll();
    require(driver->m_calls->initialise(0), "cuInit");
    require(driver->m_calls->deviceCount(&driver->m_devices), "cuDeviceGetCount");
    if (driver->m_devices == 0) throw DriverError(noDeviceResult, "cuDeviceGetCount");
    return driver;
}

}  // namespace foldmeter::cuda
