// Which spans a person wants to see, and which ones a search finds. Names are matched once each, not once a span, so a
// million spans of a few hundred names are answered at once.
#pragma once

#include "gui/timeline/track_list.h"

#include <array>
#include <vector>

namespace foldmeter::gui {

struct SpanFilter {
    std::array<bool, timeline::categoryCount> categories;
    QString name, scope;                              // parts of the name and of the kernel's module, whatever the case
    SpanFilter() { categories.fill(true); }
    bool all() const;                                 // filters nothing
    bool operator==(const SpanFilter&) const = default;
};
// By span; empty when the filter filters nothing.
std::vector<bool> keptBy(const TrackList& list, const SpanFilter& filter);

// Spans by start. `query`: a part of the name or of the kernel's module, or "step=12" for an argument of the span itself.
std::vector<int> findSpans(const TrackList& list, const QString& query);

}  // namespace foldmeter::gui
