#include "publish/report.h"

#include "base/error.h"
#include "base/file.h"
#include "base/message.h"
#include "publish/comparison_document.h"
#include "publish/html.h"
#include "publish/markdown.h"
#include "publish/number_files.h"
#include "timeline/chrome_trace.h"
#include "timeline/perfetto_trace.h"
#include "timeline/timeline_file.h"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <set>

namespace foldmeter::publish {
namespace {

struct FormatRow {
    ReportFormat format;
    std::string_view name, ending;
};
// Longer endings first: .json ends several of them.
constexpr std::array<FormatRow, 12> formats = {{{ReportFormat::GoogleBenchmark, "google-benchmark", ".gbench.json"},
                                                {ReportFormat::Hyperfine, "hyperfine", ".hyperfine.json"},
                                                {ReportFormat::ChromeTrace, "chrome", ".trace.json"},
                                                {ReportFormat::ChromeTrace, "", ".chrome.json"},
                                                {ReportFormat::PerfettoTrace, "perfetto", ".pftrace"},
                                                {ReportFormat::PerfettoTrace, "", ".perfetto-trace"},
                                                {ReportFormat::Html, "html", ".html"},
                                                {ReportFormat::Html, "", ".htm"},
                                                {ReportFormat::Pdf, "pdf", ".pdf"},
                                                {ReportFormat::Markdown, "md", ".md"},
                                                {ReportFormat::Csv, "csv", ".csv"},
                                                {ReportFormat::Json, "json", ".json"}}};

std::string endings() {
    std::string text;
    for (const FormatRow& row : formats)
        if (!row.name.empty()) text += (text.empty() ? "" : " ") + std::string(row.ending);
    return text;
}

std::vector<RunContents> gatherAll(const std::vector<compare::Side>& sides) {
    std::vector<RunContents> contents;
    for (const compare::Side& side : sides)
        for (const report::RunFolder& run : side.runs) contents.push_back(gatherRun(run));
    return contents;
}

std::optional<compare::Comparison> comparisonOf(const std::vector<compare::Side>& sides, const ReportOptions& options) {
    if (sides.size() < 2) return {};
    return compare::compareSides(sides, {.baseline = options.baseline});
}

std::string traceReport(const std::vector<compare::Side>& sides, ReportFormat format) {
    if (sides.size() != 1 || sides[0].runs.size() != 1) throw InputError(message("report.one_trace"));
    const report::RunFolder& run = sides[0].runs[0];
    if (run.timelineFile.empty()) throw InputError(message("compare.no_timeline", {run.folder.string()}));
    const timeline::Timeline timeline = timeline::readTimeline(run.timelineFile);
    const std::string name = "foldmeter " + run.name;
    return format == ReportFormat::ChromeTrace ? timeline::toChromeTrace(timeline, name) : timeline::toPerfettoTrace(timeline, name);
}

std::string numberReport(const std::vector<compare::Side>& sides, ReportFormat format, const ReportOptions& options) {
    const std::vector<RunContents> runs = gatherAll(sides);
    if (format == ReportFormat::GoogleBenchmark) return googleBenchmarkReport(runs);
    if (format == ReportFormat::Hyperfine) return hyperfineReport(runs);
    const std::optional<compare::Comparison> comparison = comparisonOf(sides, options);
    return format == ReportFormat::Csv ? csvReport(runs, comparison ? &*comparison : nullptr) : jsonReport(runs, comparison ? &*comparison : nullptr);
}

}  // namespace

ReportFormat formatOf(const std::filesystem::path& file) {
    const std::string name = file.filename().string();
    for (const FormatRow& row : formats)
        if (name.ends_with(row.ending)) return row.format;
    throw InputError(message("report.endings", {file.string(), endings()}));
}

std::string formatNames() {
    std::string text;
    for (const FormatRow& row : formats)
        if (!row.name.empty()) text += (text.empty() ? "" : ",") + std::string(row.name);
    return text;
}

ReportFormat formatNamed(const std::string& name) {
    for (const FormatRow& row : formats)
        if (!row.name.empty() && row.name == name) return row.format;
    throw InputError(message("report.no_format", {name, formatNames()}));
}

Document makeDocument(const std::vector<compare::Side>& sides, const ReportOptions& options) {
    const std::vector<RunContents> runs = gatherAll(sides);
    check(!runs.empty(), "makeDocument: no run");
    Document document;
    document.title = message("report.title", {runs.size() == 1 ? runs[0].run.name : message("report.several", {std::to_string(runs.size())})});
    const std::optional<compare::Comparison> comparison = comparisonOf(sides, options);
    if (comparison) addComparison(document, *comparison, 1);
    else if (runs.size() > 1) document.blocks.push_back(Heading{1, document.title});
    // Repeats stand in the comparison; of each side and input one run is told in full.
    std::set<std::pair<std::size_t, std::string>> told;
    std::size_t run = 0;
    for (std::size_t side = 0; side < sides.size(); ++side)
        for (const report::RunFolder& folder : sides[side].runs) {
            const RunContents& contents = runs[run++];
            if (!comparison || told.emplace(side, folder.name).second) addRun(document, contents, options.draw, runs.size() == 1 ? 1 : 2);
        }
    return document;
}

std::string makeReport(const std::vector<compare::Side>& sides, ReportFormat format, const ReportOptions& options) {
    switch (format) {
        case ReportFormat::Html: return toHtml(makeDocument(sides, options));
        case ReportFormat::Markdown: return toMarkdown(makeDocument(sides, options));
        case ReportFormat::Pdf: throw InputError(message("report.pdf"));
        case ReportFormat::ChromeTrace:
        case ReportFormat::PerfettoTrace: return traceReport(sides, format);
        default: return numberReport(sides, format, options);
    }
}

void writeReport(const std::vector<compare::Side>& sides, const std::filesystem::path& file, ReportFormat format, const ReportOptions& options) {
    writeAtomically(file, makeReport(sides, format, options));
}

}  // namespace foldmeter::publish
