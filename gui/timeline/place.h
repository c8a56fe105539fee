// Where in a prediction something was computed: which seed, recycle, step or sample a span belongs to, and the spans that
// belong to such a place. The bridge between the timeline and the structure.
#pragma once

#include "gui/timeline/track_list.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace foldmeter::gui {

struct Place {
    std::optional<std::uint32_t> seed;
    std::optional<int> recycle, step, sample;
    bool empty() const { return !seed && !recycle && !step && !sample; }
    bool operator==(const Place&) const = default;
};

Place placeOf(const TrackList& list, int span);
// Of the innermost span of the main thread at that moment.
Place placeAt(const TrackList& list, std::int64_t time);
// The spans that name all that the place names, by themselves or by what they lie in; only the outermost such ones.
std::vector<int> spansOf(const TrackList& list, const Place& place);
// "seed 2, step 71"; empty for nothing.
QString described(const Place& place);

}  // namespace foldmeter::gui
