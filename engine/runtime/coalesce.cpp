#include "runtime/coalesce.h"

#include <algorithm>
#include <numeric>
#include <optional>

namespace foldmeter::runtime {
namespace {

class Coalescer {
public:
    explicit Coalescer(LaunchList& list);
    void run();

private:
    // Storages that became one; `row` is set when they lie in a row of a collected value.
    struct Group {
        std::vector<int> members;
        std::optional<Place> row;
    };

    void note(std::vector<Step>& steps);
    void mergeAcross(const Step& step);
    void placeInRow(const Step& step);
    void mergeInPlace(const Step& step);
    bool tryMerge(int a, int b);
    bool mayMerge(const Group& a, const Group& b) const;
    bool compatible(int a, const Range& rangeOfA, int b, const Range& rangeOfB) const;
    bool handsOver(int position, int from, int to) const;
    bool liesIn(const Group& group, int loop) const;
    Place resolve(const Place& place) const;
    void rewrite(std::vector<Step>& steps);
    void gatherRanges();

    Storage& storage(int id) { return m_list.storages[static_cast<std::size_t>(id)]; }
    const Storage& storage(int id) const { return m_list.storages[static_cast<std::size_t>(id)]; }
    int rootOf(int id) const { return m_root[static_cast<std::size_t>(id)]; }
    Group& groupOf(int id) { return m_groups[static_cast<std::size_t>(rootOf(id))]; }
    const Group& groupOf(int id) const { return m_groups[static_cast<std::size_t>(rootOf(id))]; }

    LaunchList& m_list;
    std::vector<int> m_root;
    std::vector<Group> m_groups;
    std::vector<const Step*> m_launchesAndCopies;   // by position; null: entry or exit of a loop, end of the program
    std::vector<const Step*> m_inOrder;
};

Coalescer::Coalescer(LaunchList& list)
    : m_list(list), m_root(list.storages.size()), m_groups(list.storages.size()),
      m_launchesAndCopies(static_cast<std::size_t>(list.positions), nullptr) {
    std::iota(m_root.begin(), m_root.end(), 0);
    for (std::size_t n = 0; n < m_groups.size(); ++n) m_groups[n].members = {static_cast<int>(n)};
}

void Coalescer::note(std::vector<Step>& steps) {
    for (Step& step : steps) {
        if (step.kind == Step::Kind::Loop) {
            note(step.body);
        } else {
            m_launchesAndCopies[static_cast<std::size_t>(step.position)] = &step;
            m_inOrder.push_back(&step);
        }
    }
}

// True when the step at `position` may find its operand `from` and its result `to` at one address.
bool Coalescer::handsOver(int position, int from, int to) const {
    const Step* step = m_launchesAndCopies[static_cast<std::size_t>(position)];
    if (!step) return false;
    const auto whole = [&](std::size_t slot, int id) { return step->arguments[slot].storage == id && step->arguments[slot].offsets.empty(); };
    if (step->kind == Step::Kind::Copy) return whole(0, from) && whole(1, to);
    const auto& pairs = m_list.kernels[static_cast<std::size_t>(m_list.sites[static_cast<std::size_t>(step->site)].kernel)].inPlace;
    bool any = false;
    for (std::size_t input = 0; input < step->arguments.size(); ++input) {
        if (step->arguments[input].storage != from) continue;
        for (std::size_t result = 0; result < step->arguments.size(); ++result) {
            if (step->arguments[result].storage != to) continue;
            const std::pair<int, int> pair{static_cast<int>(input), static_cast<int>(result)};
            if (!whole(input, from) || std::find(pairs.begin(), pairs.end(), pair) == pairs.end()) return false;
            any = true;
        }
    }
    return any;
}

bool Coalescer::compatible(int a, const Range& rangeOfA, int b, const Range& rangeOfB) const {
    if (rangeOfA.end < rangeOfB.begin || rangeOfB.end < rangeOfA.begin) return true;
    if (rangeOfA.end == rangeOfB.begin && handsOver(rangeOfA.end, a, b)) return true;
    return rangeOfB.end == rangeOfA.begin && handsOver(rangeOfB.end, b, a);
}

bool Coalescer::liesIn(const Group& group, int loop) const {
    const Loop& around = m_list.loops[static_cast<std::size_t>(loop)];
    for (const int member : group.members)
        for (const Range& range : storage(member).ranges)
            if (range.begin <= around.entry || range.end > around.exit) return false;
    return true;
}

bool Coalescer::mayMerge(const Group& a, const Group& b) const {
    if (a.row && b.row) return false;
    if (a.row && !liesIn(b, a.row->offsets.back().loop)) return false;
    if (b.row && !liesIn(a, b.row->offsets.back().loop)) return false;
    for (const int memberOfA : a.members)
        for (const int memberOfB : b.members)
            for (const Range& rangeOfA : storage(memberOfA).ranges)
                for (const Range& rangeOfB : storage(memberOfB).ranges)
                    if (!compatible(memberOfA, rangeOfA, memberOfB, rangeOfB)) return false;
    return true;
}

bool Coalescer::tryMerge(int a, int b) {
    if (rootOf(a) == rootOf(b)) return true;
    if (storage(a).kind != Storage::Kind::Arena || storage(b).kind != Storage::Kind::Arena) return false;
    if (storage(a).bytes != storage(b).bytes) return false;
    Group& to = groupOf(b);
    Group& from = groupOf(a);
    if (!mayMerge(from, to)) return false;
    if (from.row) to.row = from.row;
    const int root = rootOf(b);
    for (const int member : std::vector<int>(std::move(from.members))) {
        m_root[static_cast<std::size_t>(member)] = root;
        to.members.push_back(member);
    }
    from = {};
    return true;
}

void Coalescer::mergeAcross(const Step& step) {
    const Place& from = step.arguments[0];
    const Place& to = step.arguments[1];
    if (from.offsets.empty() && to.offsets.empty()) tryMerge(from.storage, to.storage);
}

// A copy into a row of a collected value: the source moves there altogether, unless it outlives the loop's body or its
// storage is used for something else afterwards.
void Coalescer::placeInRow(const Step& step) {
    const Place& from = step.arguments[0];
    const Place& to = step.arguments[1];
    if (!from.offsets.empty() || to.offsets.empty() || storage(from.storage).kind != Storage::Kind::Arena) return;
    Group& group = groupOf(from.storage);
    const int loop = to.offsets.back().loop;
    if (group.row || storage(from.storage).bytes != step.bytes || !liesIn(group, loop)) return;
    for (const int member : group.members)
        for (const Range& range : storage(member).ranges)
            if (range.begin >= step.position) return;
    group.row = to;
    storage(from.storage).ranges.back().end = m_list.loops[static_cast<std::size_t>(loop)].exit;
}

void Coalescer::mergeInPlace(const Step& step) {
    for (const auto& [input, result] : m_list.kernels[static_cast<std::size_t>(m_list.sites[static_cast<std::size_t>(step.site)].kernel)].inPlace) {
        const Place& from = step.arguments[static_cast<std::size_t>(input)];
        if (from.offsets.empty()) tryMerge(from.storage, step.arguments[static_cast<std::size_t>(result)].storage);
    }
}

Place Coalescer::resolve(const Place& place) const {
    const Group& group = groupOf(place.storage);
    if (!group.row) return {rootOf(place.storage), place.offsets};
    Place resolved = resolve(*group.row);
    resolved.offsets.insert(resolved.offsets.end(), place.offsets.begin(), place.offsets.end());
    return resolved;
}

void Coalescer::rewrite(std::vector<Step>& steps) {
    for (Step& step : steps) {
        for (Place& place : step.arguments) place = resolve(place);
        rewrite(step.body);
    }
    const std::size_t before = steps.size();
    std::erase_if(steps, [](const Step& step) { return step.kind == Step::Kind::Copy && step.arguments[0] == step.arguments[1]; });
    m_list.copiesRemoved += static_cast<int>(before - steps.size());
    m_list.copiesLeft += static_cast<int>(std::count_if(steps.begin(), steps.end(), [](const Step& step) { return step.kind == Step::Kind::Copy; }));
}

void Coalescer::gatherRanges() {
    for (std::size_t id = 0; id < m_list.storages.size(); ++id) {
        Storage& own = m_list.storages[id];
        if (own.kind != Storage::Kind::Arena) continue;
        const Group& group = groupOf(static_cast<int>(id));
        const int root = rootOf(static_cast<int>(id));
        if (!group.row && root == static_cast<int>(id)) continue;
        if (!group.row) storage(root).ranges.insert(storage(root).ranges.end(), own.ranges.begin(), own.ranges.end());
        own.ranges.clear();
        own.bytes = 0;
    }
}

void Coalescer::run() {
    note(m_list.steps);
    const auto each = [&](Step::Kind kind, void (Coalescer::*work)(const Step&)) {
        for (const Step* step : m_inOrder)
            if (step->kind == kind) (this->*work)(*step);
    };
    each(Step::Kind::Copy, &Coalescer::mergeAcross);
    each(Step::Kind::Copy, &Coalescer::placeInRow);
    each(Step::Kind::Launch, &Coalescer::mergeInPlace);
    rewrite(m_list.steps);
    for (auto& [name, place] : m_list.outputs) place = resolve(place);
    gatherRanges();
}

}  // namespace

void coalesce(LaunchList& list) { Coalescer(list).run(); }

}  // namespace foldmeter::runtime
