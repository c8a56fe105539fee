// Two timelines held against each other: spans are matched by their path (the names from the outermost span of their
// thread down to their own), so that it can be said where the second run spent more, and what only one of them did.
// Times are aligned piece by piece, by seed or by stage, for pictures that show both on one scale.
#pragma once

#include "timeline/timeline.h"

#include <cstdint>
#include <string>
#include <vector>

namespace foldmeter::compare {

// All spans of one path in both runs; one with no calls on a side has no partner there.
struct MatchedPath {
    int parent = -1;                             // place in `paths`; -1: an outermost span
    std::string name;                            // of the span
    std::string track;                           // kind of thread: "main", "worker" (numbers are taken off)
    timeline::Category category = timeline::Category::Other;
    std::size_t firstCalls = 0, secondCalls = 0;
    double firstSeconds = 0, secondSeconds = 0;  // first to last moment of each call, summed
    double firstSelf = 0, secondSelf = 0;        // without the spans inside
    double difference() const { return secondSeconds - firstSeconds; }
    double selfDifference() const { return secondSelf - firstSelf; }
    bool unmatched() const { return firstCalls == 0 || secondCalls == 0; }
};

struct TimelineMatch {
    std::vector<MatchedPath> paths;              // parents before their children
    std::vector<int> firstPath, secondPath;      // by span: its path
    // By span: the span of the other run that is the same call of the same path (the third of the first seed with the
    // third of the first seed); -1 where there is none.
    std::vector<int> partnerOfFirst, partnerOfSecond;

    std::string pathText(int path) const;        // "seed / denoise / step / launch"
    // Paths by how much the self time differs, greatest first.
    std::vector<int> byDifference() const;
    std::vector<int> withoutPartner() const;     // paths of one run only, longest first
};
TimelineMatch matchTimelines(const timeline::Timeline& first, const timeline::Timeline& second);

// A piece of time that both runs have: a seed, a stage.
struct AlignedPiece {
    std::string name;
    std::int64_t firstStart = 0, firstEnd = 0, secondStart = 0, secondEnd = 0;   // ns on each run's clock
};
enum class AlignBy { Seed, Stage };
// Seeds in the order in which they ran (matched by number where both have it); stages: for each the time from the first
// to the last span of it on the main thread.
std::vector<AlignedPiece> alignTimelines(const timeline::Timeline& first, const timeline::Timeline& second, AlignBy by);

}  // namespace foldmeter::compare
