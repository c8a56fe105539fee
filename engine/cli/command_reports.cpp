// Commands that read output folders: compare, report.
#include "base/file.h"
#include "base/message.h"
#include "cli/command.h"
#include "cli/timeline_report.h"
#include "cli/report_options.h"
#include "compare/comparison.h"
#include "compare/comparison_text.h"
#include "compare/match_timelines.h"
#include "history/history.h"
#include "publish/report.h"
#include "report/stage_table.h"
#include "timeline/timeline_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace foldmeter::cli {
namespace {

std::vector<compare::Side> sidesFrom(const Arguments& arguments) {
    std::vector<compare::Side> sides;
    for (const std::string& run : arguments.positional()) sides.push_back(compare::readSide(history::runFolder(run)));
    return sides;
}

// Counted from one, as people count.
std::size_t baselineFrom(const Arguments& arguments) {
    const auto most = static_cast<std::int64_t>(std::max<std::size_t>(arguments.positional().size(), 1));
    return static_cast<std::size_t>(arguments.integer("baseline", 1, most).value_or(1) - 1);
}

timeline::Timeline timelineOf(const compare::Side& side) {
    const report::RunFolder& run = side.runs.front();
    if (run.timelineFile.empty()) throw InputError(message("compare.no_timeline", {run.folder.string()}));
    return timeline::readTimeline(run.timelineFile);
}

// Where the second run spent more or less, path by path.
void printSpans(const std::vector<compare::Side>& sides, std::size_t most) {
    if (sides.size() != 2) throw UsageError(message("compare.spans_two"));
    const compare::TimelineMatch match = compare::matchTimelines(timelineOf(sides[0]), timelineOf(sides[1]));
    fmt::print("\n{}\n", message("compare.spans", {std::to_string(match.paths.size()), std::to_string(match.withoutPartner().size())}));
    fmt::print("{}", report::headLine("{:>12} {:>12} {:>12} {:>8} {:>8}  {}", message("table.paths")));
    const std::vector<int> order = match.byDifference();
    for (std::size_t i = 0; i < std::min(most, order.size()); ++i) {
        const compare::MatchedPath& path = match.paths[static_cast<std::size_t>(order[i])];
        const double difference = path.selfDifference();
        fmt::print("{:>12} {:>12} {:>12} {:>8} {:>8}  {}: {}\n", report::durationText(path.firstSelf), report::durationText(path.secondSelf), (difference < 0 ? "-" : "+") + report::durationText(std::abs(difference)),
                   path.firstCalls, path.secondCalls, path.track, match.pathText(order[i]));
    }
}

}  // namespace

int runCompare(const Invocation& invocation) {
    constexpr std::int64_t mostPaths = 100'000;
    const Arguments& arguments = invocation.arguments;
    if (arguments.positional().size() < 2) throw UsageError(message("usage.two_runs"));
    const auto allowed = arguments.fraction("fail-above");
    const std::vector<compare::Side> sides = sidesFrom(arguments);
    const compare::Comparison comparison = compare::compareSides(sides, {.baseline = baselineFrom(arguments), .drift = !arguments.has("no-drift")});
    fmt::print("{}", arguments.has("json") ? compare::toJson(comparison) : compare::toTable(comparison));
    if (const auto most = arguments.integer("spans", 1, mostPaths)) printSpans(sides, static_cast<std::size_t>(*most));
    if (allowed && comparison.worstRatio() > 1 + *allowed) {
        fmt::print(stderr, "{}\n", message("compare.slower", {fmt::format("{:.1f}", 100 * (comparison.worstRatio() - 1)), fmt::format("{:.1f}", 100 * *allowed)}));
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
    publish::ReportFormat format = publish::ReportFormat::Markdown;
    try {
        if (arguments.has("format")) format = publish::formatNamed(arguments.text("format"));
        else if (!file.empty()) format = publish::formatOf(file);
    } catch (const InputError& problem) {
        throw UsageError(problem.what());
    }
    const std::vector<compare::Side> sides = sidesFrom(arguments);
    const publish::ReportOptions options = reportOptions(baselineFrom(arguments));
    if (file.empty()) fmt::print("{}", publish::makeReport(sides, format, options));
    else publish::writeReport(sides, file, format, options);
    return 0;
}

}  // namespace foldmeter::cli
