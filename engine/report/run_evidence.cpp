#include "report/run_evidence.h"

#include "report/statistics.h"

#include <algorithm>

namespace foldmeter::report {
namespace {

using timeline::Counter;
using timeline::Span;
using TimeRange = std::pair<std::int64_t, std::int64_t>;

// Sorted, none touching another.
std::vector<TimeRange> unionOf(std::vector<TimeRange> intervals) {
    std::sort(intervals.begin(), intervals.end());
    std::vector<TimeRange> joined;
    for (const TimeRange& interval : intervals) {
        if (interval.second <= interval.first) continue;
        if (!joined.empty() && interval.first <= joined.back().second) joined.back().second = std::max(joined.back().second, interval.second);
        else joined.push_back(interval);
    }
    return joined;
}

std::int64_t common(const std::vector<TimeRange>& a, const std::vector<TimeRange>& b) {
    std::int64_t sum = 0;
    for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
        sum += std::max<std::int64_t>(0, std::min(a[i].second, b[j].second) - std::max(a[i].first, b[j].first));
        if (a[i].second < b[j].second) ++i;
        else ++j;
    }
    return sum;
}

// The value at a time: between two samples on the straight line between them.
double valueAt(const Counter& counter, std::int64_t time) {
    const auto after = std::lower_bound(counter.times.begin(), counter.times.end(), time);
    if (after == counter.times.begin()) return counter.values.front();
    if (after == counter.times.end()) return counter.values.back();
    const auto i = static_cast<std::size_t>(after - counter.times.begin());
    const double share = static_cast<double>(time - counter.times[i - 1]) / static_cast<double>(counter.times[i] - counter.times[i - 1]);
    return counter.values[i - 1] + share * (counter.values[i] - counter.values[i - 1]);
}

}  // namespace

RunEvidence::RunEvidence(const Timing& timing, const timeline::Timeline& timeline)
    : m_timing(timing), m_timeline(timeline), m_seeds(seedStages(timeline)), m_others(medianOfOthers(m_seeds)) {}

double RunEvidence::typicalWall() const {
    if (m_others) return m_others->wall;
    return m_seeds.empty() ? 0 : m_seeds.front().stages.wall;
}

double RunEvidence::notable() const { return std::max({0.05, 0.05 * typicalWall(), m_seeds.empty() ? 0 : 0.03 * m_seeds.front().stages.wall}); }

double RunEvidence::stageMore(timeline::Category stage) const {
    if (m_seeds.empty()) return 0;
    return m_seeds.front().stages.of(stage) - (m_others ? m_others->of(stage) : 0);
}

std::vector<int> RunEvidence::spansNamed(std::string_view name, std::int64_t from, std::int64_t to) const {
    std::vector<int> found;
    for (std::size_t i = 0; i < m_timeline.spans.size(); ++i)
        if (const Span& s = m_timeline.spans[i]; s.name == name && s.start < to && s.end > from) found.push_back(static_cast<int>(i));
    return found;
}

double RunEvidence::growth(std::string_view name, std::int64_t from, std::int64_t to) const {
    for (const Counter& counter : m_timeline.counters)
        if (counter.name == name && counter.times.size() >= 2) return valueAt(counter, to) - valueAt(counter, from);
    return 0;
}

double RunEvidence::greatest(std::string_view name) const {
    for (const Counter& counter : m_timeline.counters)
        if (counter.name == name && !counter.values.empty()) return *std::max_element(counter.values.begin(), counter.values.end());
    return 0;
}

double RunEvidence::number(const Span& span, std::string_view name) {
    for (const timeline::SpanArgument& argument : span.arguments) {
        if (argument.name != name) continue;
        if (const auto* whole = std::get_if<std::int64_t>(&argument.value)) return static_cast<double>(*whole);
        if (const auto* real = std::get_if<double>(&argument.value)) return *real;
    }
    return 0;
}

double RunEvidence::overlap(const std::vector<int>& spans, timeline::Category stage, std::int64_t from, std::int64_t to) const {
    std::vector<TimeRange> work, waiting;
    for (const int index : spans) work.emplace_back(std::max(from, span(index).start), std::min(to, span(index).end));
    for (const Span& s : m_timeline.spans)
        if (s.track == 0 && s.category == stage) waiting.emplace_back(std::max(from, s.start), std::min(to, s.end));
    return static_cast<double>(common(unionOf(std::move(work)), unionOf(std::move(waiting)))) * 1e-9;
}

std::string RunEvidence::setting(std::string_view name) const {
    for (const auto& [key, value] : m_timing.settings)
        if (key == name) return value;
    return {};
}

}  // namespace foldmeter::report
