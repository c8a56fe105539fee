// Draws rows of the timeline: spans in their stage's colour with a label where it fits, folded ones in a mixed colour,
// counters as a filled line.
#pragma once

#include "gui/look/theme.h"
#include "gui/timeline/time_scale.h"
#include "gui/timeline/track_list.h"

#include <QColor>
#include <QRectF>

#include <array>
#include <set>
#include <string_view>

class QPainter;

namespace foldmeter::gui {

struct RowPainter {
    const TrackList& list;
    const TimeScale& scale;
    const look::Theme& theme;
    const std::set<int>& selected;                    // spans

    // `area`: from the scale's first pixel to its last.
    void paintLane(QPainter& painter, const Lane& lane, const QRectF& area, bool labels) const;
    void paintCounter(QPainter& painter, const CounterRow& counter, const QRectF& area) const;
};

// The stage's colour; for spans of no stage a shade of grey by their name, so that neighbours can be told apart.
QColor spanColour(const look::Theme& theme, timeline::Category category, std::string_view name);
// Text that can be read on a stage's colour.
QColor textOn(const QColor& background);
using StageColours = std::array<QRgb, timeline::categoryCount>;
StageColours stageColours(const look::Theme& theme);
QColor mixedColour(const Lane::Mix& mix, const StageColours& colours);

}  // namespace foldmeter::gui
