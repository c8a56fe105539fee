#include "predict/job_timing.h"

#include "base/file.h"
#include "runtime/compute_device.h"
#include "runtime/machine_peak.h"
#include "targets/cpu/cpu_target.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <sys/resource.h>

namespace foldmeter::predict {
namespace {

using timeline::Category;

double compileSeconds(const timeline::StageSeconds& stages) {
    return stages.of(Category::Trace) + stages.of(Category::Optimize) + stages.of(Category::Codegen) + stages.of(Category::Autotune);
}

// What this job added. A program that an earlier job of the process has made, and that needed no further code, is a hit.
runtime::CompileRecord addedTo(const ProgramCosts& before, const runtime::Program* program) {
    runtime::CompileRecord record = program->compileRecord();
    const auto found = before.byProgram.find(program);
    if (found == before.byProgram.end()) return record;
    const runtime::CompileRecord& earlier = found->second.compiled;
    record.trace -= earlier.trace;
    record.optimize -= earlier.optimize;
    record.codegen -= earlier.codegen;
    record.autotune -= earlier.autotune;
    record.kernelsCompiled -= earlier.kernelsCompiled;
    if (record.kernelsCompiled == 0 && record.cache != "off") record.cache = "hit";
    return record;
}

std::vector<report::ProgramTiming> programTimings(Predictor& predictor, const ProgramCosts& before) {
    std::map<std::string, runtime::BindRecord> binds;
    for (const auto& [name, record] : predictor.bindRecords()) binds[name] = record;
    std::vector<report::ProgramTiming> timings;
    for (const runtime::Program* program : predictor.programs()) {
        const runtime::CompileRecord made = addedTo(before, program);
        const runtime::BindRecord& bound = binds[made.program];
        timings.push_back({.name = made.program,
                           .trace = made.trace,
                           .optimize = made.optimize,
                           .codegen = made.codegen,
                           .bind = bound.seconds,
                           .autotune = made.autotune,
                           .cache = made.cache,
                           .graphNodes = static_cast<std::int64_t>(made.graphNodes),
                           .kernels = static_cast<std::int64_t>(made.kernels),
                           .kernelsCompiled = static_cast<std::int64_t>(made.kernelsCompiled),
                           .libraryPrimitives = static_cast<std::int64_t>(bound.libraryPrimitivesCreated),
                           .libraryPrimitivesCreated = static_cast<std::int64_t>(bound.libraryPrimitivesCreated),
                           .arenaBytes = static_cast<std::int64_t>(bound.arenaBytes),
                           .launches = static_cast<std::int64_t>(bound.launches),
                           .slicedChains = static_cast<std::int64_t>(bound.slicedChains),
                           .slices = static_cast<std::int64_t>(bound.slices),
                           .productsInPlace = static_cast<std::int64_t>(bound.productsInPlace)});
    }
    return timings;
}

std::vector<report::KernelTiming> kernelTimings(Predictor& predictor, const ProgramCosts& before) {
    std::vector<report::KernelTiming> timings;
    for (const runtime::Program* program : predictor.programs()) {
        const std::vector<runtime::KernelRecord> records = program->kernelRecords();
        const auto found = before.byProgram.find(program);
        for (std::size_t n = 0; n < records.size(); ++n) {
            const runtime::KernelRecord& kernel = records[n];
            const runtime::KernelRecord earlier = found == before.byProgram.end() ? runtime::KernelRecord{} : found->second.kernels.at(n);
            timings.push_back({kernel.name, kernel.program, kernel.scope, kernel.calls - earlier.calls, kernel.seconds - earlier.seconds,
                               kernel.flops - earlier.flops, kernel.bytes - earlier.bytes});
        }
    }
    return timings;
}

// A seed's wall time is the time the network and its scores took; the first one also paid for the compilation.
std::vector<report::SeedTiming> seedTimings(const JobClock& clock, const timeline::Timeline& timeline, int steps) {
    std::vector<report::SeedTiming> timings;
    for (const SeedInterval& interval : clock.seeds) {
        const timeline::StageSeconds stages = stageSeconds(timeline, interval.start, interval.end);
        const bool first = timings.empty();
        const double before = first ? compileSeconds(stageSeconds(timeline, clock.compileStart, clock.compileEnd)) : 0;
        const SeedTiming& network = interval.timing;
        timings.push_back({.seed = network.seed,
                           .wall = stages.wall + before,
                           .compile = compileSeconds(stages) + before,
                           .execute = stages.of(Category::Execute),
                           .trunk = network.trunk,
                           .condition = network.condition,
                           .denoise = network.denoise,
                           .confidence = network.confidence,
                           .recycles = network.recycles,
                           .steps = steps,
                           .samples = network.samples});
    }
    return timings;
}

// The number behind `key` in a file of "key: number unit" lines; -1 if it is not there.
std::int64_t numberBehind(const std::string& text, std::string_view key) {
    const std::size_t place = text.find(key);
    if (place == std::string::npos) return -1;
    const std::size_t digits = text.find_first_of("0123456789", place + key.size());
    std::int64_t number = -1;
    if (digits != std::string::npos) std::from_chars(text.data() + digits, text.data() + text.size(), number);
    return number;
}

std::int64_t numberIn(const char* file) {
    std::error_code ignored;
    if (!std::filesystem::exists(file, ignored)) return -1;
    try {
        return numberBehind(readText(file), "");
    } catch (const Error&) {
        return -1;
    }
}

}  // namespace

ProgramCosts programCosts(Session& session) {
    ProgramCosts costs;
    if (!session.compiled()) return costs;
    for (const runtime::Program* program : session.predictor().programs())
        costs.byProgram[program] = {program->compileRecord(), program->kernelRecords()};
    return costs;
}

report::Timing makeTiming(Session& session, const std::string& job, const JobSizes& sizes, const PredictSettings& predict, const JobClock& clock,
                          const ProgramCosts& before, const timeline::Timeline& timeline) {
    Predictor& predictor = session.predictor();
    const cpu::CpuDescription cpu = cpu::describeCpu(session.pool().threads());
    report::Timing timing;
    timing.job = job;
    timing.tokens = sizes.tokens;
    timing.atoms = sizes.atoms;
    timing.msaRows = sizes.msaRows;
    timing.paddedTokens = sizes.paddedTokens;
    timing.model = {session.card().name, session.weights().digest(), session.weights().parameterCount()};
    timing.device = {"cpu", cpu.name, cpu.isa, session.pool().threads(), {}, {}};
    if (const auto& gpu = session.device()) {
        timing.device = {"cuda", gpu->description().name, gpu->description().architecture(), session.pool().threads(), {}, {}};
    } else if (const auto peak = runtime::machinePeak(session.settings(), session.pool(), session.log())) {
        timing.device.peakF32 = peak->f32;
        if (peak->bf16 > 0) timing.device.peakBf16 = peak->bf16;
    }
    timing.settings = allSettings(session, predict);
    timing.settingsDigest = session.settings().digest().toHex();
    timing.stages = stageSeconds(timeline, clock.start, clock.end);
    timing.programs = programTimings(predictor, before);
    timing.seeds = seedTimings(clock, timeline, predict.steps);
    timing.firstSeedOverOthers = report::firstSeedOverOthers(timing.seeds);
    const MemoryForecast forecast = predictor.forecastMemory(sizes, predict);
    timing.memory.predictedPeak = static_cast<std::int64_t>(forecast.peakBytes);
    timing.memory.samplesAtOnce = forecast.samplesAtOnce;
    timing.memory.conditionKept = forecast.conditionKept;
    timing.memory.peak = peakMemoryBytes();
    for (const runtime::Program* program : predictor.programs()) timing.memory.weights += static_cast<std::int64_t>(program->packedWeightBytes());
    timing.kernels = kernelTimings(predictor, before);
    return timing;
}

timeline::Timeline cutTimeline(const timeline::Timeline& timeline, std::int64_t start, std::int64_t end) {
    timeline::Timeline cut;
    cut.tracks = timeline.tracks;
    std::vector<int> placeOf;
    for (const timeline::Span& span : timeline.spans) {
        const bool inside = span.start < end && span.end > start;
        placeOf.push_back(inside ? static_cast<int>(cut.spans.size()) : -1);
        if (inside) cut.spans.push_back(span);
    }
    for (const timeline::Flow& flow : timeline.flows) {
        const timeline::Flow kept{placeOf[static_cast<std::size_t>(flow.fromSpan)], placeOf[static_cast<std::size_t>(flow.toSpan)]};
        if (kept.fromSpan >= 0 && kept.toSpan >= 0) cut.flows.push_back(kept);
    }
    for (const timeline::Counter& counter : timeline.counters) {
        timeline::Counter kept{counter.name, {}, {}};
        for (std::size_t i = 0; i < counter.times.size(); ++i)
            if (counter.times[i] >= start && counter.times[i] <= end) {
                kept.times.push_back(counter.times[i]);
                kept.values.push_back(counter.values[i]);
            }
        cut.counters.push_back(std::move(kept));
    }
    return cut;
}

std::vector<std::pair<std::string, std::string>> allSettings(Session& session, const PredictSettings& predict) {
    auto settings = session.settings().toPairs();
    settings.emplace_back("recycles", std::to_string(predict.recycles));
    settings.emplace_back("steps", std::to_string(predict.steps));
    settings.emplace_back("samples", std::to_string(predict.samples));
    settings.emplace_back("strict-alphafold3", predict.strictAlphafold3 ? "on" : "off");
    settings.emplace_back("msa-rows", std::to_string(session.config().msaRows));
    std::sort(settings.begin(), settings.end());
    return settings;
}

std::int64_t peakMemoryBytes() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<std::int64_t>(usage.ru_maxrss) * 1024;
}

std::int64_t currentMemoryBytes() { return numberBehind(readText("/proc/self/status"), "VmRSS:") * 1024; }

std::int64_t availableMemoryBytes() {
    std::int64_t available = numberBehind(readText("/proc/meminfo"), "MemAvailable:") * 1024;
    const std::int64_t limit = numberIn("/sys/fs/cgroup/memory.max"), used = numberIn("/sys/fs/cgroup/memory.current");
    if (limit > 0 && used >= 0) available = std::min(available, limit - used);
    return available;
}

}  // namespace foldmeter::predict
