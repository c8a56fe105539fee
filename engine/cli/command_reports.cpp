// Commands that read output folders: compare, report.
#include "base/file.h"
#include "base/message.h"
#include "cli/command.h"
#include "cli/timeline_report.h"
#include "history/history.h"
#include "report/comparison.h"
#include "report/report.h"

#include <fmt/format.h>

#include <cmath>

namespace foldmeter::cli {

int runCompare(const Invocation& invocation) {
    const Arguments& arguments = invocation.arguments;
    if (arguments.positional().size() < 2) throw UsageError(message("usage.two_runs"));
    const auto allowed = arguments.fraction("fail-above");
    std::vector<report::RunFolder> runs;
    for (const std::string& path : arguments.positional()) runs.push_back(report::readRunFolder(history::runFolder(path)));
    const report::Comparison comparison = report::compareRuns(runs);
    fmt::print("{}", arguments.has("json") ? report::toJson(comparison) : report::toTable(comparison));
    if (allowed && comparison.worstRatio > 1 + *allowed) {
        fmt::print(stderr, "{}\n", message("compare.slower", {fmt::format("{:.1f}", 100 * (comparison.worstRatio - 1)), fmt::format("{:.1f}", 100 * *allowed)}));
        return 6;
    }
    return 0;
}

int runReport(const Invocation& invocation) {
    const Arguments& arguments = invocation.arguments;
    if (arguments.positional().empty()) throw UsageError(message("usage.one_run"));
    const std::string file = arguments.text("output");
    if (arguments.positional().size() == 1 && isTimelineFile(arguments.positional().front())) {
        const std::string text = makeTimelineReport(arguments.positional().front(), file);
        if (file.empty()) fmt::print("{}", text);
        else writeAtomically(file, text);
        return 0;
    }
    report::ReportFormat format = report::ReportFormat::Markdown;
    try {
        if (!file.empty()) format = report::formatOf(file);
    } catch (const InputError& problem) {
        throw UsageError(problem.what());
    }
    std::vector<report::RunFolder> runs;
    for (const std::string& path : arguments.positional())
        for (report::RunFolder& run : report::readRunFolders(history::runFolder(path))) runs.push_back(std::move(run));
    if (file.empty()) fmt::print("{}", report::makeReport(runs, format));
    else report::writeReport(runs, file);
    return 0;
}

}  // namespace foldmeter::cli
