// Heights of the timeline's parts, in pixels.
#pragma once

namespace foldmeter::gui::timeline_metrics {

inline constexpr int rulerHeight = 24, headerHeight = 20, rowHeight = 20, counterHeight = 40;

}  // namespace foldmeter::gui::timeline_metrics
