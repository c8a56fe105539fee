#include "publish/number_files.h"

#include "base/message.h"
#include "base/version.h"
#include "compare/comparison_text.h"
#include "report/run_evidence.h"
#include "report/statistics.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace foldmeter::publish {
namespace {

using report::SeedTiming;
using timeline::Category;
using Json = nlohmann::ordered_json;

std::string dumped(const Json& json) { return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n"; }

Json answerJson(const RunContents& run) {
    Json json = {{"headline", run.answer.headline}, {"difference_seconds", run.answer.difference}, {"reasons", Json::array()}};
    for (const report::Reason& reason : run.answer.reasons)
        json["reasons"].push_back({{"cause", report::nameOf(reason.cause)}, {"first_seed_only", reason.firstSeedOnly}, {"seconds", reason.seconds}, {"saves", reason.saves}, {"text", reason.text}, {"remedy", reason.remedy}});
    return json;
}

std::string csvField(const std::string& text) {
    if (text.find_first_of(",\"\n\r") == std::string::npos) return text;
    std::string quoted = "\"";
    for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    return quoted + "\"";
}

class CsvWriter {
public:
    std::string text = "run,kind,name,quantity,value\n";

    void row(std::string_view kind, const std::string& name, std::string_view quantity, double value) {
        text += fmt::format("{},{},{},{},{}\n", csvField(m_run), kind, csvField(name), quantity, value);
    }
    void run(const RunContents& contents) {
        m_run = contents.run.name;
        const report::Timing& timing = contents.run.timing;
        for (int i = 0; i < timeline::categoryCount; ++i) row("stage", std::string(timeline::nameOf(static_cast<Category>(i))), "seconds", timing.stages.of(static_cast<Category>(i)));
        row("stage", "wall", "seconds", timing.stages.wall);
        seeds(timing);
        programs(timing);
        row("memory", "peak", "bytes", static_cast<double>(timing.memory.peak));
        for (const report::RankedSample& sample : contents.run.samples) row("sample", fmt::format("{}/{}", sample.seed, sample.sample), "ranking_score", sample.score);
    }
    void comparison(const compare::Comparison& comparison) {
        for (std::size_t side = 0; side < comparison.sides.size(); ++side) {
            m_run = comparison.sides[side];
            for (std::size_t input = 0; input < comparison.inputs.size(); ++input)
                if (const compare::Cell* cell = comparison.cell(side, input)) compared(comparison.inputs[input], *cell);
            if (comparison.meanRatio[side]) row("comparison", "all", "geometric_mean_ratio", *comparison.meanRatio[side]);
        }
    }

private:
    void seeds(const report::Timing& timing) {
        for (const SeedTiming& seed : timing.seeds) {
            const std::string name = std::to_string(seed.seed);
            row("seed", name, "wall_seconds", seed.wall);
            row("seed", name, "compile_seconds", seed.compile);
            row("seed", name, "execute_seconds", seed.execute);
            row("seed", name, "trunk", seed.trunk);
            row("seed", name, "denoise", seed.denoise);
            row("seed", name, "confidence", seed.confidence);
        }
    }
    void programs(const report::Timing& timing) {
        for (const report::ProgramTiming& program : timing.programs) {
            row("program", program.name, "codegen", program.codegen);
            row("program", program.name, "kernels", static_cast<double>(program.kernels));
            row("program", program.name, "kernels_compiled", static_cast<double>(program.kernelsCompiled));
        }
        for (const report::KernelTiming& kernel : timing.kernels) {
            row("kernel", kernel.program + "/" + kernel.name, "seconds", kernel.seconds);
            row("kernel", kernel.program + "/" + kernel.name, "calls", static_cast<double>(kernel.calls));
        }
    }
    void compared(const std::string& input, const compare::Cell& cell) {
        row("comparison", input, "repeats", static_cast<double>(cell.seed.seconds.size()));
        row("comparison", input, "seed_median_seconds", cell.seed.median);
        row("comparison", input, "compile_seconds", cell.compile);
        if (cell.ratio) row("comparison", input, "ratio", *cell.ratio);
        if (cell.ratio) row("comparison", input, "p", cell.test.p);
        if (cell.drift && !cell.drift->samples.empty()) row("comparison", input, "median_rmsd", cell.drift->medianRmsd());
    }

    std::string m_run;
};

// Processor and system seconds of a run's seeds, where counters were sampled.
struct ProcessorTime {
    std::optional<double> all, system;
};
ProcessorTime processorTime(const RunContents& run, std::size_t seed) {
    if (!run.timeline || seed >= run.seeds.size()) return {};
    const report::RunEvidence evidence(run.run.timing, *run.timeline);
    ProcessorTime time;
    for (const timeline::Counter& counter : run.timeline->counters) {
        if (counter.times.size() < 2) continue;
        if (counter.name == "processor seconds") time.all = evidence.growth(counter.name, run.seeds[seed].start, run.seeds[seed].end);
        if (counter.name == "system seconds") time.system = evidence.growth(counter.name, run.seeds[seed].start, run.seeds[seed].end);
    }
    return time;
}

// Seconds become milliseconds: the tool's tables have no decimals.
Json benchmarkRow(const RunContents& run, const std::string& name, const std::string& type, double real, double cpu) {
    return {{"name", name}, {"family_index", 0}, {"per_family_instance_index", 0}, {"run_name", name}, {"run_type", type}, {"repetitions", run.run.timing.seeds.size()},
            {"threads", 1}, {"iterations", 1}, {"real_time", real * 1e3}, {"cpu_time", cpu * 1e3}, {"time_unit", "ms"}};
}

// Of the whole seed: what the processors did, shared by nobody; where it was not measured the wall time stands in, and the context says so.
void addBenchmarks(const RunContents& run, std::size_t family, Json& list, bool& measured) {
    const std::string name = run.run.name + "/seed";
    std::vector<double> real, cpu;
    for (std::size_t i = 0; i < run.run.timing.seeds.size(); ++i) {
        const ProcessorTime time = processorTime(run, i);
        measured = measured && time.all;
        real.push_back(run.run.timing.seeds[i].wall);
        cpu.push_back(time.all.value_or(real.back()));
        Json row = benchmarkRow(run, name, "iteration", real.back(), cpu.back());
        row["family_index"] = family;
        row["repetition_index"] = i;
        row["seed"] = run.run.timing.seeds[i].seed;
        list.push_back(std::move(row));
    }
    if (real.size() < 2) return;
    Json row = benchmarkRow(run, name + "_median", "aggregate", report::median(real), report::median(cpu));
    row["family_index"] = family;
    row["run_name"] = name;
    row["aggregate_name"] = "median";
    row["aggregate_unit"] = "time";
    list.push_back(std::move(row));
}

double meanOf(const std::vector<double>& values) {
    double sum = 0;
    for (const double value : values) sum += value;
    return values.empty() ? std::nan("") : sum / static_cast<double>(values.size());
}

Json deviationOf(const std::vector<double>& values) {
    if (values.size() < 2) return {};
    const double mean = meanOf(values);
    double sum = 0;
    for (const double value : values) sum += (value - mean) * (value - mean);
    return std::sqrt(sum / static_cast<double>(values.size() - 1));
}

Json hyperfineResult(const RunContents& run) {
    const auto& seeds = run.run.timing.seeds;
    std::vector<double> times, user, system;
    for (std::size_t i = seeds.size() > 1 ? 1 : 0; i < seeds.size(); ++i) {
        times.push_back(seeds[i].wall);
        const ProcessorTime time = processorTime(run, i);
        if (time.system) system.push_back(*time.system);
        if (time.all && time.system) user.push_back(*time.all - *time.system);
    }
    Json parameters = Json::object();
    for (const auto& [name, value] : run.run.timing.settings) parameters[name] = value;
    const auto orNull = [](const std::vector<double>& values, double value) { return values.empty() ? Json() : Json(value); };
    return {{"command", run.commandLine.empty() ? run.run.name : run.commandLine}, {"mean", orNull(times, meanOf(times))}, {"stddev", deviationOf(times)}, {"median", orNull(times, report::median(times))},
            {"user", orNull(user, meanOf(user))}, {"system", orNull(system, meanOf(system))}, {"min", orNull(times, report::quantile(times, 0))}, {"max", orNull(times, report::quantile(times, 1))},
            {"times", times}, {"exit_codes", std::vector<int>(times.size(), 0)}, {"parameters", parameters}};
}

}  // namespace

std::string jsonReport(const std::vector<RunContents>& runs, const compare::Comparison* comparison) {
    Json json = {{"format", "foldmeter-report"}, {"version", 1}, {"runs", Json::array()}};
    for (const RunContents& run : runs) {
        Json samples = Json::array();
        for (const report::RankedSample& sample : run.run.samples) samples.push_back({{"seed", sample.seed}, {"sample", sample.sample}, {"ranking_score", sample.score}});
        json["runs"].push_back({{"name", run.run.name}, {"foldmeter", run.version}, {"started", run.started}, {"command_line", run.commandLine}, {"timing", Json::parse(report::toJson(run.run.timing))},
                                {"samples", samples}, {"answer", answerJson(run)}, {"not_measured", run.notMeasured}, {"problems", run.problems}});
    }
    if (comparison) json["comparison"] = Json::parse(compare::toJson(*comparison));
    return dumped(json);
}

std::string csvReport(const std::vector<RunContents>& runs, const compare::Comparison* comparison) {
    CsvWriter writer;
    for (const RunContents& run : runs) writer.run(run);
    if (comparison) writer.comparison(*comparison);
    return writer.text;
}

std::string googleBenchmarkReport(const std::vector<RunContents>& runs) {
    Json list = Json::array();
    bool measured = true;
    for (std::size_t i = 0; i < runs.size(); ++i) addBenchmarks(runs[i], i, list, measured);
    const report::Timing& timing = runs.front().run.timing;
    Json context = {{"date", runs.front().started}, {"executable", "foldmeter"}, {"num_cpus", timing.device.threads}, {"mhz_per_cpu", 0}, {"cpu_scaling_enabled", false}, {"caches", Json::array()},
                    {"load_avg", Json::array()}, {"library_build_type", "release"}, {"foldmeter_version", version}, {"device", timing.device.name}, {"isa", timing.device.isa},
                    {"settings_digest", timing.settingsDigest}, {"cpu_time", measured ? "processor seconds of all threads" : "not measured for every seed; real_time stands in"}};
    return dumped({{"context", context}, {"benchmarks", list}});
}

std::string hyperfineReport(const std::vector<RunContents>& runs) {
    Json results = Json::array();
    for (const RunContents& run : runs) results.push_back(hyperfineResult(run));
    return dumped({{"results", results}});
}

}  // namespace foldmeter::publish
