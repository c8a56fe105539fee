// Lanes become groups, groups warps, warps blocks, blocks a launch. Divergent lanes wait where they are; the group with the
// lowest place goes first, groups at one place become one again. A warp runs until a barrier or its end, then the next.
#include "virtual_gpu/control.h"
#include "virtual_gpu/lanes.h"

#include <algorithm>
#include <random>

namespace foldmeter::vgpu {

void fail(const Warp& warp, const Step& step, const std::string& why) {
    const Extent& block = warp.block->index;
    std::string text = "kernel " + warp.kernel->text.name + ", block (" + std::to_string(block.x) + ", " + std::to_string(block.y) + ", " + std::to_string(block.z) +
                       "), warp " + std::to_string(warp.number);
    if (step.source) text += ", PTX line " + std::to_string(step.source->line) + " `" + step.source->text + "`";
    throw Fault(text + ": " + why);
}

const Step* nothing(Warp&, const Step& step, std::uint32_t) { return following(step); }

const Step* branch(Warp& warp, const Step& step, std::uint32_t lanes) {
    const Step* target = &warp.kernel->steps[static_cast<std::size_t>(step.target)];
    const std::uint32_t others = warp.active & ~lanes;
    if (others == 0) return target;
    if (target->index > step.index) {   // the lower place goes first
        warp.waiting.push_back({target->index, lanes});
        warp.active = others;
        return following(step);
    }
    warp.waiting.push_back({step.index + 1, others});
    warp.active = lanes;
    return target;
}

const Step* leave(Warp& warp, const Step& step, std::uint32_t lanes) {
    warp.alive &= ~lanes;
    warp.active &= ~lanes;
    for (Group& group : warp.waiting) group.blocked = false;   // whoever waited for these lanes waits no more
    return warp.active ? following(step) : nullptr;
}

const Step* blockBarrier(Warp& warp, const Step& step, std::uint32_t lanes) {
    if (lanes != warp.alive) {
        if (warp.waiting.empty()) fail(warp, step, "a barrier is reached by some lanes of a warp only");
        warp.waiting.push_back({step.index, warp.active, true});
        return nullptr;
    }
    warp.atBarrier = true;
    warp.waiting.push_back({step.index + 1, warp.active});
    return nullptr;
}

namespace {

// Takes the waiting group with the lowest place that can go on, together with all others at that place.
const Step* nextGroup(Warp& warp) {
    int best = -1;
    for (const Group& group : warp.waiting)
        if (!group.blocked && (best < 0 || group.place < best)) best = group.place;
    if (best < 0) {   // all are blocked: together they may be complete
        for (const Group& group : warp.waiting) best = best < 0 ? group.place : std::min(best, group.place);
        const auto here = std::count_if(warp.waiting.begin(), warp.waiting.end(), [&](const Group& group) { return group.place == best; });
        if (here < 2) fail(warp, warp.kernel->steps[static_cast<std::size_t>(best)], "lanes wait for each other at different instructions");
    }
    warp.active = 0;
    std::erase_if(warp.waiting, [&](const Group& group) {
        if (group.place != best) return false;
        warp.active |= group.lanes;
        return true;
    });
    return &warp.kernel->steps[static_cast<std::size_t>(best)];
}

// A waiting group at a lower place goes first, one at the same place joins.
const Step* arrange(Warp& warp, const Step* step) {
    bool lower = false, same = false;
    for (const Group& group : warp.waiting) {
        lower = lower || (!group.blocked && group.place < step->index);
        same = same || group.place == step->index;
    }
    if (!lower && !same) return step;
    warp.waiting.push_back({step->index, warp.active});
    return nextGroup(warp);
}

void runWarp(Warp& warp, std::uint64_t budget) {
    const Step* step = nextGroup(warp);
    for (;;) {
        if (!warp.waiting.empty()) step = arrange(warp, step);
        std::uint32_t lanes = warp.active;
        if (step->guard >= 0) {
            const auto* guard = warp.slot<std::uint32_t>(step->guard);
            std::uint32_t taken = 0;
            for (int lane = 0; lane < 32; ++lane) taken |= (guard[lane] & 1u) << lane;
            lanes &= step->guardNegated ? ~taken : taken;
        }
        if (++warp.executed > budget) fail(warp, *step, "the launch goes on for too long");
        step = lanes == 0 ? following(*step) : step->run(warp, *step, lanes);
        if (step) continue;
        if (warp.atBarrier) return;
        if (warp.waiting.empty()) {
            warp.done = true;
            return;
        }
        step = nextGroup(warp);
    }
}

template <typename T> void fill(Warp& warp, std::int32_t place, T value) {
    auto* slot = warp.slot<T>(place);
    std::fill(slot, slot + 32, value);
}

void start(Warp& warp, int number, std::uint32_t threads, BlockState& block) {
    warp.block = &block;
    warp.number = number;
    warp.copies.clear();
    warp.committed = 0;
    warp.atBarrier = warp.done = false;
    const std::uint32_t left = threads - static_cast<std::uint32_t>(number) * 32;
    warp.alive = left >= 32 ? ~0u : (1u << left) - 1;
    warp.waiting.assign(1, {0, warp.alive});
    std::fill(warp.local.begin(), warp.local.end(), std::uint8_t{0xff});
    const Kernel& kernel = *warp.kernel;
    for (std::size_t n = 0; n < kernel.constants.size(); ++n) {
        const auto& [place, bits] = kernel.constants[n];
        if (kernel.constantWide[n]) fill<std::uint64_t>(warp, place, bits);
        else fill<std::uint32_t>(warp, place, static_cast<std::uint32_t>(bits));
    }
    const auto set = [&](const char* name, std::uint32_t value) { fill<std::uint32_t>(warp, kernel.specials.at(name), value); };
    set("%ntid.x", block.extent.x), set("%ntid.y", block.extent.y), set("%ntid.z", block.extent.z);
    set("%ctaid.x", block.index.x), set("%ctaid.y", block.index.y), set("%ctaid.z", block.index.z);
    set("%nctaid.x", block.grid.x), set("%nctaid.y", block.grid.y), set("%nctaid.z", block.grid.z);
    set("%warpid", static_cast<std::uint32_t>(number));
    for (std::uint32_t lane = 0; lane < 32; ++lane) {
        const std::uint32_t thread = static_cast<std::uint32_t>(number) * 32 + lane;
        warp.slot<std::uint32_t>(kernel.specials.at("%laneid"))[lane] = lane;
        warp.slot<std::uint32_t>(kernel.specials.at("%tid.x"))[lane] = thread % block.extent.x;
        warp.slot<std::uint32_t>(kernel.specials.at("%tid.y"))[lane] = thread / block.extent.x % block.extent.y;
        warp.slot<std::uint32_t>(kernel.specials.at("%tid.z"))[lane] = thread / (block.extent.x * block.extent.y);
    }
}

void runBlock(std::vector<Warp>& warps, BlockState& block, std::mt19937* order, std::uint64_t budget) {
    std::vector<std::size_t> turn(warps.size());
    for (std::size_t n = 0; n < warps.size(); ++n) turn[n] = n;
    std::fill(block.shared.begin(), block.shared.end(), std::uint8_t{0xff});
    block.shadow.clear();
    for (std::size_t n = 0; n < warps.size(); ++n) start(warps[n], static_cast<int>(n), static_cast<std::uint32_t>(block.extent.count()), block);
    for (;;) {
        if (order) std::shuffle(turn.begin(), turn.end(), *order);
        for (const std::size_t n : turn)
            if (!warps[n].done) runWarp(warps[n], budget);
        const auto finished = std::count_if(warps.begin(), warps.end(), [](const Warp& warp) { return warp.done; });
        if (finished == static_cast<std::ptrdiff_t>(warps.size())) return;
        for (Warp& warp : warps) warp.atBarrier = false;   // every warp that lives has come; those at their end count as come
        block.shadow.clear();
    }
}

}  // namespace

LaunchResult launch(const Kernel& kernel, GlobalMemory& memory, const Extent& grid, const Extent& block, std::size_t dynamicShared,
                    const std::vector<std::uint8_t>& parameters, const LaunchOptions& options) {
    if (block.count() == 0 || grid.count() == 0 || block.count() > static_cast<std::uint64_t>(kernel.maximumThreads))
        throw Fault("kernel " + kernel.text.name + ": a launch of " + std::to_string(block.count()) + " threads a block, at most " + std::to_string(kernel.maximumThreads));
    if (parameters.size() < static_cast<std::size_t>(kernel.parameterBytes))
        throw Fault("kernel " + kernel.text.name + ": " + std::to_string(parameters.size()) + " bytes of parameters, it takes " + std::to_string(kernel.parameterBytes));
    BlockState state;
    state.shared.resize(static_cast<std::size_t>(kernel.sharedBytes) + dynamicShared);
    state.shadow.writer.resize(options.findRaces ? state.shared.size() : 0);
    state.shadow.readers.resize(state.shadow.writer.size());
    state.findRaces = options.findRaces;
    state.grid = grid;
    state.extent = block;
    state.memory = &memory;
    state.parameters = &parameters;
    std::vector<Warp> warps((block.count() + 31) / 32);
    for (Warp& warp : warps) {
        warp.kernel = &kernel;
        warp.storage.resize(static_cast<std::size_t>(kernel.registerBytes) + 64, 0xff);
        warp.registers = warp.storage.data() + (64 - reinterpret_cast<std::uintptr_t>(warp.storage.data()) % 64) % 64;
        warp.local.resize(static_cast<std::size_t>(kernel.localBytes) * 32);
    }
    std::mt19937 random(options.order);
    std::vector<std::uint64_t> blocks(grid.count());
    for (std::size_t n = 0; n < blocks.size(); ++n) blocks[n] = n;
    if (options.order != 0) std::shuffle(blocks.begin(), blocks.end(), random);
    for (const std::uint64_t n : blocks) {
        state.index = {static_cast<std::uint32_t>(n % grid.x), static_cast<std::uint32_t>(n / grid.x % grid.y), static_cast<std::uint32_t>(n / grid.x / grid.y)};
        runBlock(warps, state, options.order != 0 ? &random : nullptr, options.budget);
    }
    LaunchResult result;
    for (const Warp& warp : warps) result.warpInstructions += warp.executed;
    return result;
}

}  // namespace foldmeter::vgpu
