#include "timeline/timeline.h"

#include "base/error.h"

#include <fmt/format.h>

#include <algorithm>

namespace foldmeter::timeline {
namespace {

constexpr std::array<std::string_view, categoryCount> categoryNames = {"featurise", "load",    "trace", "optimize", "codegen",
                                                                       "autotune",  "execute", "write", "other"};

// Walks along the track; the span that was opened last owns the time until it ends or another one is opened in it.
class SelfTimeSweep {
public:
    SelfTimeSweep(StageSeconds& result, std::int64_t start) : m_result(result), m_cursor(start) {}

    void open(const Span& span) {
        closeUntil(span.start);
        advance(span.start);
        m_open.push_back(&span);
    }
    void finish(std::int64_t end) {
        closeUntil(end);
        advance(end);
    }

private:
    void closeUntil(std::int64_t time) {
        while (!m_open.empty() && m_open.back()->end <= time) {
            advance(m_open.back()->end);
            m_open.pop_back();
        }
    }
    void advance(std::int64_t time) {
        if (time <= m_cursor) return;
        const Category owner = m_open.empty() ? Category::Other : m_open.back()->category;
        m_result.seconds[static_cast<std::size_t>(owner)] += static_cast<double>(time - m_cursor) * 1e-9;
        m_cursor = time;
    }

    StageSeconds& m_result;
    std::int64_t m_cursor;
    std::vector<const Span*> m_open;
};

}  // namespace

std::string_view nameOf(Category category) { return categoryNames[static_cast<std::size_t>(category)]; }

Category categoryFromName(std::string_view name) {
    const auto found = std::find(categoryNames.begin(), categoryNames.end(), name);
    check(found != categoryNames.end(), fmt::format("no stage is called \"{}\"", name));
    return static_cast<Category>(found - categoryNames.begin());
}

StageSeconds stageSeconds(const Timeline& timeline, std::int64_t start, std::int64_t end, int track) {
    std::vector<const Span*> spans;
    for (const Span& span : timeline.spans)
        if (span.track == track && span.start < end && span.end > start) spans.push_back(&span);
    std::stable_sort(spans.begin(), spans.end(), [](const Span* a, const Span* b) {
        return a->start != b->start ? a->start < b->start : a->end > b->end;   // parents before children
    });
    StageSeconds result;
    result.wall = static_cast<double>(end - start) * 1e-9;
    SelfTimeSweep sweep(result, start);
    for (const Span* span : spans) sweep.open(*span);
    sweep.finish(end);
    return result;
}

}  // namespace foldmeter::timeline
