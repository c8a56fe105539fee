// foldmeter devices: what this machine offers, measured here and now.
#include "base/message.h"
#include "base/threads.h"
#include "cli/command.h"
#include "predict/job_timing.h"
#include "report/stage_table.h"
#include "targets/cpu/cpu_target.h"
#include "targets/cuda/device_description.h"
#include "targets/cuda/driver/device.h"
#include "targets/cuda/installed_libraries.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <map>

namespace foldmeter::cli {
namespace {

// What follows where a library is missing.
const std::map<std::string, std::string> missing = {{"driver", "devices.without_driver"},
                                                    {"nvrtc", "devices.without_nvrtc"},
                                                    {"cublaslt", "devices.without_cublaslt"},
                                                    {"cudnn", "devices.without_cudnn"},
                                                    {"cupti", "devices.without_cupti"}};

std::string consequence(const cuda::InstalledLibrary& library) {
    if (!library.found) return message(missing.at(library.name));
    return message(library.used ? "devices.with_" + library.name : "devices.not_used");
}

// One line a GPU; where there is none, why.
std::vector<std::string> gpuLines(const cuda::DeviceListing& listing) {
    std::vector<std::string> lines;
    for (std::size_t n = 0; n < listing.devices.size(); ++n) {
        const cuda::DeviceDescription& device = listing.devices[n];
        lines.push_back(fmt::format("{}, {}, {} multiprocessors, {} (--target cuda:{})", device.name, device.architecture(), device.multiprocessors,
                                    report::bytesText(static_cast<double>(device.memoryBytes)), n));
    }
    if (!listing.reason.empty()) lines.push_back(listing.reason);
    return lines;
}

nlohmann::ordered_json gpusJson(const cuda::DeviceListing& listing) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const cuda::DeviceDescription& device : listing.devices)
        list.push_back({{"name", device.name}, {"architecture", device.architecture()}, {"multiprocessors", device.multiprocessors}, {"memory_bytes", device.memoryBytes}});
    return list;
}

nlohmann::ordered_json librariesJson() {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const auto& library : cuda::installedLibraries())
        list.push_back({{"name", library.name},
                        {"found", library.found},
                        {"version", library.version},
                        {"path", library.path.string()},
                        {"reason", library.reason},
                        {"consequence", consequence(library)}});
    return list;
}

void printLibraries() {
    fmt::print("{}\n", message("devices.libraries"));
    for (const auto& library : cuda::installedLibraries()) {
        fmt::print("        {:<9} {}\n", library.name, library.found ? fmt::format("{} {}", library.version, library.path.string()) : library.reason);
        fmt::print("                  {}\n", consequence(library));
    }
}

void printDescribedDevices() {
    fmt::print("{}\n", message("devices.described"));
    for (const auto& [name, file] : cuda::bundledDevices()) {
        const auto device = cuda::readDeviceDescription(file);
        fmt::print("        {:<15} {:<26} {:>6} {}\n", name, device.name, device.architecture(), message("devices.multiprocessors", {fmt::format("{:>4}", device.multiprocessors), report::bytesText(static_cast<double>(device.memoryBytes))}));
    }
}

}  // namespace

int runDevices(const Invocation& invocation) {
    const Arguments& arguments = invocation.arguments;
    const auto threads = arguments.integer("threads", 1, 4096);
    ThreadPool pool(threads ? static_cast<int>(*threads) : availableThreads());
    const cpu::CpuDescription cpu = cpu::describeCpu(pool.threads());
    const double f32 = cpu::measureGemmPeak(pool, DType::F32);
    const double bf16 = cpu.hasBf16 ? cpu::measureGemmPeak(pool, DType::BF16) : 0;
    const std::int64_t memory = predict::availableMemoryBytes();
    const cuda::DeviceListing gpus = cuda::listDevices();
    if (arguments.has("json")) {
        const nlohmann::ordered_json json = {{"cpu",
                                              {{"name", cpu.name},
                                               {"threads", pool.threads()},
                                               {"isa", cpu.isa},
                                               {"features", cpu.features},
                                               {"peak_gflops", {{"f32", f32}, {"bf16", bf16 > 0 ? nlohmann::ordered_json(bf16) : nlohmann::ordered_json()}}},
                                               {"available_memory_bytes", memory}}},
                                             {"gpus", gpusJson(gpus)},
                                             {"gpu_note", gpus.reason},
                                             {"libraries", librariesJson()}};
        fmt::print("{}\n", json.dump(1));
        return 0;
    }
    fmt::print("{:<7} {}\n        {}\n", "CPU", cpu.name, message("devices.threads", {std::to_string(pool.threads()), cpu.isa}));
    fmt::print("        {}\n", message("devices.products", {fmt::format("{:.0f}", f32), bf16 > 0 ? fmt::format("{:.0f} GFLOP/s bf16", bf16) : message("devices.no_bf16")}));
    fmt::print("{:<7} {}\n", message("devices.memory"), message("devices.free", {report::bytesText(static_cast<double>(memory))}));
    for (const std::string& line : gpuLines(gpus)) fmt::print("GPU     {}\n", line);
    printLibraries();
    printDescribedDevices();
    return 0;
}

}  // namespace foldmeter::cli
