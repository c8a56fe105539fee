#include "gui/timeline/range_summary.h"

namespace foldmeter::gui {

std::shared_ptr<const RangeSummary> summariseRange(std::shared_ptr<const TrackList> list, std::int64_t from, std::int64_t to, const std::vector<bool>& kept) {
    auto summary = std::make_shared<RangeSummary>();
    summary->tree = timeline::makeCallTree(*list->timeline, list->index, {from, to, {}, kept.empty() ? nullptr : &kept});
    summary->list = std::move(list);
    summary->from = from;
    summary->to = to;
    return summary;
}

}  // namespace foldmeter::gui
