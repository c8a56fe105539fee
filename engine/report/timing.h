// What NAME_timing.json says about one finished job: stages, programs, seeds, memory, kernels. Written by whoever ran
// the job, read by reports and comparisons. Seconds are wall seconds of self time: the stages add up to the wall time.
#pragma once

#include "timeline/timeline.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace foldmeter::report {

struct ProgramTiming {
    std::string name;
    double trace = 0, optimize = 0, codegen = 0, bind = 0, autotune = 0;   // seconds
    std::string cache;                                                    // hit, miss, off
    std::int64_t graphNodes = 0, kernels = 0, kernelsCompiled = 0;
    std::int64_t libraryPrimitives = 0, libraryPrimitivesCreated = 0;
    std::int64_t arenaBytes = 0, launches = 0;
    std::int64_t slicedChains = 0, slices = 0, productsInPlace = 0;       // cut to the memory budget; absent in older files
};

struct SeedTiming {
    std::uint32_t seed = 0;
    double wall = 0, compile = 0, execute = 0;                            // seconds
    double trunk = 0, condition = 0, denoise = 0, confidence = 0;
    std::vector<double> recycles;
    int steps = 0, samples = 0;
};

struct KernelTiming {
    std::string name, program, scope;
    std::int64_t calls = 0;
    double seconds = 0, flops = 0, bytes = 0;
};

struct Timing {
    std::string job;
    std::int64_t tokens = 0, atoms = 0, msaRows = 0, paddedTokens = 0;
    struct {
        std::string name, digest;
        std::int64_t parameters = 0;
    } model;
    struct {
        std::string kind = "cpu", name, isa;
        int threads = 0;
        std::optional<double> peakF32, peakBf16;                          // GFLOP/s, only if measured
    } device;
    std::vector<std::pair<std::string, std::string>> settings;
    std::string settingsDigest;
    timeline::StageSeconds stages;
    std::vector<ProgramTiming> programs;
    std::vector<SeedTiming> seeds;
    std::optional<double> firstSeedOverOthers;                            // absent with fewer than two seeds
    struct {
        std::optional<std::int64_t> predictedPeak;
        std::int64_t peak = 0, weights = 0;                               // bytes
        std::int64_t samplesAtOnce = 0;                                   // 0: not told
        bool conditionKept = true;                                        // over the steps of a seed
    } memory;
    std::vector<KernelTiming> kernels;
};

// First seed's wall seconds over the median of the others'.
std::optional<double> firstSeedOverOthers(const std::vector<SeedTiming>& seeds);

std::string toJson(const Timing& timing);
// `file` is only used in messages. InputError: what is missing or of the wrong kind, with its place.
Timing timingFromJson(const std::string& text, const std::string& file);
Timing readTiming(const std::filesystem::path& path);

}  // namespace foldmeter::report
