#include "predict/job_time.h"

#include "base/digest.h"
#include "base/error.h"
#include "base/paths.h"
#include "predict/run_job.h"
#include "report/statistics.h"
#include "runtime/compute_device.h"
#include "targets/cpu/cpu_target.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace foldmeter::predict {
namespace {

// Settings that change no program's time.
bool mattersForTime(const std::string& setting) {
    static constexpr std::array<const char*, 8> free = {"cache", "cache-dir", "warm-up", "autotune-budget", "memory-budget", "threads", "bucket", "samples-per-batch"};
    return std::find(free.begin(), free.end(), setting) == free.end();
}

Work workOf(Session& session, const char* program, const JobSizes& sizes, const PredictSettings& settings) {
    const ProgramWork work = session.predictor().workOf(program, sizes, settings);
    return {1, work.flops, work.bytes};
}

// Features of a seed: nearly all of it is the embedding of conformers.
Work workOfFeatures(const JobSizes& sizes) { return {1, sizes.conformerWork, static_cast<double>(sizes.atoms)}; }
// Scores and texts of a sample.
Work workOfSample(const JobSizes& sizes) { return {1, static_cast<double>(sizes.tokens) * static_cast<double>(sizes.tokens), static_cast<double>(sizes.atoms)}; }
// What a seed has beside: programs that run once, memory touched for the first time, the alignment, files.
Work workOfRest(const JobSizes& sizes) {
    const auto tokens = static_cast<double>(sizes.tokens);
    return {1, tokens * tokens, tokens * static_cast<double>(sizes.msaRows)};
}

constexpr Work once = {1, 0, 0};

// Fewer steps leave structures wide open, which are scored in a fraction of the time.
constexpr int settledSteps = 20;

// Seconds of one of many that are to be added up: the mean, where there are enough that one disturbance does not decide.
double typicalOf(const std::vector<double>& measured) {
    constexpr std::size_t enough = 8;
    if (measured.size() < enough) return report::median(measured);
    return std::accumulate(measured.begin(), measured.end(), 0.0) / static_cast<double>(measured.size());
}

// Steps that are taken for all samples of a seed: as often as groups of samples.
double groupsOf(Session& session, const PredictSettings& settings) {
    const int samples = settings.samples - settings.firstSample, wish = session.settings().samplesPerBatch;
    return wish > 0 ? std::ceil(static_cast<double>(samples) / wish) : 1;
}

class Sum {
public:
    Sum(const Calibration& calibration) : m_calibration(calibration) {}
    void add(const std::string& kind, const Work& work, double times) {
        if (!m_calibration.knows(kind) || times <= 0) return;
        const TimeForecast part = m_calibration.forecast(kind, work);
        m_seconds += times * part.seconds;
        m_deviation += times * part.seconds * part.spread;
    }
    // Parts err together: the machine is busy for all of them.
    JobTimeForecast interval() const {
        constexpr double nineInTen = 1.645;
        const double spread = m_seconds > 0 ? nineInTen * m_deviation / m_seconds : 0;
        return {m_seconds, m_seconds * std::exp(-spread), m_seconds * std::exp(spread), m_calibration.observations("trunk")};
    }

private:
    const Calibration& m_calibration;
    double m_seconds = 0, m_deviation = 0;
};

}  // namespace

std::string calibrationClass(Session& session) {
    const cpu::CpuDescription cpu = cpu::describeCpu(session.pool().threads());
    std::string text = fmt::format("{}; {}; {} threads; model {}", cpu.name, cpu.isa, session.pool().threads(), session.weights().digest());
    if (const auto& gpu = session.device()) text += fmt::format("; {} {}", gpu->description().name, gpu->description().architecture());
    for (const auto& [name, value] : session.settings().toPairs())
        if (mattersForTime(name)) text += fmt::format("; {} {}", name, value);
    return text;
}

std::filesystem::path calibrationFile(Session& session) {
    const std::filesystem::path given = session.settings().cacheFolder;
    return (given.empty() ? cacheFolder() : given) / "calibration" / (digestOf(std::string_view(calibrationClass(session))).toHex() + ".json");
}

void recordTimes(Session& session, const JobSizes& sizes, const PredictSettings& settings, const JobClock& clock, const report::Timing& timing, bool firstOfProcess) {
    if (session.settings().cache != CacheUse::ReadWrite || clock.seeds.empty()) return;
    const std::string className = calibrationClass(session);
    Calibration calibration = Calibration::read(calibrationFile(session), className);
    double parts = 0;   // seconds of what is named below, as the forecast will count it
    const auto add = [&](const char* kind, const Work& work, const std::vector<double>& measured, std::size_t times) {
        if (measured.empty() || times == 0) return;
        const double typical = typicalOf(measured);
        if (kind != std::string("sample") || settings.steps >= settledSteps || !calibration.knows("sample")) calibration.add(kind, {work, typical});
        parts += typical * static_cast<double>(times);
    };
    for (const SeedInterval& seed : clock.seeds) {
        const SeedTiming& measured = seed.timing;
        if (measured.samples < settings.samples - settings.firstSample) return;   // stopped half way
        add("trunk", workOf(session, "trunk", sizes, settings), measured.recycles, measured.recycles.size());
        add("denoise", workOf(session, "denoise", sizes, settings), measured.steps, measured.steps.size());
        if (measured.condition > 0 && session.settings().hoist) add("condition", workOf(session, "condition", sizes, settings), {measured.condition}, 1);
        if (measured.samples > 0) add("confidence", workOf(session, "confidence", sizes, settings), {measured.confidence / measured.samples}, static_cast<std::size_t>(measured.samples));
    }
    add("features", workOfFeatures(sizes), clock.featurised, clock.featurised.size());
    add("sample", workOfSample(sizes), clock.samples, clock.samples.size());
    const timeline::StageSeconds& stages = timing.stages;
    const double load = stages.of(timeline::Category::Load);
    const double compile = stages.of(timeline::Category::Trace) + stages.of(timeline::Category::Optimize) + stages.of(timeline::Category::Codegen) + stages.of(timeline::Category::Autotune);
    const bool cached = std::all_of(timing.programs.begin(), timing.programs.end(), [](const report::ProgramTiming& program) { return program.cache == "hit"; });
    if (firstOfProcess) calibration.add("load", {once, load});
    if (firstOfProcess) calibration.add(cached ? "compile, cached" : "compile", {once, compile});
    const bool usual = !clock.featurised.empty() && !clock.samples.empty();
    if (usual) calibration.add("remainder", {workOfRest(sizes), (stages.wall - load - compile - parts) / static_cast<double>(clock.seeds.size())});
    try {
        calibration.write(calibrationFile(session), className);
    } catch (const DeviceError& problem) {
        note(session.log(), LogLevel::Debug, problem.what());
    }
}

std::optional<JobTimeForecast> forecastTime(Session& session, const JobSizes& sizes, const PredictSettings& settings, std::size_t seeds, bool programsCached) {
    const Calibration calibration = Calibration::read(calibrationFile(session), calibrationClass(session));
    if (!calibration.knows("trunk") || !calibration.knows("denoise")) return {};
    const auto count = static_cast<double>(seeds);
    const double samples = settings.samples - settings.firstSample, groups = groupsOf(session, settings);
    Sum sum(calibration);
    sum.add("trunk", workOf(session, "trunk", sizes, settings), count * (settings.recycles + 1));
    sum.add("denoise", workOf(session, "denoise", sizes, settings), count * groups * settings.steps);
    if (session.settings().hoist) sum.add("condition", workOf(session, "condition", sizes, settings), count);
    sum.add("confidence", workOf(session, "confidence", sizes, settings), count * samples);
    sum.add("features", workOfFeatures(sizes), count);
    sum.add("sample", workOfSample(sizes), count * samples);
    sum.add("remainder", workOfRest(sizes), count);
    sum.add("load", once, 1);
    sum.add(programsCached || !calibration.knows("compile") ? "compile, cached" : "compile", once, 1);
    return sum.interval();
}

}  // namespace foldmeter::predict
