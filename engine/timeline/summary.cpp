#include "timeline/summary.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace foldmeter::timeline {
namespace {

// Self time of every span: its length without what the spans directly inside it cover.
std::vector<double> selfSeconds(const std::vector<const Span*>& spans) {
    std::vector<double> self(spans.size());
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < spans.size(); ++i) {
        while (!open.empty() && spans[open.back()]->end <= spans[i]->start) open.pop_back();
        const auto length = static_cast<double>(spans[i]->end - spans[i]->start) * 1e-9;
        self[i] += length;
        if (!open.empty()) self[open.back()] -= static_cast<double>(std::min(spans[i]->end, spans[open.back()]->end) - spans[i]->start) * 1e-9;
        open.push_back(i);
    }
    return self;
}

std::string line(std::string_view stage, std::string_view name, const SummaryRow& row) {
    return fmt::format("{:<10} {:<44} {:>8} {:>11.4f} {:>11.4f}\n", stage, name, row.calls, row.seconds, row.selfSeconds);
}

}  // namespace

std::vector<SummaryRow> summarise(const Timeline& timeline, int track) {
    std::vector<const Span*> spans;
    for (const Span& span : timeline.spans)
        if (span.track == track) spans.push_back(&span);
    std::stable_sort(spans.begin(), spans.end(), [](const Span* a, const Span* b) {
        return a->start != b->start ? a->start < b->start : a->end > b->end;
    });
    const std::vector<double> self = selfSeconds(spans);
    std::map<std::pair<Category, std::string>, SummaryRow> sums;
    for (std::size_t i = 0; i < spans.size(); ++i) {
        SummaryRow& row = sums[{spans[i]->category, spans[i]->name}];
        row.name = spans[i]->name;
        row.category = spans[i]->category;
        ++row.calls;
        row.seconds += static_cast<double>(spans[i]->end - spans[i]->start) * 1e-9;
        row.selfSeconds += self[i];
    }
    std::vector<SummaryRow> rows;
    for (auto& [key, row] : sums) rows.push_back(std::move(row));
    std::stable_sort(rows.begin(), rows.end(), [](const SummaryRow& a, const SummaryRow& b) { return a.selfSeconds > b.selfSeconds; });
    return rows;
}

std::string toTable(const std::vector<SummaryRow>& rows, std::size_t most) {
    std::string text = fmt::format("{:<10} {:<44} {:>8} {:>11} {:>11}\n", "stage", "span", "calls", "seconds", "self");
    SummaryRow rest;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (i < most) {
            text += line(nameOf(rows[i].category), rows[i].name, rows[i]);
            continue;
        }
        rest.calls += rows[i].calls;
        rest.seconds += rows[i].seconds;
        rest.selfSeconds += rows[i].selfSeconds;
    }
    if (rest.calls > 0) text += line("", fmt::format("{} other spans", rows.size() - most), rest);
    return text;
}

}  // namespace foldmeter::timeline
