#include "cli/timeline_report.h"

#include "base/error.h"
#include "base/message.h"
#include "interop/open_timeline.h"
#include "report/stage_table.h"
#include "timeline/chrome_trace.h"
#include "timeline/perfetto_trace.h"
#include "timeline/span_table.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace foldmeter::cli {
namespace {

using interop::ForeignStage;
using interop::OpenedTimeline;
using report::durationText;

constexpr std::size_t mostRows = 20;

struct Bounds {
    std::int64_t from = 0, to = 0;
    double seconds() const { return static_cast<double>(to - from) * 1e-9; }
};

Bounds boundsOf(const timeline::Timeline& timeline) {
    Bounds bounds{INT64_MAX, INT64_MIN};
    for (const timeline::Span& span : timeline.spans) bounds = {std::min(bounds.from, span.start), std::max(bounds.to, span.end)};
    return timeline.spans.empty() ? Bounds{} : bounds;
}

// Spans from the bottom up: the rows that took longest by themselves.
std::vector<timeline::TableRow> longestRows(const timeline::Timeline& timeline, const Bounds& bounds) {
    const timeline::SpanIndex index = timeline::indexSpans(timeline);
    const timeline::CallTree tree = timeline::makeCallTree(timeline, index, {bounds.from, bounds.to, {}, nullptr});
    std::vector<timeline::TableRow> rows;
    for (timeline::TableRow& row : timeline::makeTable(timeline::TableKind::BottomUp, tree, {}).rows)
        if (row.parent < 0 && rows.size() < mostRows) rows.push_back(std::move(row));
    return rows;
}

std::string markdown(const OpenedTimeline& opened, const std::string& name) {
    const Bounds bounds = boundsOf(opened.timeline);
    std::string text = fmt::format("# {}\n\n{}\n", name,
                                   message("trace.holds", {opened.format, std::to_string(opened.timeline.spans.size()), std::to_string(opened.timeline.tracks.size()), durationText(bounds.seconds())}));
    if (!opened.stages.empty()) {
        text += fmt::format("\n| {} | {} | {} |\n|---|--:|--:|\n", message("trace.stage"), message("trace.seconds"), message("trace.logged"));
        for (const ForeignStage& stage : opened.stages) text += fmt::format("| {} | {:.3f} s | {} |\n", stage.name, stage.seconds(), stage.logged ? fmt::format("{:.3f} s", *stage.logged) : "");
    }
    text += fmt::format("\n| {} | {} | {} | {} | {} |\n|---|---|--:|--:|--:|\n", message("trace.span"), message("trace.stage"), message("trace.calls"), message("trace.total"), message("trace.self"));
    for (const timeline::TableRow& row : longestRows(opened.timeline, bounds))
        text += fmt::format("| {} | {} | {} | {} | {} |\n", row.name, timeline::nameOf(row.category), row.calls, durationText(static_cast<double>(row.total) * 1e-9), durationText(static_cast<double>(row.self) * 1e-9));
    for (const std::string& note : opened.notes) text += fmt::format("\n{}\n", note);
    return text;
}

std::string json(const OpenedTimeline& opened, const std::string& name) {
    const Bounds bounds = boundsOf(opened.timeline);
    nlohmann::ordered_json report = {{"format", "foldmeter-timeline-report"}, {"version", 1},   {"file", name}, {"kind", opened.format}, {"spans", opened.timeline.spans.size()},
                                     {"tracks", opened.timeline.tracks.size()}, {"wall_seconds", bounds.seconds()}, {"stages", nlohmann::ordered_json::array()}, {"spans_by_name", nlohmann::ordered_json::array()}, {"notes", opened.notes}};
    for (const ForeignStage& stage : opened.stages) {
        nlohmann::ordered_json row = {{"name", stage.name}, {"start_seconds", static_cast<double>(stage.start - bounds.from) * 1e-9}, {"seconds", stage.seconds()}};
        if (stage.logged) row["logged_seconds"] = *stage.logged;
        report["stages"].push_back(std::move(row));
    }
    for (const timeline::TableRow& row : longestRows(opened.timeline, bounds))
        report["spans_by_name"].push_back({{"name", row.name}, {"stage", timeline::nameOf(row.category)}, {"calls", row.calls}, {"total_seconds", static_cast<double>(row.total) * 1e-9}, {"self_seconds", static_cast<double>(row.self) * 1e-9}});
    return report.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

}  // namespace

bool isTimelineFile(const std::filesystem::path& file) {
    std::error_code failed;
    return std::filesystem::is_regular_file(file, failed) && interop::looksLikeTimeline(file);
}

std::string makeTimelineReport(const std::filesystem::path& file, const std::filesystem::path& output) {
    const std::string ending = output.filename().string(), name = file.filename().string();
    const auto endsWith = [&](std::string_view wanted) { return ending.ends_with(wanted); };
    const bool chrome = endsWith(".trace.json") || endsWith(".chrome.json"), perfetto = endsWith(".pftrace") || endsWith(".perfetto-trace");
    if (!ending.empty() && !chrome && !perfetto && !endsWith(".json") && !endsWith(".md")) throw InputError(message("trace.formats", {output.string()}));
    const OpenedTimeline opened = interop::openTimeline(file);
    if (chrome) return timeline::toChromeTrace(opened.timeline, name);
    if (perfetto) return timeline::toPerfettoTrace(opened.timeline, name);
    return endsWith(".json") ? json(opened, name) : markdown(opened, name);
}

}  // namespace foldmeter::cli
