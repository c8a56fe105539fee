// Instructions of a whole warp: shuffles, votes, tiles of shared memory, tensor cores, barriers within the warp.
#include "virtual_gpu/lanes.h"

#include <algorithm>
#include <cmath>

namespace foldmeter::vgpu {
namespace {

// All lanes of the mask that still live must be here; otherwise the group waits for them.
bool complete(Warp& warp, std::uint32_t lanes, std::uint32_t mask) { return ((mask & warp.alive) & ~lanes) == 0; }

const Step* blocked(Warp& warp, const Step& step) {
    if (warp.waiting.empty()) fail(warp, step, "an instruction of the whole warp is reached by some of its lanes only");
    warp.waiting.push_back({step.index, warp.active, true});
    return nullptr;
}

// slots: destination, source, lane, clamp, mask, predicate (or -1).
template <int kind> const Step* shuffle(Warp& warp, const Step& step, std::uint32_t lanes) {
    const std::uint32_t mask = warp.slot<std::uint32_t>(step.slots[4])[std::countr_zero(lanes)];
    if (!complete(warp, lanes, mask)) return blocked(warp, step);
    std::uint32_t source[32], result[32];
    std::memcpy(source, warp.slot<std::uint32_t>(step.slots[1]), sizeof source);
    std::memcpy(result, warp.slot<std::uint32_t>(step.slots[0]), sizeof result);
    for (int lane = 0; lane < 32; ++lane) {
        if (!(lanes >> lane & 1)) continue;
        const int b = static_cast<int>(warp.slot<std::uint32_t>(step.slots[2])[lane] & 31);
        const std::uint32_t c = warp.slot<std::uint32_t>(step.slots[3])[lane];
        const int clamp = static_cast<int>(c & 31), segment = static_cast<int>(c >> 8 & 31);
        const int highest = (lane & segment) | (clamp & ~segment), lowest = lane & segment;
        int from = lane;
        bool inside = true;
        if (kind == 0) inside = (from = lane ^ b) <= highest;
        if (kind == 1) inside = (from = lane + b) <= highest;
        if (kind == 2) inside = (from = lane - b) >= highest;
        if (kind == 3) inside = (from = lowest | (b & ~segment)) <= highest;
        if (!inside) from = lane;
        if (!(lanes >> from & 1)) fail(warp, step, "lane " + std::to_string(lane) + " reads from lane " + std::to_string(from) + ", which takes no part");
        result[lane] = source[from];
        if (step.slots[5] >= 0) warp.slot<std::uint32_t>(step.slots[5])[lane] = inside ? ~0u : 0u;
    }
    std::memcpy(warp.slot<std::uint32_t>(step.slots[0]), result, sizeof result);
    return following(step);
}

const Step* warpBarrier(Warp& warp, const Step& step, std::uint32_t lanes) {
    const std::uint32_t mask = warp.slot<std::uint32_t>(step.slots[0])[std::countr_zero(lanes)];
    return complete(warp, lanes, mask) ? following(step) : blocked(warp, step);
}

// Lane 8i + j gives the address of row j of tile i; lane l receives elements 2t, 2t+1 of row g of every tile.
template <bool transposed> const Step* loadMatrix(Warp& warp, const Step& step, std::uint32_t lanes) {
    if (lanes != 0xffffffffu) return blocked(warp, step);
    for (int tile = 0; tile < step.count; ++tile) {
        std::uint16_t elements[8][8];
        for (int row = 0; row < 8; ++row) {
            const int lane = tile * 8 + row;
            const auto slot = step.slots[step.count];
            const std::uint64_t base = step.wide[step.count] ? warp.slot<std::uint64_t>(slot)[lane] : warp.slot<std::uint32_t>(slot)[lane];
            std::memcpy(elements[row], access(warp, step, "shared", base + static_cast<std::uint64_t>(step.offset), 16, lane, false), 16);
        }
        for (int lane = 0; lane < 32; ++lane) {
            const int g = lane / 4, t = lane % 4;
            const std::uint32_t low = transposed ? elements[2 * t][g] : elements[g][2 * t], high = transposed ? elements[2 * t + 1][g] : elements[g][2 * t + 1];
            warp.slot<std::uint32_t>(step.slots[static_cast<std::size_t>(tile)])[lane] = low | high << 16;
        }
    }
    return following(step);
}

float half(std::uint32_t pair, int which) { return std::bit_cast<float>(which ? pair & 0xffff0000u : pair << 16); }

// m16n8k16, bf16, sums in f32. slots: d0-3, a0-3, b0-1, c0-3.
const Step* multiplyTiles(Warp& warp, const Step& step, std::uint32_t lanes) {
    if (lanes != 0xffffffffu) return blocked(warp, step);
    float a[16][16], b[16][8], result[4][32];
    for (int lane = 0; lane < 32; ++lane) {
        const int g = lane / 4, t = lane % 4;
        for (int r = 0; r < 4; ++r)
            for (int e = 0; e < 2; ++e) a[g + 8 * (r % 2)][2 * t + e + 8 * (r / 2)] = half(warp.slot<std::uint32_t>(step.slots[static_cast<std::size_t>(4 + r)])[lane], e);
        for (int r = 0; r < 2; ++r)
            for (int e = 0; e < 2; ++e) b[2 * t + e + 8 * r][g] = half(warp.slot<std::uint32_t>(step.slots[static_cast<std::size_t>(8 + r)])[lane], e);
    }
    for (int lane = 0; lane < 32; ++lane) {
        for (int r = 0; r < 4; ++r) {
            const int row = lane / 4 + 8 * (r / 2), column = lane % 4 * 2 + r % 2;
            float sum = warp.slot<float>(step.slots[static_cast<std::size_t>(10 + r)])[lane];
            for (int k = 0; k < 16; ++k) sum = std::fma(a[row][k], b[k][column], sum);
            result[r][lane] = sum;
        }
    }
    for (int r = 0; r < 4; ++r) std::memcpy(warp.slot<float>(step.slots[static_cast<std::size_t>(r)]), result[r], sizeof result[r]);
    return following(step);
}

bool is(const Mnemonic& m, std::initializer_list<const char*> parts) {
    return std::all_of(parts.begin(), parts.end(), [&](const char* part) { return std::find(m.begin(), m.end(), part) != m.end(); });
}

}  // namespace

Handler warpHandler(const Instruction& instruction, Step& step) {
    const Mnemonic& m = instruction.mnemonic;
    if (m[0] == "shfl" && is(m, {"sync", "b32"})) {
        if (is(m, {"bfly"})) return shuffle<0>;
        if (is(m, {"down"})) return shuffle<1>;
        if (is(m, {"up"})) return shuffle<2>;
        if (is(m, {"idx"})) return shuffle<3>;
    }
    if (m[0] == "bar" && is(m, {"warp", "sync"})) return warpBarrier;
    if (m[0] == "ldmatrix" && is(m, {"m8n8", "b16", "shared"})) {
        step.count = is(m, {"x4"}) ? 4 : is(m, {"x2"}) ? 2 : 1;
        return is(m, {"trans"}) ? loadMatrix<true> : loadMatrix<false>;
    }
    if (m[0] == "mma" && is(m, {"m16n8k16", "row", "col", "bf16", "f32"})) return multiplyTiles;
    return nullptr;
}

}  // namespace foldmeter::vgpu
