#include "tensor/random.h"

#include <array>
#include <bit>
#include <cmath>
#include <limits>

namespace foldmeter::random {
namespace {

// Value of a polynomial with coefficients from the highest power down, in float32 as the reference rounds it.
template <std::size_t N> float evaluate(const std::array<float, N>& coefficients, float x) {
    float value = coefficients[0];
    for (std::size_t i = 1; i < N; ++i) value = coefficients[i] + value * x;
    return value;
}

}  // namespace

Key keyOf(std::uint32_t seed) { return {0, seed}; }

Key threefry2x32(Key key, std::uint32_t x0, std::uint32_t x1) {
    constexpr int rotations[2][4] = {{13, 15, 26, 6}, {17, 29, 16, 24}};
    const std::uint32_t schedule[3] = {key.a, key.b, key.a ^ key.b ^ 0x1BD11BDAu};
    x0 += schedule[0];
    x1 += schedule[1];
    for (std::uint32_t group = 0; group < 5; ++group) {
        for (const int rotation : rotations[group % 2]) {
            x0 += x1;
            x1 = std::rotl(x1, rotation) ^ x0;
        }
        x0 += schedule[(group + 1) % 3];
        x1 += schedule[(group + 2) % 3] + group + 1;
    }
    return {x0, x1};
}

std::vector<Key> split(Key key, int count) {
    std::vector<Key> keys;
    keys.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) keys.push_back(threefry2x32(key, 0, static_cast<std::uint32_t>(i)));
    return keys;
}

Key foldIn(Key key, std::uint32_t data) { return threefry2x32(key, 0, data); }

std::uint32_t bits(Key key, std::uint64_t element) {
    const Key words = threefry2x32(key, static_cast<std::uint32_t>(element >> 32), static_cast<std::uint32_t>(element));
    return words.a ^ words.b;
}

float uniform(Key key, std::uint64_t element, float low, float high) {
    const float fraction = std::bit_cast<float>((bits(key, element) >> 9) | 0x3F800000u) - 1.0f;
    return std::max(low, fraction * (high - low) + low);
}

float erfinv(float x) {
    constexpr std::array<float, 9> central = {2.81022636e-08f, 3.43273939e-07f, -3.5233877e-06f, -4.39150654e-06f, 0.00021858087f,
                                              -0.00125372503f, -0.00417768164f, 0.246640727f, 1.50140941f};
    constexpr std::array<float, 9> tail = {-0.000200214257f, 0.000100950558f, 0.00134934322f, -0.00367342844f, 0.00573950773f,
                                           -0.0076224613f, 0.00943887047f, 1.00167406f, 2.83297682f};
    if (std::abs(x) == 1.0f) return x * std::numeric_limits<float>::infinity();
    const float w = -std::log1p(-x * x);
    return w < 5.0f ? evaluate(central, w - 2.5f) * x : evaluate(tail, std::sqrt(w) - 3.0f) * x;
}

float normal(Key key, std::uint64_t element) {
    constexpr float justAboveMinusOne = -0x1.fffffep-1f;
    return 1.41421356237f * erfinv(uniform(key, element, justAboveMinusOne, 1.0f));
}

float gumbel(Key key, std::uint64_t element) {
    return -std::log(-std::log(uniform(key, element, std::numeric_limits<float>::min(), 1.0f)));
}

void fillNormal(Key key, std::uint64_t firstElement, std::span<float> out) {
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = normal(key, firstElement + i);
}

}  // namespace foldmeter::random
