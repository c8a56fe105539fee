#include "runtime/memory_plan.h"

#include <algorithm>
#include <set>

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

// Largest first: what is small fits into the gaps. Returns the bytes all of them take.
std::size_t place(std::vector<Block> blocks, std::vector<std::size_t>& offsets) {
    std::size_t bytes = 0;
    std::vector<Block> placed;
    std::stable_sort(blocks.begin(), blocks.end(), [](const Block& a, const Block& b) { return a.bytes > b.bytes; });
    for (Block& block : blocks) {
        block.offset = offsetFor(block, placed);
        offsets[static_cast<std::size_t>(block.storage)] = block.offset;
        bytes = std::max(bytes, block.offset + block.bytes);
        placed.insert(std::upper_bound(placed.begin(), placed.end(), block, [](const Block& a, const Block& b) { return a.offset < b.offset; }), block);
    }
    return bytes;
}

// All that a plan can be made of, at given sizes; made once, plans for several cuts are made from it.
class Planner {
public:
    Planner(const LaunchList& list, const ir::Sizes& sizes, bool keepOutputs) : m_list(list), m_sizes(sizes) {
        if (!keepOutputs) return;
        for (const auto& [name, at] : list.outputs) m_outputs.insert(at.storage);
    }

    MemoryPlan plan(std::vector<SlicedChain> chains, std::vector<ProductInPlace> products) const {
        MemoryPlan plan;
        plan.offsets.assign(m_list.storages.size(), 0);
        plan.kept.assign(m_list.storages.size(), false);
        std::vector<Block> kept, shared;
        for (std::size_t id = 0; id < m_list.storages.size(); ++id) {
            const Storage& storage = m_list.storages[id];
            if (storage.kind != Storage::Kind::Arena || storage.ranges.empty()) continue;
            plan.kept[id] = m_outputs.contains(static_cast<int>(id));
            (plan.kept[id] ? kept : shared).push_back(blockOf(static_cast<int>(id), chains));
        }
        for (const ProductInPlace& product : products) mergeInto(shared, product);
        plan.keptBytes = place(std::move(kept), plan.offsets);
        plan.workspaceBytes = place(std::move(shared), plan.offsets);
        for (const ProductInPlace& product : products)
            plan.offsets[static_cast<std::size_t>(product.result)] = plan.offsets[static_cast<std::size_t>(product.operand)];
        plan.chains = std::move(chains);
        plan.products = std::move(products);
        return plan;
    }

private:
    // While a chain is walked, whatever any of its launches needs is needed all the time.
    Block blockOf(int id, const std::vector<SlicedChain>& chains) const {
        const Storage& storage = m_list.storages[static_cast<std::size_t>(id)];
        Block block{id, storage.ranges.front().begin, storage.ranges.front().end, static_cast<std::size_t>(ir::evaluate(storage.bytes, m_sizes)), 0};
        for (const Range& range : storage.ranges) {
            block.begin = std::min(block.begin, range.begin);
            block.end = std::max(block.end, range.end);
        }
        for (const SlicedChain& sliced : chains) {
            if (block.end < sliced.chain.first() || block.begin > sliced.chain.last()) continue;
            block.begin = std::min(block.begin, sliced.chain.first());
            block.end = std::max(block.end, sliced.chain.last());
            const bool cut = std::find(sliced.chain.cut.begin(), sliced.chain.cut.end(), id) != sliced.chain.cut.end();
            if (cut) block.bytes = block.bytes / static_cast<std::size_t>(sliced.chain.extent) * static_cast<std::size_t>(sliced.length);
        }
        block.bytes = aligned(block.bytes);
        return block;
    }

    static void mergeInto(std::vector<Block>& blocks, const ProductInPlace& product) {
        const auto find = [&](int id) { return std::find_if(blocks.begin(), blocks.end(), [&](const Block& block) { return block.storage == id; }); };
        const Block result = *find(product.result);
        blocks.erase(find(product.result));
        const auto operand = find(product.operand);
        operand->begin = std::min(operand->begin, result.begin);
        operand->end = std::max(operand->end, result.end);
    }

    const LaunchList& m_list;
    const ir::Sizes& m_sizes;
    std::set<int> m_outputs;   // that are kept
};

SlicedChain sliced(const Chain& chain, std::int64_t slices) {
    const std::int64_t length = (chain.extent + slices - 1) / slices;
    return {chain, (chain.extent + length - 1) / length, length};
}

bool touches(const ProductInPlace& product, const std::vector<SlicedChain>& chains) {
    return std::any_of(chains.begin(), chains.end(), [&](const SlicedChain& each) {
        const std::vector<int>& cut = each.chain.cut;
        const bool inside = product.position >= each.chain.first() && product.position <= each.chain.last();
        return inside || std::find(cut.begin(), cut.end(), product.result) != cut.end() || std::find(cut.begin(), cut.end(), product.operand) != cut.end();
    });
}

// Takes back, one by one, what the limit does not ask for; what costs most time first.
MemoryPlan relaxed(const Planner& planner, MemoryPlan plan, std::size_t limit) {
    for (std::size_t n = 0; n < plan.chains.size();) {
        std::vector<SlicedChain> fewer = plan.chains;
        fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(n));
        MemoryPlan without = planner.plan(std::move(fewer), plan.products);
        if (without.workspaceBytes <= limit) plan = std::move(without);
        else ++n;
    }
    for (std::size_t n = 0; n < plan.products.size();) {
        std::vector<ProductInPlace> fewer = plan.products;
        fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(n));
        MemoryPlan without = planner.plan(plan.chains, std::move(fewer));
        if (without.workspaceBytes <= limit) plan = std::move(without);
        else ++n;
    }
    return plan;
}

}  // namespace

MemoryPlan planMemory(const LaunchList& list, const ir::Sizes& sizes, bool keepOutputs) { return Planner(list, sizes, keepOutputs).plan({}, {}); }

MemoryPlan planMemoryWithin(const LaunchList& list, const ir::Sizes& sizes, std::size_t limit, bool keepOutputs, bool inPlace) {
    const Planner planner(list, sizes, keepOutputs);
    MemoryPlan best = planner.plan({}, {});
    if (best.workspaceBytes <= limit) return best;
    const std::vector<Chain> chains = findChains(list, sizes);
    const std::vector<ProductInPlace> products = inPlace ? findProductsInPlace(list, sizes) : std::vector<ProductInPlace>{};
    std::int64_t longest = 1;
    for (const Chain& chain : chains) longest = std::max(longest, chain.extent);
    for (std::int64_t slices = 1; slices < 2 * longest; slices *= 2) {
        std::vector<SlicedChain> cut;
        for (const Chain& chain : chains)
            if (slices > 1) cut.push_back(sliced(chain, std::min(slices, chain.extent)));
        std::vector<ProductInPlace> merged;
        for (const ProductInPlace& product : products)
            if (!touches(product, cut)) merged.push_back(product);
        MemoryPlan plan = planner.plan(std::move(cut), std::move(merged));
        if (plan.workspaceBytes <= limit) return relaxed(planner, std::move(plan), limit);
        if (plan.workspaceBytes < best.workspaceBytes) best = std::move(plan);
    }
    return best;
}

}  // namespace foldmeter::runtime
