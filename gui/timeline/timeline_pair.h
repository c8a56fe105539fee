// Two runs' timelines as one value: the main thread of each in rows by depth, every span with its partner in the other run,
// and a common axis on which both lie. In each stretch of the axis (a seed, a stage, what lies between) both runs begin at
// the same place and go at their own pace, so that a longer one reaches further to the right.
#pragma once

#include "compare/match_timelines.h"
#include "gui/timeline/track_list.h"

#include <QString>

#include <array>
#include <memory>
#include <vector>

namespace foldmeter::gui {

enum class PairAxis { Clock, Stage, Seed };

struct PairStretch {
    QString name;                                // of the seed or stage; empty: what lies between
    std::int64_t begin = 0, length = 0;          // on the common axis, ns
    std::array<std::int64_t, 2> start{}, duration{};   // of each run, on its own clock
};

struct TimelinePair {
    std::array<std::shared_ptr<const TrackList>, 2> runs;
    std::array<std::vector<Lane>, 2> rows;       // main thread, outermost spans first
    compare::TimelineMatch match;
    std::array<std::vector<compare::AlignedPiece>, 3> pieces;   // by PairAxis; none for the clock

    int partnerOf(int run, int span) const { return (run == 0 ? match.partnerOfFirst : match.partnerOfSecond)[static_cast<std::size_t>(span)]; }
    const timeline::Span& span(int run, int place) const { return runs[static_cast<std::size_t>(run)]->span(place); }
};

// Takes time with large runs: made beside the window's thread.
std::shared_ptr<const TimelinePair> makeTimelinePair(std::shared_ptr<const timeline::Timeline> first, std::shared_ptr<const timeline::Timeline> second);

// Stretches cover both runs from their first to their last span, in order. Pieces that overlap the one before are passed over.
std::vector<PairStretch> stretchesOf(const TimelinePair& pair, PairAxis axis);

QString signedSeconds(double seconds);           // a difference for people: "+1.2 s"

}  // namespace foldmeter::gui
