// An NVIDIA GPU as data: enough to generate code for one that is not there, and to say how long it would take there.
// Read from resources/devices/*.json or asked from a driver.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace foldmeter::cuda {

struct DeviceDescription {
    std::string name;                         // "NVIDIA H100 80GB HBM3"
    int computeCapability = 0;                // 90 for sm_90
    int multiprocessors = 0;
    std::int64_t memoryBytes = 0, l2Bytes = 0;
    std::int64_t sharedPerMultiprocessor = 0, sharedPerBlock = 0;   // bytes; per block: the most that can be asked for
    int registersPerMultiprocessor = 65536, threadsPerMultiprocessor = 2048, blocksPerMultiprocessor = 32;
    double bandwidth = 0;                     // bytes a second
    // Dense peaks, operations a second (a multiply-add is two): plain f32, and tensor cores.
    double peakF32 = 0, peakTf32 = 0, peakBf16 = 0;

    std::string architecture() const { return "sm_" + std::to_string(computeCapability); }
};

// InputError names file and member when something is missing or of the wrong kind.
DeviceDescription readDeviceDescription(const std::filesystem::path& file);
// A file's path, or the name of a description that comes with the program; none when it is neither.
std::optional<std::filesystem::path> findDeviceDescription(const std::string& target);
// The descriptions that come with the program, by file name without ending: "h100-sxm".
std::vector<std::pair<std::string, std::filesystem::path>> bundledDevices();

}  // namespace foldmeter::cuda
