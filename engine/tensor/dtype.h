// Element types. `Working` stands for the working precision of a region of the network until the pass
// choosePrecision decides for F32 or BF16; it never reaches a target.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace foldmeter {

enum class DType : std::uint8_t { F32, BF16, F64, I32, I64, I8, U8, U32, Bool, Working };

std::size_t sizeOf(DType dtype);          // bytes; 0 for Working
std::string_view nameOf(DType dtype);     // "f32", "bf16", ...
DType dtypeFromName(std::string_view name);   // throws InternalError on an unknown name
inline bool isFloat(DType d) { return d == DType::F32 || d == DType::BF16 || d == DType::F64 || d == DType::Working; }

// bfloat16: the upper half of a float32, rounded to nearest even; NaN stays NaN.
struct BFloat16 {
    std::uint16_t bits = 0;
    static BFloat16 from(float value) {
        std::uint32_t u = std::bit_cast<std::uint32_t>(value);
        if ((u & 0x7fffffffu) > 0x7f800000u) return {static_cast<std::uint16_t>((u >> 16) | 0x40u)};
        u += 0x7fffu + ((u >> 16) & 1u);
        return {static_cast<std::uint16_t>(u >> 16)};
    }
    float toFloat() const { return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16); }
};
inline float roundToBFloat16(float value) { return BFloat16::from(value).toFloat(); }

}  // namespace foldmeter
