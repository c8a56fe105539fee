#include "targets/cuda/static_figures.h"

#include <algorithm>
#include <array>
#include <utility>

namespace foldmeter::cuda {
namespace {

constexpr std::int64_t lanes = 32, registerUnit = 256, warpUnit = 4, sharedUnit = 128, sharedReserved = 1024;   // reserved: a block

std::int64_t roundUp(std::int64_t value, std::int64_t unit) { return (value + unit - 1) / unit * unit; }

}  // namespace

Occupancy occupancyOf(const DeviceDescription& device, int registers, std::int64_t sharedBytes, int threads) {
    const std::int64_t warps = (threads + lanes - 1) / lanes;
    const std::int64_t warpRegisters = roundUp(std::max(registers, 1) * lanes, registerUnit);
    const std::int64_t shared = roundUp(sharedBytes + sharedReserved, sharedUnit);
    const std::array<std::pair<std::int64_t, const char*>, 4> limits{{
        {device.registersPerMultiprocessor / warpRegisters / warpUnit * warpUnit / warps, "registers"},
        {sharedBytes > device.sharedPerBlock ? 0 : device.sharedPerMultiprocessor / shared, "shared memory"},
        {device.threadsPerMultiprocessor / (warps * lanes), "threads"},
        {device.blocksPerMultiprocessor, "blocks"},
    }};
    const auto least = std::min_element(limits.begin(), limits.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    return {static_cast<int>(least->first), static_cast<double>(least->first * warps * lanes) / device.threadsPerMultiprocessor, least->second};
}

InstructionCounts countInstructions(const std::string& ptx, const std::string& entry) {
    InstructionCounts counts;
    const std::size_t begin = ptx.find(".entry " + entry + "(");
    if (begin == std::string::npos) return counts;
    const std::size_t end = std::min(ptx.find(".entry ", begin + 1), ptx.size());
    for (std::size_t at = ptx.find('{', begin); at < end;) {
        const std::size_t next = std::min(ptx.find('\n', at), end);
        std::size_t first = ptx.find_first_not_of(" \t{", at);
        if (first < next && ptx[first] == '@') first = std::min(ptx.find_first_not_of(" \t", ptx.find_first_of(" \t", first)), next);
        // Directives begin with a point, labels start their lines with a dollar.
        if (first < next && ptx[first] >= 'a' && ptx[first] <= 'z') {
            ++counts.all;
            counts.tensor += ptx.compare(first, 4, "mma.") == 0;
        }
        at = next + 1;
    }
    return counts;
}

}  // namespace foldmeter::cuda
