// Instructions that compute lane by lane: integers, floats, comparisons, selections, moves.
#include "virtual_gpu/lanes.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace foldmeter::vgpu {
namespace {

template <typename T, auto function> const Step* unary(Warp& warp, const Step& step, std::uint32_t lanes) {
    forLanes<T, T>(warp, lanes, step.slots[0], function, step.slots[1]);
    return following(step);
}
template <typename T, auto function> const Step* binary(Warp& warp, const Step& step, std::uint32_t lanes) {
    forLanes<T, T>(warp, lanes, step.slots[0], function, step.slots[1], step.slots[2]);
    return following(step);
}
template <typename T, auto function> const Step* ternary(Warp& warp, const Step& step, std::uint32_t lanes) {
    forLanes<T, T>(warp, lanes, step.slots[0], function, step.slots[1], step.slots[2], step.slots[3]);
    return following(step);
}
template <typename Wide, typename T, auto function, int operands> const Step* widening(Warp& warp, const Step& step, std::uint32_t lanes) {
    if constexpr (operands == 2) forLanes<Wide, T>(warp, lanes, step.slots[0], function, step.slots[1], step.slots[2]);
    else
        for (int lane = 0; lane < 32; ++lane)
            if (lanes >> lane & 1)
                warp.slot<Raw<Wide>>(step.slots[0])[lane] =
                    toRaw<Wide>(static_cast<Wide>(function(fromRaw<T>(warp.slot<Raw<T>>(step.slots[1])[lane]), fromRaw<T>(warp.slot<Raw<T>>(step.slots[2])[lane])) +
                                                  fromRaw<Wide>(warp.slot<Raw<Wide>>(step.slots[3])[lane])));
    return following(step);
}
// Shift counts are 32 bits whatever the type; at or over the width they give nothing but zeros or signs.
template <typename T, bool left> const Step* shift(Warp& warp, const Step& step, std::uint32_t lanes) {
    constexpr std::uint32_t width = sizeof(T) * 8;
    for (int lane = 0; lane < 32; ++lane) {
        if (!(lanes >> lane & 1)) continue;
        const std::uint32_t count = warp.slot<std::uint32_t>(step.slots[2])[lane];
        const T value = fromRaw<T>(warp.slot<Raw<T>>(step.slots[1])[lane]);
        T result = 0;
        if constexpr (left) result = count >= width ? 0 : static_cast<T>(value << count);
        else result = count >= width ? (value < 0 ? static_cast<T>(-1) : 0) : static_cast<T>(value >> count);
        warp.slot<Raw<T>>(step.slots[0])[lane] = toRaw<T>(result);
    }
    return following(step);
}
template <typename T, auto function> const Step* compare(Warp& warp, const Step& step, std::uint32_t lanes) {
    auto* to = warp.slot<std::uint32_t>(step.slots[0]);
    const auto* a = warp.slot<Raw<T>>(step.slots[1]);
    const auto* b = warp.slot<Raw<T>>(step.slots[2]);
    for (int lane = 0; lane < 32; ++lane)
        if (lanes >> lane & 1) to[lane] = function(fromRaw<T>(a[lane]), fromRaw<T>(b[lane])) ? ~0u : 0u;
    return following(step);
}
template <typename T> const Step* select(Warp& warp, const Step& step, std::uint32_t lanes) {
    const auto* which = warp.slot<std::uint32_t>(step.slots[3]);
    for (int lane = 0; lane < 32; ++lane)
        if (lanes >> lane & 1) warp.slot<Raw<T>>(step.slots[0])[lane] = warp.slot<Raw<T>>(which[lane] ? step.slots[1] : step.slots[2])[lane];
    return following(step);
}
template <typename T> const Step* insertBits(Warp& warp, const Step& step, std::uint32_t lanes) {
    constexpr std::uint32_t width = sizeof(T) * 8;
    for (int lane = 0; lane < 32; ++lane) {
        if (!(lanes >> lane & 1)) continue;
        const T a = warp.slot<T>(step.slots[1])[lane], b = warp.slot<T>(step.slots[2])[lane];
        const std::uint32_t at = warp.slot<std::uint32_t>(step.slots[3])[lane] & 255, count = std::min(warp.slot<std::uint32_t>(step.slots[4])[lane] & 255, width);
        const T mask = at >= width || count == 0 ? 0 : (count == width ? ~T{0} : (T{1} << count) - 1) << at;
        warp.slot<T>(step.slots[0])[lane] = (b & ~mask) | (at >= width ? 0 : (a << at) & mask);
    }
    return following(step);
}
// mov.b64 r, {a, b} and back.
const Step* packPair(Warp& warp, const Step& step, std::uint32_t lanes) {
    for (int lane = 0; lane < 32; ++lane)
        if (lanes >> lane & 1)
            warp.slot<std::uint64_t>(step.slots[0])[lane] = warp.slot<std::uint32_t>(step.slots[1])[lane] | std::uint64_t{warp.slot<std::uint32_t>(step.slots[2])[lane]} << 32;
    return following(step);
}
const Step* unpackPair(Warp& warp, const Step& step, std::uint32_t lanes) {
    for (int lane = 0; lane < 32; ++lane) {
        if (!(lanes >> lane & 1)) continue;
        const std::uint64_t value = warp.slot<std::uint64_t>(step.slots[2])[lane];
        warp.slot<std::uint32_t>(step.slots[0])[lane] = static_cast<std::uint32_t>(value);
        warp.slot<std::uint32_t>(step.slots[1])[lane] = static_cast<std::uint32_t>(value >> 32);
    }
    return following(step);
}
const Step* packHalves(Warp& warp, const Step& step, std::uint32_t lanes) {
    for (int lane = 0; lane < 32; ++lane)
        if (lanes >> lane & 1)
            warp.slot<std::uint32_t>(step.slots[0])[lane] = (warp.slot<std::uint32_t>(step.slots[1])[lane] & 0xffff) | warp.slot<std::uint32_t>(step.slots[2])[lane] << 16;
    return following(step);
}
const Step* unpackHalves(Warp& warp, const Step& step, std::uint32_t lanes) {
    for (int lane = 0; lane < 32; ++lane) {
        if (!(lanes >> lane & 1)) continue;
        const std::uint32_t value = warp.slot<std::uint32_t>(step.slots[2])[lane];
        warp.slot<std::uint32_t>(step.slots[0])[lane] = value & 0xffff;
        warp.slot<std::uint32_t>(step.slots[1])[lane] = value >> 16;
    }
    return following(step);
}

// Four bytes chosen from eight; the highest bit of a choice spreads the byte's sign.
const Step* permuteBytes(Warp& warp, const Step& step, std::uint32_t lanes) {
    const auto chosen = [](std::uint32_t a, std::uint32_t b, std::uint32_t choices) {
        const std::uint64_t bytes = a | std::uint64_t{b} << 32;
        std::uint32_t result = 0;
        for (int n = 0; n < 4; ++n) {
            const std::uint32_t choice = choices >> (4 * n) & 15;
            std::uint32_t byte = static_cast<std::uint32_t>(bytes >> (8 * (choice & 7))) & 255;
            if (choice & 8) byte = byte & 128 ? 255 : 0;
            result |= byte << (8 * n);
        }
        return result;
    };
    forLanes<std::uint32_t, std::uint32_t>(warp, lanes, step.slots[0], chosen, step.slots[1], step.slots[2], step.slots[3]);
    return following(step);
}

// --- float functions with a rounding or an accuracy of their own ---------------------------------------------------------

float roundDown(double exact) {
    const float near = static_cast<float>(exact);
    return static_cast<double>(near) > exact ? std::nextafterf(near, -std::numeric_limits<float>::infinity()) : near;
}
float towardsZero(double exact) {
    const float near = static_cast<float>(exact);
    return std::abs(static_cast<double>(near)) > std::abs(exact) ? std::nextafterf(near, 0.0f) : near;
}
template <typename T> T larger(T a, T b) { return std::isnan(a) ? b : std::isnan(b) ? a : std::max(a, b); }
template <typename T> T smaller(T a, T b) { return std::isnan(a) ? b : std::isnan(b) ? a : std::min(a, b); }

// Division by zero must not stop the process in lanes whose result nobody uses.
template <typename T> T quotient(T a, T b) {
    if (b == 0) return static_cast<T>(-1);
    if constexpr (std::is_signed_v<T>)
        if (b == -1) return static_cast<T>(-static_cast<std::make_unsigned_t<T>>(a));
    return static_cast<T>(a / b);
}
template <typename T> T remainder(T a, T b) {
    if (b == 0) return a;
    if constexpr (std::is_signed_v<T>)
        if (b == -1) return 0;
    return static_cast<T>(a % b);
}

bool has(const Mnemonic& m, const char* part) { return std::find(m.begin(), m.end(), part) != m.end(); }

template <typename T> Handler integerHandler(const Mnemonic& m) {
    using U = std::make_unsigned_t<T>;
    const std::string& op = m[0];
    if (op == "add") return binary<T, [](T a, T b) { return (static_cast<T>(static_cast<U>(a) + static_cast<U>(b))); }>;
    if (op == "sub") return binary<T, [](T a, T b) { return (static_cast<T>(static_cast<U>(a) - static_cast<U>(b))); }>;
    if (op == "mul" && has(m, "lo")) return binary<T, [](T a, T b) { return (static_cast<T>(static_cast<U>(static_cast<std::uint64_t>(a) * static_cast<std::uint64_t>(b)))); }>;
    if (op == "mad" && has(m, "lo"))
        return ternary<T, [](T a, T b, T c) { return (static_cast<T>(static_cast<U>(static_cast<std::uint64_t>(a) * static_cast<std::uint64_t>(b) + static_cast<std::uint64_t>(c)))); }>;
    if (op == "mul" && has(m, "hi")) {
        using Wide = std::conditional_t<std::is_signed_v<T>, __int128, unsigned __int128>;
        return binary<T, [](T a, T b) { return (static_cast<T>(static_cast<Wide>(a) * static_cast<Wide>(b) >> (sizeof(T) * 8))); }>;
    }
    if (op == "div") return binary<T, quotient<T>>;
    if (op == "rem") return binary<T, remainder<T>>;
    if (op == "max") return binary<T, [](T a, T b) { return std::max(a, b); }>;
    if (op == "min") return binary<T, [](T a, T b) { return std::min(a, b); }>;
    if (op == "neg") return unary<T, [](T a) { return (static_cast<T>(-static_cast<U>(a))); }>;
    if (op == "abs") return unary<T, [](T a) { return (a < 0 ? static_cast<T>(-static_cast<U>(a)) : a); }>;
    if (op == "and") return binary<T, [](T a, T b) { return (static_cast<T>(a & b)); }>;
    if (op == "or") return binary<T, [](T a, T b) { return (static_cast<T>(a | b)); }>;
    if (op == "xor") return binary<T, [](T a, T b) { return (static_cast<T>(a ^ b)); }>;
    if (op == "not") return unary<T, [](T a) { return (static_cast<T>(~a)); }>;
    if (op == "mov") return unary<T, [](T a) { return a; }>;
    if (op == "shl") return shift<T, true>;
    if (op == "shr") return shift<T, false>;
    if (op == "selp") return select<T>;
    if (op == "popc") return unary<T, [](T a) { return (static_cast<T>(std::popcount(static_cast<U>(a)))); }>;
    if constexpr (sizeof(T) >= 4)
        if (op == "bfi") return insertBits<U>;
    return nullptr;
}

template <typename T> Handler comparisonHandler(const std::string& relation) {
    if (relation == "eq") return compare<T, [](T a, T b) { return a == b; }>;
    if (relation == "ne") return compare<T, [](T a, T b) { return (std::is_floating_point_v<T> ? a < b || a > b : a != b); }>;
    if (relation == "lt" || relation == "lo") return compare<T, [](T a, T b) { return a < b; }>;
    if (relation == "le" || relation == "ls") return compare<T, [](T a, T b) { return a <= b; }>;
    if (relation == "gt" || relation == "hi") return compare<T, [](T a, T b) { return (a > b); }>;
    if (relation == "ge" || relation == "hs") return compare<T, [](T a, T b) { return (a >= b); }>;
    if constexpr (std::is_floating_point_v<T>) {   // true where one is no number
        if (relation == "equ") return compare<T, [](T a, T b) { return (!(a < b || a > b)); }>;
        if (relation == "neu") return compare<T, [](T a, T b) { return !(a == b); }>;
        if (relation == "ltu") return compare<T, [](T a, T b) { return (!(a >= b)); }>;
        if (relation == "leu") return compare<T, [](T a, T b) { return (!(a > b)); }>;
        if (relation == "gtu") return compare<T, [](T a, T b) { return !(a <= b); }>;
        if (relation == "geu") return compare<T, [](T a, T b) { return !(a < b); }>;
        if (relation == "nan") return compare<T, [](T a, T b) { return std::isnan(a) || std::isnan(b); }>;
        if (relation == "num") return compare<T, [](T a, T b) { return !std::isnan(a) && !std::isnan(b); }>;
    }
    return nullptr;
}

template <typename T> Handler floatHandler(const Mnemonic& m) {
    const std::string& op = m[0];
    if (op == "add" && has(m, "rz")) return binary<T, [](T a, T b) { return (static_cast<T>(towardsZero(static_cast<double>(a) + static_cast<double>(b)))); }>;
    if (op == "add") return binary<T, [](T a, T b) { return a + b; }>;
    if (op == "sub") return binary<T, [](T a, T b) { return a - b; }>;
    if (op == "mul") return binary<T, [](T a, T b) { return a * b; }>;
    if (op == "fma" && has(m, "rm")) return ternary<T, [](T a, T b, T c) { return (static_cast<T>(roundDown(std::fma(static_cast<double>(a), static_cast<double>(b), static_cast<double>(c))))); }>;
    if (op == "fma") return ternary<T, [](T a, T b, T c) { return std::fma(a, b, c); }>;
    if (op == "div") return binary<T, [](T a, T b) { return a / b; }>;
    if (op == "rcp") return unary<T, [](T a) { return T{1} / a; }>;
    if (op == "sqrt") return unary<T, [](T a) { return std::sqrt(a); }>;
    if (op == "rsqrt") return unary<T, [](T a) { return (static_cast<T>(1.0 / std::sqrt(static_cast<double>(a)))); }>;
    if (op == "ex2") return unary<T, [](T a) { return std::exp2(a); }>;
    if (op == "lg2") return unary<T, [](T a) { return std::log2(a); }>;
    if (op == "tanh") return unary<T, [](T a) { return std::tanh(a); }>;
    if (op == "sin") return unary<T, [](T a) { return std::sin(a); }>;
    if (op == "cos") return unary<T, [](T a) { return std::cos(a); }>;
    if (op == "max") return binary<T, larger<T>>;
    if (op == "min") return binary<T, smaller<T>>;
    if (op == "neg") return unary<T, [](T a) { return -a; }>;
    if (op == "abs") return unary<T, [](T a) { return std::abs(a); }>;
    if (op == "copysign") return binary<T, [](T a, T b) { return std::copysign(b, a); }>;   // sign of the first, size of the second
    if (op == "mov") return unary<Raw<T>, [](Raw<T> a) { return a; }>;
    if (op == "selp") return select<T>;
    return nullptr;
}

Handler predicateHandler(const Mnemonic& m) {
    using P = std::uint32_t;
    if (m[0] == "and") return binary<P, [](P a, P b) { return a & b; }>;
    if (m[0] == "or") return binary<P, [](P a, P b) { return a | b; }>;
    if (m[0] == "xor") return binary<P, [](P a, P b) { return a ^ b; }>;
    if (m[0] == "not") return unary<P, [](P a) { return ~a; }>;
    if (m[0] == "mov") return unary<P, [](P a) { return a; }>;
    return nullptr;
}

template <typename T, typename Wide> Handler wideHandler(const Mnemonic& m) {
    constexpr auto product = [](T a, T b) { return static_cast<Wide>(static_cast<Wide>(a) * static_cast<Wide>(b)); };
    return m[0] == "mul" ? Handler(widening<Wide, T, product, 2>) : Handler(widening<Wide, T, product, 3>);
}

}  // namespace

Handler arithmeticHandler(const Instruction& instruction, Step&) {
    const Mnemonic& m = instruction.mnemonic;
    const std::string& type = m.back();
    if (m[0] == "mov" && instruction.operands.size() == 2) {
        if (instruction.operands[1].kind == Operand::Kind::Vector) return type == "b64" ? packPair : packHalves;
        if (instruction.operands[0].kind == Operand::Kind::Vector) return type == "b64" ? unpackPair : unpackHalves;
    }
    if ((m[0] == "mul" || m[0] == "mad") && has(m, "wide")) {
        if (type == "s32") return wideHandler<std::int32_t, std::int64_t>(m);
        if (type == "u32") return wideHandler<std::uint32_t, std::uint64_t>(m);
        if (type == "s16") return wideHandler<std::int16_t, std::int32_t>(m);
        if (type == "u16") return wideHandler<std::uint16_t, std::uint32_t>(m);
    }
    if (m[0] == "setp" && m.size() == 3) {
        if (type == "f32") return comparisonHandler<float>(m[1]);
        if (type == "f64") return comparisonHandler<double>(m[1]);
        if (type == "s16") return comparisonHandler<std::int16_t>(m[1]);
        if (type == "s32") return comparisonHandler<std::int32_t>(m[1]);
        if (type == "s64") return comparisonHandler<std::int64_t>(m[1]);
        if (type == "u16" || type == "b16") return comparisonHandler<std::uint16_t>(m[1]);
        if (type == "u32" || type == "b32") return comparisonHandler<std::uint32_t>(m[1]);
        if (type == "u64" || type == "b64") return comparisonHandler<std::uint64_t>(m[1]);
        return nullptr;
    }
    if (m[0] == "prmt" && m.size() == 2) return permuteBytes;
    if (type == "pred") return predicateHandler(m);
    if (type == "f32") return floatHandler<float>(m);
    if (type == "f64") return floatHandler<double>(m);
    if (type == "s16") return integerHandler<std::int16_t>(m);
    if (type == "s32") return integerHandler<std::int32_t>(m);
    if (type == "s64") return integerHandler<std::int64_t>(m);
    if (type == "u16" || type == "b16") return integerHandler<std::uint16_t>(m);
    if (type == "u32" || type == "b32") return integerHandler<std::uint32_t>(m);
    if (type == "u64" || type == "b64") return integerHandler<std::uint64_t>(m);
    return nullptr;
}

}  // namespace foldmeter::vgpu
