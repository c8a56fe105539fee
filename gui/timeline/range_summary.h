// The part of a run that tables, flame graph and roofline are about: its merged call tree, kept with the tracks it was
// made of. An immutable value, so that it may be made beside the window's thread.
#pragma once

#include "gui/timeline/track_list.h"

namespace foldmeter::gui {

struct RangeSummary {
    std::shared_ptr<const TrackList> list;
    std::int64_t from = 0, to = 0;
    timeline::CallTree tree;
};
std::shared_ptr<const RangeSummary> summariseRange(std::shared_ptr<const TrackList> list, std::int64_t from, std::int64_t to, const std::vector<bool>& kept);

}  // namespace foldmeter::gui
