#include "compare/match_timelines.h"

#include "report/seed_stages.h"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <unordered_map>

namespace foldmeter::compare {
namespace {

using timeline::Span;
using timeline::Timeline;

std::uint64_t pairKey(int high, int low) { return (static_cast<std::uint64_t>(static_cast<std::uint32_t>(high)) << 32) | static_cast<std::uint32_t>(low); }

// "worker 3" -> "worker": threads of a pool stand for each other.
std::string kindOfTrack(const std::string& name) {
    std::size_t end = name.size();
    while (end > 0 && name[end - 1] >= '0' && name[end - 1] <= '9') --end;
    while (end > 0 && name[end - 1] == ' ') --end;
    return end == 0 ? name : name.substr(0, end);
}

// Gives every span of both runs its path: a number for each pair of parent and name.
class PathTable {
public:
    explicit PathTable(std::vector<MatchedPath>& paths) : m_paths(paths) {}

    std::vector<int> walk(const Timeline& timeline, bool second) {
        std::vector<int> pathOf(timeline.spans.size(), -1);
        std::vector<int> roots;
        for (const timeline::Track& track : timeline.tracks) roots.push_back(rootOf(kindOfTrack(track.name)));
        struct Open {
            int span, path;
        };
        std::vector<std::vector<Open>> stacks(timeline.tracks.size());
        for (std::size_t i = 0; i < timeline.spans.size(); ++i) {
            const Span& span = timeline.spans[i];
            const auto track = static_cast<std::size_t>(span.track);
            if (track >= stacks.size()) continue;
            auto& stack = stacks[track];
            while (!stack.empty() && (timeline.spans[static_cast<std::size_t>(stack.back().span)].end <= span.start || stack.size() > static_cast<std::size_t>(std::max(0, span.depth)))) stack.pop_back();
            const int path = pathBelow(stack.empty() ? roots[track] : stack.back().path, span, stack.empty());
            add(m_paths[static_cast<std::size_t>(path)], stack.empty() ? nullptr : &m_paths[static_cast<std::size_t>(stack.back().path)], span, second);
            pathOf[i] = path;
            stack.push_back({static_cast<int>(i), path});
        }
        return pathOf;
    }

private:
    // Outermost paths hang below a number under zero for each kind of thread.
    int rootOf(const std::string& kind) {
        const auto found = m_roots.try_emplace(kind, -1 - static_cast<int>(m_roots.size()));
        if (found.second) m_rootNames.push_back(kind);
        return found.first->second;
    }
    int nameNumber(std::string_view name) { return m_names.try_emplace(std::string(name), static_cast<int>(m_names.size())).first->second; }
    int pathBelow(int parent, const Span& span, bool outermost) {
        const auto found = m_places.try_emplace(pairKey(parent, nameNumber(span.name)), static_cast<int>(m_paths.size()));
        if (found.second) {
            const std::string track = outermost ? m_rootNames[static_cast<std::size_t>(-1 - parent)] : m_paths[static_cast<std::size_t>(parent)].track;
            m_paths.push_back({.parent = outermost ? -1 : parent, .name = span.name, .track = track, .category = span.category});
        }
        return found.first->second;
    }
    static void add(MatchedPath& path, MatchedPath* parent, const Span& span, bool second) {
        const double seconds = static_cast<double>(span.end - span.start) * 1e-9;
        (second ? path.secondCalls : path.firstCalls) += 1;
        (second ? path.secondSeconds : path.firstSeconds) += seconds;
        (second ? path.secondSelf : path.firstSelf) += seconds;
        if (parent) (second ? parent->secondSelf : parent->firstSelf) -= seconds;
    }

    std::vector<MatchedPath>& m_paths;
    std::unordered_map<std::string, int> m_roots, m_names;
    std::vector<std::string> m_rootNames;
    std::unordered_map<std::uint64_t, int> m_places;
};

// By span: how many-th seed it belongs to (by the main thread's cuts).
std::vector<int> seedOfSpans(const Timeline& timeline) {
    std::vector<std::int64_t> ends;
    for (const report::SeedStages& seed : report::seedStages(timeline)) ends.push_back(seed.end);
    std::vector<int> seedOf(timeline.spans.size());
    for (std::size_t i = 0; i < seedOf.size(); ++i)
        seedOf[i] = static_cast<int>(std::upper_bound(ends.begin(), ends.end(), timeline.spans[i].start) - ends.begin());
    return seedOf;
}

// The n-th call of a path within a seed has the n-th one of the other run as its partner.
std::vector<std::vector<int>> callsByPathAndSeed(const std::vector<int>& paths, const std::vector<int>& seeds, std::unordered_map<std::uint64_t, std::size_t>& places) {
    std::vector<std::vector<int>> calls(places.size());
    for (std::size_t i = 0; i < paths.size(); ++i) {
        if (paths[i] < 0) continue;
        const std::size_t place = places.try_emplace(pairKey(seeds[i], paths[i]), places.size()).first->second;
        if (place >= calls.size()) calls.resize(place + 1);
        calls[place].push_back(static_cast<int>(i));
    }
    return calls;
}

void pairCalls(const Timeline& first, const Timeline& second, TimelineMatch& match) {
    std::unordered_map<std::uint64_t, std::size_t> places;
    const auto ofFirst = callsByPathAndSeed(match.firstPath, seedOfSpans(first), places);
    const auto ofSecond = callsByPathAndSeed(match.secondPath, seedOfSpans(second), places);
    match.partnerOfFirst.assign(first.spans.size(), -1);
    match.partnerOfSecond.assign(second.spans.size(), -1);
    for (std::size_t place = 0; place < std::min(ofFirst.size(), ofSecond.size()); ++place)
        for (std::size_t n = 0; n < std::min(ofFirst[place].size(), ofSecond[place].size()); ++n) {
            match.partnerOfFirst[static_cast<std::size_t>(ofFirst[place][n])] = ofSecond[place][n];
            match.partnerOfSecond[static_cast<std::size_t>(ofSecond[place][n])] = ofFirst[place][n];
        }
}

std::vector<AlignedPiece> alignSeeds(const Timeline& first, const Timeline& second) {
    const auto firstSeeds = report::seedStages(first), secondSeeds = report::seedStages(second);
    std::vector<AlignedPiece> pieces;
    for (std::size_t i = 0; i < firstSeeds.size(); ++i) {
        const report::SeedStages& seed = firstSeeds[i];
        auto same = std::find_if(secondSeeds.begin(), secondSeeds.end(), [&](const auto& other) { return seed.seed && other.seed == seed.seed; });
        if (same == secondSeeds.end()) continue;
        pieces.push_back({"seed " + std::to_string(*seed.seed), seed.start, seed.end, same->start, same->end});
    }
    return pieces;
}

struct Extent {
    std::int64_t start = 0, end = 0;
    bool any = false;
};
std::vector<Extent> stageExtents(const Timeline& timeline) {
    std::vector<Extent> extents(timeline::categoryCount);
    for (const Span& span : timeline.spans) {
        if (span.track != 0) continue;
        Extent& extent = extents[static_cast<std::size_t>(span.category)];
        extent.start = extent.any ? std::min(extent.start, span.start) : span.start;
        extent.end = extent.any ? std::max(extent.end, span.end) : span.end;
        extent.any = true;
    }
    return extents;
}

std::vector<AlignedPiece> alignStages(const Timeline& first, const Timeline& second) {
    const auto ofFirst = stageExtents(first), ofSecond = stageExtents(second);
    std::vector<AlignedPiece> pieces;
    for (std::size_t i = 0; i < ofFirst.size(); ++i)
        if (ofFirst[i].any && ofSecond[i].any)
            pieces.push_back({std::string(timeline::nameOf(static_cast<timeline::Category>(i))), ofFirst[i].start, ofFirst[i].end, ofSecond[i].start, ofSecond[i].end});
    std::sort(pieces.begin(), pieces.end(), [](const auto& a, const auto& b) { return a.firstStart < b.firstStart; });
    return pieces;
}

}  // namespace

TimelineMatch matchTimelines(const Timeline& first, const Timeline& second) {
    TimelineMatch match;
    PathTable table(match.paths);
    match.firstPath = table.walk(first, false);
    match.secondPath = table.walk(second, true);
    pairCalls(first, second, match);
    return match;
}

std::string TimelineMatch::pathText(int path) const {
    std::string text;
    for (int at = path; at >= 0; at = paths[static_cast<std::size_t>(at)].parent) text = paths[static_cast<std::size_t>(at)].name + (text.empty() ? "" : " / ") + text;
    return text;
}

std::vector<int> TimelineMatch::byDifference() const {
    std::vector<int> order(paths.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<int>(i);
    const auto size = [&](int path) { return std::abs(paths[static_cast<std::size_t>(path)].selfDifference()); };
    std::stable_sort(order.begin(), order.end(), [&](int a, int b) { return size(a) > size(b); });
    return order;
}

std::vector<int> TimelineMatch::withoutPartner() const {
    std::vector<int> found;
    for (std::size_t i = 0; i < paths.size(); ++i)
        if (paths[i].unmatched()) found.push_back(static_cast<int>(i));
    const auto size = [&](int path) { return std::abs(paths[static_cast<std::size_t>(path)].difference()); };
    std::stable_sort(found.begin(), found.end(), [&](int a, int b) { return size(a) > size(b); });
    return found;
}

std::vector<AlignedPiece> alignTimelines(const Timeline& first, const Timeline& second, AlignBy by) {
    return by == AlignBy::Seed ? alignSeeds(first, second) : alignStages(first, second);
}

}  // namespace foldmeter::compare
