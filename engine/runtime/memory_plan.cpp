#include "runtime/memory_plan.h"

#include <algorithm>

namespace foldmeter::runtime {
namespace {

struct Block {
    int storage = 0;
    int begin = 0, end = 0;
    std::size_t bytes = 0, offset = 0;
};

std::size_t aligned(std::size_t bytes) { return (bytes + Buffer::alignment - 1) / Buffer::alignment * Buffer::alignment; }

// The smallest gap between blocks that live at the same time and lie already, or behind them.
std::size_t offsetFor(const Block& block, const std::vector<Block>& placed) {
    std::size_t best = 0, bestGap = 0, end = 0;
    bool found = false;
    for (const Block& other : placed) {   // by offset
        if (other.end < block.begin || block.end < other.begin) continue;
        if (other.offset > end && other.offset - end >= block.bytes && (!found || other.offset - end < bestGap)) {
            found = true;
            best = end;
            bestGap = other.offset - end;
        }
        end = std::max(end, other.offset + other.bytes);
    }
    return found ? best : end;
}

}  // namespace

// Largest first: what is small fits into the gaps.
MemoryPlan planMemory(const LaunchList& list, const ir::Sizes& sizes) {
    MemoryPlan plan;
    plan.offsets.assign(list.storages.size(), 0);
    std::vector<Block> blocks, placed;
    for (std::size_t id = 0; id < list.storages.size(); ++id) {
        const Storage& storage = list.storages[id];
        if (storage.kind != Storage::Kind::Arena || storage.ranges.empty()) continue;
        Block block{static_cast<int>(id), storage.ranges.front().begin, storage.ranges.front().end,
                    aligned(static_cast<std::size_t>(ir::evaluate(storage.bytes, sizes))), 0};
        for (const Range& range : storage.ranges) {
            block.begin = std::min(block.begin, range.begin);
            block.end = std::max(block.end, range.end);
        }
        blocks.push_back(block);
    }
    std::stable_sort(blocks.begin(), blocks.end(), [](const Block& a, const Block& b) { return a.bytes > b.bytes; });
    for (Block& block : blocks) {
        block.offset = offsetFor(block, placed);
        plan.offsets[static_cast<std::size_t>(block.storage)] = block.offset;
        plan.arenaBytes = std::max(plan.arenaBytes, block.offset + block.bytes);
        placed.insert(std::upper_bound(placed.begin(), placed.end(), block, [](const Block& a, const Block& b) { return a.offset < b.offset; }), block);
    }
    return plan;
}

}  // namespace foldmeter::runtime
