// A timeline sorted into what a person looks for: groups (stages, seeds and samples, programs, threads, kernels by module,
// counters) of rows. Made once a run, then only read, so that it may be made beside the window's thread.
#pragma once

#include "gui/timeline/lane.h"
#include "timeline/span_table.h"

#include <QString>

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace foldmeter::gui {

struct TrackRow {
    QString name;                 // empty: goes on with the row above (deeper spans of a thread)
    Lane lane;
};
struct CounterRow {
    QString name, unit;           // "memory", "B"
    std::vector<std::int64_t> times;
    std::vector<double> values;
    double greatest = 0;
};
struct TrackGroup {
    QString name;
    std::vector<TrackRow> rows;
    std::vector<CounterRow> counters;
};

struct TrackList {
    std::shared_ptr<const timeline::Timeline> timeline;
    timeline::SpanIndex index;
    timeline::KernelTable kernels;        // what the timing file knows of them; empty: nothing
    std::vector<TrackGroup> groups;
    std::int64_t start = 0, end = 0;
    std::vector<timeline::Flow> flows;    // of the timeline, and from a program's code to its first use

    const timeline::Span& span(int place) const { return timeline->spans[static_cast<std::size_t>(place)]; }
    int parentOf(int span) const { return index.parents[static_cast<std::size_t>(span)]; }
    // "step 12", "seed 3": the name with what tells it from its neighbours.
    QString titleOf(int span) const;
    // The value of an argument, of the span or of the nearest one around it that has it.
    const timeline::ArgumentValue* argumentOf(int span, std::string_view name, bool inherited = true) const;
    const timeline::KernelFacts* kernelOf(int span) const;    // nullptr: no kernel, or nothing is known of it
    QString programOf(int span) const;                        // that a span belongs to; empty: none
};

std::shared_ptr<const TrackList> makeTrackList(std::shared_ptr<const timeline::Timeline> timeline, timeline::KernelTable kernels = {});
// The same tracks without the spans that are not kept; `categories`: those kept of rows that stand for stages, not spans.
std::shared_ptr<const TrackList> withoutHidden(const TrackList& list, const std::vector<bool>& kept, const std::array<bool, timeline::categoryCount>& categories);

}  // namespace foldmeter::gui
