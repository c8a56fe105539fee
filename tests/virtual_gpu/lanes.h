// Reading and writing registers lane by lane. A slot holds 32 lanes of 4 bytes (types up to 32 bits, predicates as 0 or
// all ones) or of 8 bytes.
#pragma once

#include "virtual_gpu/machine.h"

#include <bit>
#include <cstring>
#include <type_traits>

namespace foldmeter::vgpu {

template <typename T> using Raw = std::conditional_t<sizeof(T) == 8, std::uint64_t, std::uint32_t>;

template <typename T> inline T fromRaw(Raw<T> raw) {
    if constexpr (std::is_floating_point_v<T>) return std::bit_cast<T>(raw);
    else return static_cast<T>(raw);
}
template <typename T> inline Raw<T> toRaw(T value) {
    if constexpr (std::is_floating_point_v<T>) return std::bit_cast<Raw<T>>(value);
    else return static_cast<Raw<T>>(static_cast<std::make_unsigned_t<T>>(value));
}

// result[lane] = function(a[lane], ...) for the lanes given.
template <typename R, typename T, typename Function, typename... Slots>
inline void forLanes(Warp& warp, std::uint32_t lanes, std::int32_t result, Function function, Slots... operands) {
    auto* to = warp.slot<Raw<R>>(result);
    if (lanes == 0xffffffffu) {
        Raw<R> made[32];
        for (int lane = 0; lane < 32; ++lane) made[lane] = toRaw<R>(function(fromRaw<T>(warp.slot<Raw<T>>(operands)[lane])...));
        std::memcpy(to, made, sizeof made);
        return;
    }
    for (int lane = 0; lane < 32; ++lane)
        if (lanes >> lane & 1) to[lane] = toRaw<R>(function(fromRaw<T>(warp.slot<Raw<T>>(operands)[lane])...));
}

inline const Step* following(const Step& step) { return &step + 1; }

}  // namespace foldmeter::vgpu
