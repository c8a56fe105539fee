#include "predict/job_time.h"

#include "base/digest.h"
#include "base/error.h"
#include "base/paths.h"
#include "predict/run_job.h"
#include "report/statistics.h"
#include "targets/cpu/cpu_target.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

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

// Featurising, scores and texts of a seed: a start, pairs of tokens and atoms of all samples.
Work workOfRest(const JobSizes& sizes, const PredictSettings& settings) {
    const double samples = settings.samples - settings.firstSample;
    return {1, samples * static_cast<double>(sizes.tokens) * static_cast<double>(sizes.tokens), samples * static_cast<double>(sizes.atoms)};
}

constexpr Work once = {1, 0, 0};

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
    double parts = 0;
    for (const SeedInterval& seed : clock.seeds) {
        const SeedTiming& measured = seed.timing;
        if (measured.samples < settings.samples - settings.firstSample) return;   // stopped half way
        parts += measured.trunk + measured.condition + measured.denoise + measured.confidence + measured.compile;
        if (!measured.recycles.empty()) calibration.add("trunk", {workOf(session, "trunk", sizes, settings), report::median(measured.recycles)});
        if (!measured.steps.empty()) calibration.add("denoise", {workOf(session, "denoise", sizes, settings), report::median(measured.steps)});
        if (measured.condition > 0 && session.settings().hoist) calibration.add("condition", {workOf(session, "condition", sizes, settings), measured.condition});
        if (measured.samples > 0) calibration.add("confidence", {workOf(session, "confidence", sizes, settings), measured.confidence / measured.samples});
    }
    const timeline::StageSeconds& stages = timing.stages;
    const double load = stages.of(timeline::Category::Load);
    const double compile = stages.of(timeline::Category::Trace) + stages.of(timeline::Category::Optimize) + stages.of(timeline::Category::Codegen) + stages.of(timeline::Category::Autotune);
    const bool cached = std::all_of(timing.programs.begin(), timing.programs.end(), [](const report::ProgramTiming& program) { return program.cache == "hit"; });
    if (firstOfProcess) calibration.add("load", {once, load});
    if (firstOfProcess) calibration.add(cached ? "compile, cached" : "compile", {once, compile});
    const double rest = (stages.wall - load - compile - parts) / static_cast<double>(clock.seeds.size());
    calibration.add("rest", {workOfRest(sizes, settings), rest});
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
    sum.add("rest", workOfRest(sizes, settings), count);
    sum.add("load", once, 1);
    sum.add(programsCached || !calibration.knows("compile") ? "compile, cached" : "compile", once, 1);
    return sum.interval();
}

}  // namespace foldmeter::predict
