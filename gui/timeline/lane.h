// One row of the timeline: spans that do not overlap, in columns by start, so that any part of a million of them is found
// by halving and painted in time that depends on the pixels only. Spans too narrow to see are folded into one; what a
// fold consists of comes from sums kept for every block of spans.
#pragma once

#include "timeline/timeline.h"

#include <array>
#include <cstdint>
#include <vector>

namespace foldmeter::gui {

class Lane {
public:
    // By start, each not before the end of the one before. `span`: its place in the timeline, -1 for none.
    void add(std::int64_t start, std::int64_t end, timeline::Category category, int span);
    // After the last add: makes the sums.
    void finish();

    std::size_t size() const { return m_starts.size(); }
    std::int64_t start(std::size_t i) const { return m_starts[i]; }
    std::int64_t end(std::size_t i) const { return m_ends[i]; }
    int span(std::size_t i) const { return m_spans[i]; }
    timeline::Category category(std::size_t i) const { return static_cast<timeline::Category>(m_categories[i]); }

    std::size_t firstEndingAfter(std::int64_t time) const;                       // size() when there is none
    std::size_t firstStartingFrom(std::int64_t time, std::size_t from = 0) const;
    // Nanoseconds by category of the spans [first, last).
    using Mix = std::array<std::int64_t, timeline::categoryCount>;
    Mix mix(std::size_t first, std::size_t last) const;

private:
    static constexpr std::size_t blockSize = 16;

    std::vector<std::int64_t> m_starts, m_ends;
    std::vector<int> m_spans;
    std::vector<std::uint8_t> m_categories;
    std::vector<Mix> m_before;   // sums over all blocks before this one
};

// Piece of a lane as it is painted: one span, or `count` of them folded.
struct LanePiece {
    double left = 0, right = 0;   // pixels from the start of the view
    std::size_t first = 0, count = 1;
};
// The pieces of a lane between two times on `width` pixels: spans narrower than `fold` pixels are folded with their
// neighbours. At most width / fold pieces but for the ends.
std::vector<LanePiece> piecesOf(const Lane& lane, std::int64_t from, std::int64_t to, double width, double fold = 3);

}  // namespace foldmeter::gui
