#include "gui/timeline/timeline_pair.h"

#include "gui/look/numbers.h"

#include <algorithm>
#include <cmath>

namespace foldmeter::gui {
namespace {

constexpr std::size_t mostRows = 8;

std::vector<Lane> rowsOf(const TrackList& list) {
    std::vector<Lane> rows;
    if (list.index.threads.empty()) return rows;
    std::vector<std::int64_t> ends;
    for (const int place : list.index.threads.front()) {
        const auto depth = static_cast<std::size_t>(std::max(0, list.index.depths[static_cast<std::size_t>(place)]));
        if (depth >= mostRows) continue;
        if (depth >= rows.size()) {
            rows.resize(depth + 1);
            ends.resize(depth + 1, list.start);
        }
        const timeline::Span& span = list.span(place);
        if (span.start < ends[depth]) continue;
        rows[depth].add(span.start, span.end, span.category, place);
        ends[depth] = span.end;
    }
    for (Lane& row : rows) row.finish();
    return rows;
}

void addStretch(std::vector<PairStretch>& stretches, const QString& name, const std::array<std::int64_t, 2>& from, const std::array<std::int64_t, 2>& to) {
    PairStretch stretch{name, stretches.empty() ? 0 : stretches.back().begin + stretches.back().length, 0, from, {to[0] - from[0], to[1] - from[1]}};
    stretch.length = std::max(stretch.duration[0], stretch.duration[1]);
    if (stretch.length > 0) stretches.push_back(stretch);
}

}  // namespace

std::shared_ptr<const TimelinePair> makeTimelinePair(std::shared_ptr<const timeline::Timeline> first, std::shared_ptr<const timeline::Timeline> second) {
    auto pair = std::make_shared<TimelinePair>();
    pair->match = compare::matchTimelines(*first, *second);
    pair->pieces[static_cast<std::size_t>(PairAxis::Seed)] = compare::alignTimelines(*first, *second, compare::AlignBy::Seed);
    pair->pieces[static_cast<std::size_t>(PairAxis::Stage)] = compare::alignTimelines(*first, *second, compare::AlignBy::Stage);
    pair->runs = {makeTrackList(std::move(first)), makeTrackList(std::move(second))};
    for (std::size_t run = 0; run < 2; ++run) pair->rows[run] = rowsOf(*pair->runs[run]);
    return pair;
}

std::vector<PairStretch> stretchesOf(const TimelinePair& pair, PairAxis axis) {
    std::vector<PairStretch> stretches;
    std::array<std::int64_t, 2> at = {pair.runs[0]->start, pair.runs[1]->start};
    for (const compare::AlignedPiece& piece : pair.pieces[static_cast<std::size_t>(axis)]) {
        const std::array<std::int64_t, 2> start = {piece.firstStart, piece.secondStart}, end = {piece.firstEnd, piece.secondEnd};
        if (start[0] < at[0] || start[1] < at[1]) continue;
        addStretch(stretches, {}, at, start);
        addStretch(stretches, QString::fromStdString(piece.name), start, end);
        at = end;
    }
    addStretch(stretches, {}, at, {pair.runs[0]->end, pair.runs[1]->end});
    return stretches;
}

QString signedSeconds(double seconds) { return (seconds < 0 ? QStringLiteral("\u2212") : QStringLiteral("+")) + look::duration(std::abs(seconds)); }

}  // namespace foldmeter::gui
