// Autotuning of one program bound to a GPU: kernels with several schedules are timed by events on the device's clock, on the
// program's own memory at its own sizes, costliest first, within the budget. What the assembler's figures tell to be hopeless
// is not timed. Timed warm: every candidate ran before, and repeats follow each other. What is found is recorded, with all
// that lost, and used at once.
#pragma once

#include "runtime/device_bound.h"

namespace foldmeter::runtime {

class DeviceTuner {
public:
    explicit DeviceTuner(DeviceBound& bound) : m_bound(bound), m_device(*bound.m_executable), m_program(*bound.m_executable->program) {}
    // Returns the nanoseconds it took: 0 when the settings forbid it or everything is on record.
    std::int64_t run();

private:
    // A kernel with a choice.
    struct OpenSite {
        int kernel = 0;
        const DeviceInstance* instance = nullptr;   // its first
        int calls = 0;
        std::vector<cuda::Schedule> candidates;
        double defaultSeconds = 0;                  // all calls together
        bool tried = true;
    };

    double secondsLeft() const;
    std::vector<OpenSite> openSites() const;
    void rank(std::vector<OpenSite>& sites);
    void clear(const OpenSite& site);
    double time(DeviceFunction& function, const OpenSite& site, int repeats);
    std::string hopeless(DeviceFunction& candidate, const DeviceFunction& usual, const OpenSite& site) const;
    std::string noteOf(const cuda::Schedule& schedule) const;
    std::int64_t rowsToWaitFor(const DeviceFunction& function) const;
    std::string verify(DeviceFunction& candidate, const OpenSite& site) const;
    TunedSite start(const OpenSite& site) const;
    TunedSite tune(const OpenSite& site, double secondsLimit);
    void lendInputs();
    void takeInputsBack();

    DeviceBound& m_bound;
    DeviceExecutable& m_device;
    Executable& m_program;
    cuda::DeviceMemory m_scratch;                   // of the candidate at hand
    std::int64_t m_start = 0;
};

}  // namespace foldmeter::runtime
