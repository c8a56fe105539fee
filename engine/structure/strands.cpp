#include "structure/strands.h"

#include <algorithm>
#include <deque>

namespace foldmeter::structure {
namespace {

enum class BridgeKind { None, Parallel, Antiparallel };

struct Ladder {
    BridgeKind kind;
    std::deque<int> i, j;   // residues of either side, ascending
};

BridgeKind bridgeBetween(const std::vector<BackboneResidue>& chain, const HydrogenBonds& bonds, int i, int j) {
    if (!unbroken(chain, i - 1, i + 1) || !unbroken(chain, j - 1, j + 1)) return BridgeKind::None;
    if ((bonds.bonded(i + 1, j) && bonds.bonded(j, i - 1)) || (bonds.bonded(j + 1, i) && bonds.bonded(i, j - 1)))
        return BridgeKind::Parallel;
    if ((bonds.bonded(i + 1, j - 1) && bonds.bonded(j + 1, i - 1)) || (bonds.bonded(j, i) && bonds.bonded(i, j)))
        return BridgeKind::Antiparallel;
    return BridgeKind::None;
}

// Adds the bridge to a ladder it continues, or opens one.
void addBridge(std::vector<Ladder>& ladders, BridgeKind kind, int i, int j) {
    for (Ladder& ladder : ladders) {
        if (ladder.kind != kind || i != ladder.i.back() + 1) continue;
        if (kind == BridgeKind::Parallel && ladder.j.back() + 1 == j) {
            ladder.i.push_back(i);
            ladder.j.push_back(j);
            return;
        }
        if (kind == BridgeKind::Antiparallel && ladder.j.front() - 1 == j) {
            ladder.i.push_back(i);
            ladder.j.push_front(j);
            return;
        }
    }
    ladders.push_back({kind, {i}, {j}});
}

// Two ladders separated by a bulge (at most four extra residues on one side, one on the other) count as one.
bool joinedByBulge(const std::vector<BackboneResidue>& chain, const Ladder& a, const Ladder& b) {
    if (a.kind != b.kind) return false;
    const int gapI = b.i.front() - a.i.back();
    if (!unbroken(chain, std::min(a.i.front(), b.i.front()), std::max(a.i.back(), b.i.back())) ||
        !unbroken(chain, std::min(a.j.front(), b.j.front()), std::max(a.j.back(), b.j.back())) || gapI >= 6 ||
        (a.i.back() >= b.i.front() && a.i.front() <= b.i.back()))
        return false;
    const int gapJ = a.kind == BridgeKind::Parallel ? b.j.front() - a.j.back() : a.j.front() - b.j.back();
    return gapI >= 0 && gapJ >= 0 && ((gapJ < 6 && gapI < 3) || gapJ < 3);
}

void joinBulges(const std::vector<BackboneResidue>& chain, std::vector<Ladder>& ladders) {
    for (std::size_t a = 0; a < ladders.size(); ++a)
        for (std::size_t b = a + 1; b < ladders.size();) {
            if (!joinedByBulge(chain, ladders[a], ladders[b])) {
                ++b;
                continue;
            }
            Ladder &into = ladders[a], &from = ladders[b];
            into.i.insert(into.i.end(), from.i.begin(), from.i.end());
            const bool parallel = into.kind == BridgeKind::Parallel;
            into.j.insert(parallel ? into.j.end() : into.j.begin(), from.j.begin(), from.j.end());
            ladders.erase(ladders.begin() + static_cast<std::ptrdiff_t>(b));
        }
}

void mark(std::string& letters, const std::deque<int>& side, char letter) {
    for (int k = side.front(); k <= side.back(); ++k) {
        char& current = letters[static_cast<std::size_t>(k)];
        if (current != 'E') current = letter;
    }
}

}  // namespace

bool unbroken(const std::vector<BackboneResidue>& chain, int first, int last) {
    return chain[static_cast<std::size_t>(last)].number - chain[static_cast<std::size_t>(first)].number == last - first;
}

void markStrands(const std::vector<BackboneResidue>& chain, const HydrogenBonds& bonds, std::string& letters) {
    const int count = static_cast<int>(chain.size());
    std::vector<Ladder> ladders;
    for (int i = 1; i + 4 < count; ++i)
        for (int j = i + 3; j + 1 < count; ++j) {
            const BridgeKind kind = bridgeBetween(chain, bonds, i, j);
            if (kind != BridgeKind::None) addBridge(ladders, kind, i, j);
        }
    std::sort(ladders.begin(), ladders.end(), [](const Ladder& a, const Ladder& b) { return a.i.front() < b.i.front(); });
    joinBulges(chain, ladders);
    for (const Ladder& ladder : ladders)
        for (const auto* side : {&ladder.i, &ladder.j}) mark(letters, *side, ladder.i.size() > 1 ? 'E' : 'B');
}

}  // namespace foldmeter::structure
