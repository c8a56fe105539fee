// Random numbers bit-equal to AlphaFold 3's: threefry2x32 in the "partitionable" mode. Spec: network.md section 11.1.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace foldmeter::random {

struct Key {
    std::uint32_t a = 0;
    std::uint32_t b = 0;
    bool operator==(const Key&) const = default;
};

Key keyOf(std::uint32_t seed);                            // PRNGKey: (0, seed)
Key threefry2x32(Key key, std::uint32_t x0, std::uint32_t x1);
std::vector<Key> split(Key key, int count);               // split(key, n)[i] = H(key, 0, i)
Key foldIn(Key key, std::uint32_t data);
std::uint32_t bits(Key key, std::uint64_t element);       // y0 xor y1
float uniform(Key key, std::uint64_t element, float low, float high);
float normal(Key key, std::uint64_t element);             // sqrt(2)*erfinv(u), u uniform on (-1, 1)
float gumbel(Key key, std::uint64_t element);
void fillNormal(Key key, std::uint64_t firstElement, std::span<float> out);
float erfinv(float x);                                    // the float32 polynomial XLA uses

}  // namespace foldmeter::random
