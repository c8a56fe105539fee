// cvt: between integers, between floats, and across. Sources may stand in wider registers than their type.
#include "virtual_gpu/lanes.h"

#include "tensor/dtype.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace foldmeter::vgpu {
namespace {

template <typename T> T sourceOf(Warp& warp, const Step& step, int lane) {
    const std::uint64_t raw = step.wide[1] ? warp.slot<std::uint64_t>(step.slots[1])[lane] : warp.slot<std::uint32_t>(step.slots[1])[lane];
    return fromRaw<T>(static_cast<Raw<T>>(raw));
}
// Into a register of its declared width, signs extended.
template <typename T> void keep(Warp& warp, const Step& step, int lane, T value) {
    if (!step.wide[0]) {
        if constexpr (std::is_floating_point_v<T>) warp.slot<std::uint32_t>(step.slots[0])[lane] = static_cast<std::uint32_t>(toRaw<T>(value));
        else warp.slot<std::uint32_t>(step.slots[0])[lane] = static_cast<std::uint32_t>(static_cast<std::int64_t>(value)) & (sizeof(T) == 2 ? 0xffffu : 0xffffffffu);
    } else if constexpr (std::is_floating_point_v<T>) {
        warp.slot<std::uint64_t>(step.slots[0])[lane] = toRaw<T>(value);
    } else {
        warp.slot<std::uint64_t>(step.slots[0])[lane] = static_cast<std::uint64_t>(static_cast<std::int64_t>(value));
        if constexpr (std::is_unsigned_v<T>) warp.slot<std::uint64_t>(step.slots[0])[lane] = static_cast<std::uint64_t>(value);
    }
}

enum class Rounding { None, Nearest, Zero, Down, Up };

template <typename To, typename From, Rounding rounding, bool saturate> To converted(From value) {
    if constexpr (std::is_floating_point_v<From> && std::is_integral_v<To>) {
        if (std::isnan(value)) return 0;
        double whole = static_cast<double>(value);
        if (rounding == Rounding::Zero) whole = std::trunc(whole);
        if (rounding == Rounding::Nearest) whole = std::nearbyint(whole);
        if (rounding == Rounding::Down) whole = std::floor(whole);
        if (rounding == Rounding::Up) whole = std::ceil(whole);
        if (whole >= static_cast<double>(std::numeric_limits<To>::max())) return std::numeric_limits<To>::max();
        if (whole <= static_cast<double>(std::numeric_limits<To>::min())) return std::numeric_limits<To>::min();
        return static_cast<To>(whole);
    } else if constexpr (std::is_floating_point_v<From>) {
        if (saturate) return static_cast<To>(std::isnan(value) ? From{0} : std::clamp(value, From{0}, From{1}));
        return static_cast<To>(value);
    } else {
        return static_cast<To>(value);
    }
}

template <typename To, typename From, Rounding rounding, bool saturate> const Step* convert(Warp& warp, const Step& step, std::uint32_t lanes) {
    for (int lane = 0; lane < 32; ++lane)
        if (lanes >> lane & 1) keep<To>(warp, step, lane, converted<To, From, rounding, saturate>(sourceOf<From>(warp, step, lane)));
    return following(step);
}

std::uint32_t bf16Bits(float value) {
    if (std::isnan(value)) return 0x7fff;
    const float rounded = roundToBFloat16(value);
    return std::bit_cast<std::uint32_t>(rounded) >> 16;
}
const Step* toBf16(Warp& warp, const Step& step, std::uint32_t lanes) {
    for (int lane = 0; lane < 32; ++lane)
        if (lanes >> lane & 1) warp.slot<std::uint32_t>(step.slots[0])[lane] = bf16Bits(warp.slot<float>(step.slots[1])[lane]);
    return following(step);
}
// The first source is the high half.
const Step* toBf16Pair(Warp& warp, const Step& step, std::uint32_t lanes) {
    for (int lane = 0; lane < 32; ++lane)
        if (lanes >> lane & 1)
            warp.slot<std::uint32_t>(step.slots[0])[lane] = bf16Bits(warp.slot<float>(step.slots[1])[lane]) << 16 | bf16Bits(warp.slot<float>(step.slots[2])[lane]);
    return following(step);
}

template <typename To, typename From> Handler withRounding(const Mnemonic& m) {
    const auto has = [&](const char* part) { return std::find(m.begin(), m.end(), part) != m.end(); };
    if (has("sat")) return convert<To, From, Rounding::Nearest, true>;
    if (has("rzi") || has("rz")) return convert<To, From, Rounding::Zero, false>;
    if (has("rni") || has("rn")) return convert<To, From, Rounding::Nearest, false>;
    if (has("rmi")) return convert<To, From, Rounding::Down, false>;
    if (has("rpi")) return convert<To, From, Rounding::Up, false>;
    return convert<To, From, Rounding::None, false>;
}

template <typename To> Handler fromType(const Mnemonic& m) {
    const std::string& from = m.back();
    if (from == "f32") return withRounding<To, float>(m);
    if (from == "f64") return withRounding<To, double>(m);
    if (from == "s8") return withRounding<To, std::int8_t>(m);
    if (from == "s16") return withRounding<To, std::int16_t>(m);
    if (from == "s32") return withRounding<To, std::int32_t>(m);
    if (from == "s64") return withRounding<To, std::int64_t>(m);
    if (from == "u8") return withRounding<To, std::uint8_t>(m);
    if (from == "u16") return withRounding<To, std::uint16_t>(m);
    if (from == "u32") return withRounding<To, std::uint32_t>(m);
    if (from == "u64") return withRounding<To, std::uint64_t>(m);
    return nullptr;
}

}  // namespace

Handler conversionHandler(const Instruction& instruction, Step&) {
    const Mnemonic& m = instruction.mnemonic;
    if (m[0] != "cvt" || m.size() < 3) return nullptr;
    const std::string& to = m[m.size() - 2];
    if (to == "bf16" && m.back() == "f32") return toBf16;
    if (to == "bf16x2" && m.back() == "f32") return toBf16Pair;
    if (to == "f32") return fromType<float>(m);
    if (to == "f64") return fromType<double>(m);
    if (to == "s8") return fromType<std::int8_t>(m);
    if (to == "s16") return fromType<std::int16_t>(m);
    if (to == "s32") return fromType<std::int32_t>(m);
    if (to == "s64") return fromType<std::int64_t>(m);
    if (to == "u8") return fromType<std::uint8_t>(m);
    if (to == "u16") return fromType<std::uint16_t>(m);
    if (to == "u32") return fromType<std::uint32_t>(m);
    if (to == "u64") return fromType<std::uint64_t>(m);
    return nullptr;
}

}  // namespace foldmeter::vgpu
