#include "worker/server/machine.h"

#include "base/error.h"
#include "base/paths.h"
#include "base/threads.h"
#include "predict/job_timing.h"
#include "targets/cpu/cpu_target.h"
#include "targets/cuda/driver/device.h"

#include <charconv>
#include <filesystem>
#include <sstream>
#include <sys/resource.h>
#include <unistd.h>

namespace foldmeter::worker {
namespace {

namespace fs = std::filesystem;

void listGpus(DevicesEvent& event) {
    const cuda::DeviceListing listing = cuda::listDevices();
    for (const cuda::DeviceDescription& device : listing.devices) event.gpus.push_back(device.name);
    event.gpuNote = listing.reason;
}

void countCache(DevicesEvent& event) {
    const fs::path folder = cacheFolder();
    event.cacheFolder = folder.string();
    std::error_code failure;
    for (const auto& entry : fs::directory_iterator(folder, failure)) {
        if (entry.path().extension() != ".code") continue;
        ++event.cacheEntries;
        event.cacheBytes += static_cast<std::int64_t>(entry.file_size(failure));
    }
}

}  // namespace

DevicesEvent describeMachine(bool measure) {
    const cpu::CpuDescription cpu = cpu::describeCpu(availableThreads());
    DevicesEvent event{.cpu = cpu.name, .isa = cpu.isa, .threads = cpu.threads, .availableMemory = predict::availableMemoryBytes(), .gpuNote = {}};
    listGpus(event);
    std::istringstream features(cpu.features);
    for (std::string feature; std::getline(features, feature, ',');) event.features.push_back(feature);
    event.totalMemory = static_cast<std::int64_t>(::sysconf(_SC_PHYS_PAGES)) * ::sysconf(_SC_PAGESIZE);
    countCache(event);
    if (!measure) return event;
    ThreadPool pool(cpu.threads);
    event.peakF32 = cpu::measureGemmPeak(pool, DType::F32);
    if (cpu.hasBf16) event.peakBf16 = cpu::measureGemmPeak(pool, DType::BF16);
    return event;
}

bool stepBack() {
    constexpr int niceness = 10;
    bool done = true;
    for (const auto& entry : fs::directory_iterator("/proc/self/task")) {   // each thread has its own; later ones inherit it
        id_t thread = 0;
        const std::string name = entry.path().filename().string();
        std::from_chars(name.data(), name.data() + name.size(), thread);
        done = ::setpriority(PRIO_PROCESS, thread, niceness) == 0 && done;
    }
    return done;
}

}  // namespace foldmeter::worker
