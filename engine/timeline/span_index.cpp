#include "timeline/span_index.h"

#include <algorithm>
#include <unordered_map>

namespace foldmeter::timeline {

bool liesIn(const Span& inner, const Span& outer) {
    constexpr std::int64_t rounding = 1000;   // ns
    return inner.start < outer.end && inner.end <= outer.end + rounding;
}

SpanIndex indexSpans(const Timeline& timeline) {
    SpanIndex index;
    const std::vector<Span>& spans = timeline.spans;
    index.threads.resize(timeline.tracks.size());
    index.parents.assign(spans.size(), -1);
    index.depths.assign(spans.size(), 0);
    index.nameIds.resize(spans.size());
    std::unordered_map<std::string_view, int> ids;
    for (std::size_t i = 0; i < spans.size(); ++i) {
        const auto [found, isNew] = ids.try_emplace(spans[i].name, static_cast<int>(index.names.size()));
        if (isNew) index.names.push_back(spans[i].name);
        index.nameIds[i] = found->second;
        if (const auto track = static_cast<std::size_t>(spans[i].track); track < index.threads.size()) index.threads[track].push_back(static_cast<int>(i));
    }
    const auto at = [&](int i) -> const Span& { return spans[static_cast<std::size_t>(i)]; };
    const auto before = [&](int a, int b) { return at(a).start != at(b).start ? at(a).start < at(b).start : at(a).end > at(b).end; };
    for (std::vector<int>& thread : index.threads) {
        if (!std::is_sorted(thread.begin(), thread.end(), before)) std::stable_sort(thread.begin(), thread.end(), before);
        std::vector<int> open;
        for (const int span : thread) {
            while (!open.empty() && !liesIn(at(span), at(open.back()))) open.pop_back();
            if (!open.empty()) index.parents[static_cast<std::size_t>(span)] = open.back();
            index.depths[static_cast<std::size_t>(span)] = static_cast<int>(open.size());
            open.push_back(span);
        }
    }
    return index;
}

}  // namespace foldmeter::timeline
