// A timeline's spans put in order once, for everything that asks who lies in whom: by thread and start, parents before
// children, each name known by a number.
#pragma once

#include "timeline/timeline.h"

#include <string_view>
#include <vector>

namespace foldmeter::timeline {

struct SpanIndex {
    std::vector<std::vector<int>> threads;        // by track: its spans by start, parents before children
    std::vector<int> parents, depths;             // by span; -1: none
    std::vector<int> nameIds;                     // by span: place in `names`
    std::vector<std::string_view> names;          // of the timeline, which must outlive the index

    std::string_view nameOf(int span) const { return names[static_cast<std::size_t>(nameIds[static_cast<std::size_t>(span)])]; }
};
// Whether a span of the same thread that begins no earlier lies in the other one rather than overlapping it. Programs that
// write whole microseconds let children end up to one later than their parents.
bool liesIn(const Span& inner, const Span& outer);
SpanIndex indexSpans(const Timeline& timeline);

}  // namespace foldmeter::timeline
