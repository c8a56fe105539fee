// A GPU that is here: its description, its memory, and the context in which everything on it happens. Objects of the device
// keep it alive; every call goes through `calls`, which makes the context current on the calling thread first.
#pragma once

#include "targets/cuda/device_description.h"
#include "targets/cuda/driver/driver.h"

struct CUctx_st;

namespace foldmeter::cuda {

class Device : public std::enable_shared_from_this<Device> {
public:
    // DeviceError when there is none of this number, or it is too old.
    static std::shared_ptr<const Device> open(std::shared_ptr<const Driver> driver, int number);
    ~Device();
    Device(const Device&) = delete;
    Device& operator=(const Device&) = delete;

    const DeviceDescription& description() const { return m_description; }   // as the driver tells it
    const Driver& driver() const { return *m_driver; }
    int number() const { return m_number; }
    int handle() const { return m_handle; }                                  // CUdevice
    bool hasPools() const { return m_pools; }

    struct Memory {
        std::int64_t free = 0, total = 0;   // bytes
    };
    Memory memory() const;
    void trimPool() const;                  // gives freed memory that is kept for reuse back to the system
    void synchronize() const;               // waits for everything on the device
    const EntryPoints& calls() const;

private:
    Device(std::shared_ptr<const Driver> driver, int number);
    int attribute(int which) const;
    void describe();

    std::shared_ptr<const Driver> m_driver;
    int m_number = 0, m_handle = 0;
    CUctx_st* m_context = nullptr;
    bool m_pools = false;
    DeviceDescription m_description;
};

// What this machine has; where there is none, why.
struct DeviceListing {
    std::vector<DeviceDescription> devices;
    std::string reason;
};
DeviceListing listDevices();

// Dense peaks, operations a second, of a device of this kind at this clock (Hz).
void estimatePeaks(DeviceDescription& device, double clock);

}  // namespace foldmeter::cuda
