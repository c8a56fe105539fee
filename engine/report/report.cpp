#include "report/report.h"

#include "base/error.h"
#include "base/file.h"
#include "report/comparison.h"
#include "report/stage_table.h"
#include "timeline/chrome_trace.h"
#include "timeline/perfetto_trace.h"
#include "timeline/timeline_file.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace foldmeter::report {
namespace {

using timeline::Category;

std::string jsonReport(const std::vector<RunFolder>& runs) {
    nlohmann::ordered_json json = {{"format", "foldmeter-report"}, {"version", 1}, {"runs", nlohmann::ordered_json::array()}};
    for (const RunFolder& run : runs) {
        nlohmann::ordered_json samples = nlohmann::ordered_json::array();
        for (const RankedSample& sample : run.samples) samples.push_back({{"seed", sample.seed}, {"sample", sample.sample}, {"ranking_score", sample.score}});
        json["runs"].push_back({{"name", run.name}, {"timing", nlohmann::ordered_json::parse(toJson(run.timing))}, {"samples", samples}});
    }
    if (runs.size() > 1) json["comparison"] = nlohmann::ordered_json::parse(toJson(compareRuns(runs)));
    return json.dump(1) + "\n";
}

std::string csvField(const std::string& text) {
    if (text.find_first_of(",\"\n") == std::string::npos) return text;
    std::string quoted = "\"";
    for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    return quoted + "\"";
}

// Long form, one number a line: what spreadsheets and data frames pivot.
std::string csvReport(const std::vector<RunFolder>& runs) {
    std::string text = "run,kind,name,quantity,value\n";
    for (const RunFolder& run : runs) {
        const auto row = [&](std::string_view kind, const std::string& name, std::string_view quantity, double value) {
            text += fmt::format("{},{},{},{},{}\n", csvField(run.name), kind, csvField(name), quantity, value);
        };
        for (int i = 0; i < timeline::categoryCount; ++i)
            row("stage", std::string(timeline::nameOf(static_cast<Category>(i))), "seconds", run.timing.stages.of(static_cast<Category>(i)));
        row("stage", "wall", "seconds", run.timing.stages.wall);
        for (const SeedTiming& seed : run.timing.seeds) {
            const std::string name = std::to_string(seed.seed);
            row("seed", name, "wall_seconds", seed.wall);
            row("seed", name, "compile_seconds", seed.compile);
            row("seed", name, "execute_seconds", seed.execute);
            row("seed", name, "trunk", seed.trunk);
            row("seed", name, "denoise", seed.denoise);
            row("seed", name, "confidence", seed.confidence);
        }
        for (const ProgramTiming& program : run.timing.programs) {
            row("program", program.name, "codegen", program.codegen);
            row("program", program.name, "kernels", static_cast<double>(program.kernels));
            row("program", program.name, "kernels_compiled", static_cast<double>(program.kernelsCompiled));
        }
        for (const KernelTiming& kernel : run.timing.kernels) {
            row("kernel", kernel.program + "/" + kernel.name, "seconds", kernel.seconds);
            row("kernel", kernel.program + "/" + kernel.name, "calls", static_cast<double>(kernel.calls));
        }
        row("memory", "peak", "bytes", static_cast<double>(run.timing.memory.peak));
        for (const RankedSample& sample : run.samples)
            row("sample", fmt::format("{}/{}", sample.seed, sample.sample), "ranking_score", sample.score);
    }
    return text;
}

std::string markdownKernels(const Timing& timing) {
    constexpr std::size_t most = 15;
    if (timing.kernels.empty()) return {};
    std::vector<KernelTiming> kernels = timing.kernels;
    std::stable_sort(kernels.begin(), kernels.end(), [](const auto& a, const auto& b) { return a.seconds > b.seconds; });
    std::string text = "\n### Kernels that took longest\n\n| kernel | program | where | calls | time | GFLOP/s | GB/s |\n|---|---|---|--:|--:|--:|--:|\n";
    for (std::size_t i = 0; i < std::min(most, kernels.size()); ++i) {
        const KernelTiming& k = kernels[i];
        const double perSecond = k.seconds > 0 ? 1e-9 / k.seconds : 0;
        text += fmt::format("| {} | {} | {} | {} | {} | {:.1f} | {:.1f} |\n", k.name, k.program, k.scope, k.calls, durationText(k.seconds), k.flops * perSecond,
                            k.bytes * perSecond);
    }
    return text;
}

std::string markdownReport(const std::vector<RunFolder>& runs) {
    std::string text = "# Foldmeter report\n";
    for (const RunFolder& run : runs) {
        const Timing& t = run.timing;
        text += fmt::format("\n## {}\n\n{} tokens, {} atoms, {} MSA rows. Model {}. {} {}, {} threads, {}.\nPeak memory {}.\n\n", run.name, t.tokens, t.atoms,
                            t.msaRows, t.model.name, t.device.kind, t.device.name, t.device.threads, t.device.isa, bytesText(static_cast<double>(t.memory.peak)));
        text += "| stage | time | share |\n|---|--:|--:|\n";
        for (int i = 0; i < timeline::categoryCount; ++i) {
            const double seconds = t.stages.of(static_cast<Category>(i));
            text += fmt::format("| {} | {} | {:.1f} % |\n", titleOf(static_cast<Category>(i)), durationText(seconds), t.stages.wall > 0 ? 100 * seconds / t.stages.wall : 0);
        }
        text += fmt::format("| all | {} | |\n\n```\n{}\n{}```\n", durationText(t.stages.wall), seedTable(t), programTable(t));
        if (!run.samples.empty()) text += "\n| seed | sample | ranking score |\n|--:|--:|--:|\n";
        for (const RankedSample& sample : run.samples) text += fmt::format("| {} | {} | {:.4f} |\n", sample.seed, sample.sample, sample.score);
        text += markdownKernels(t);
    }
    if (runs.size() > 1) text += fmt::format("\n## Comparison\n\n```\n{}```\n", toTable(compareRuns(runs)));
    return text;
}

std::string traceReport(const std::vector<RunFolder>& runs, ReportFormat format) {
    if (runs.size() != 1) throw InputError("a trace holds one run; name one output folder");
    if (runs[0].timelineFile.empty()) throw InputError(fmt::format("{} holds no timeline", runs[0].folder.string()));
    const timeline::Timeline timeline = timeline::readTimeline(runs[0].timelineFile);
    const std::string name = "foldmeter " + runs[0].name;
    return format == ReportFormat::ChromeTrace ? timeline::toChromeTrace(timeline, name) : timeline::toPerfettoTrace(timeline, name);
}

}  // namespace

ReportFormat formatOf(const std::filesystem::path& file) {
    const std::string name = file.filename().string();
    if (name.ends_with(".trace.json") || name.ends_with(".chrome.json")) return ReportFormat::ChromeTrace;
    if (name.ends_with(".pftrace") || name.ends_with(".perfetto-trace")) return ReportFormat::PerfettoTrace;
    if (name.ends_with(".json")) return ReportFormat::Json;
    if (name.ends_with(".csv")) return ReportFormat::Csv;
    if (name.ends_with(".md")) return ReportFormat::Markdown;
    throw InputError(fmt::format("{}: this version writes reports as .json, .csv, .md, .trace.json (Chrome trace) and .pftrace (Perfetto); the name's ending says which", file.string()));
}

std::string makeReport(const std::vector<RunFolder>& runs, ReportFormat format) {
    switch (format) {
        case ReportFormat::Json: return jsonReport(runs);
        case ReportFormat::Csv: return csvReport(runs);
        case ReportFormat::Markdown: return markdownReport(runs);
        case ReportFormat::ChromeTrace:
        case ReportFormat::PerfettoTrace: return traceReport(runs, format);
    }
    throw InternalError("unknown report format");
}

void writeReport(const std::vector<RunFolder>& runs, const std::filesystem::path& file) { writeAtomically(file, makeReport(runs, formatOf(file))); }

}  // namespace foldmeter::report
