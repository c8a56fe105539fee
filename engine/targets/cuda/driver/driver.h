// The NVIDIA driver, opened while the program runs. One page tells whether there is one, how old it is and which devices it
// shows; all calls go through its table of entry points.
#pragma once

#include "targets/cuda/shared_library.h"

#include <memory>
#include <string>
#include <vector>

namespace foldmeter::cuda {

struct EntryPoints;

class Driver {
public:
    // Opens and starts it. DeviceError says what is missing: the library, an entry point, or a device.
    static std::shared_ptr<const Driver> open();
    ~Driver();

    int version() const { return m_version; }               // of CUDA, 13000 for 13.0
    const SharedLibrary& library() const { return m_library; }
    int devices() const { return m_devices; }                // at least 1
    const EntryPoints& calls() const { return *m_calls; }
    // DriverError unless the result is success.
    static void require(int result, const char* call, const std::string& detail = "");

private:
    Driver();
    void bindAll();

    SharedLibrary m_library;
    std::unique_ptr<EntryPoints> m_calls;
    int m_version = 0, m_devices = 0;
};

std::string versionText(int version);   // 12040 -> "12.4"

}  // namespace foldmeter::cuda
