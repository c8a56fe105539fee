// A timeline sorted into what a person looks for: groups (stages, seeds, programs, threads, kernels by module, counters)
// of rows. Made once a run, then only read, so that it may be made beside the window's thread.
#pragma once

#include "gui/timeline/lane.h"

#include <QString>

#include <map>
#include <memory>
#include <string>
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

// Kernel name -> module of the network ("pairformer/triangle_multiplication"), from the timing file.
using KernelModules = std::map<std::string, std::string>;

struct TrackList {
    std::shared_ptr<const timeline::Timeline> timeline;
    std::vector<TrackGroup> groups;
    std::int64_t start = 0, end = 0;
    std::vector<int> parents;     // by span: the span of its thread that it lies in, -1

    const timeline::Span& span(int index) const { return timeline->spans[static_cast<std::size_t>(index)]; }
    // "step 12", "seed 3": the name with what tells it from its neighbours.
    QString titleOf(int span) const;
};

std::shared_ptr<const TrackList> makeTrackList(std::shared_ptr<const timeline::Timeline> timeline, const KernelModules& modules = {});

}  // namespace foldmeter::gui
