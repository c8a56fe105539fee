// NumPy's RandomState, as features.md section 6 of the specification states it.
#include "structure/conformer.h"

#include <cmath>

namespace foldmeter::structure {

NumpyRandom::NumpyRandom(std::uint32_t seed) {
    m_state[0] = seed;
    for (std::uint32_t i = 1; i < 624; ++i)
        m_state[i] = 1812433253u * (m_state[i - 1] ^ (m_state[i - 1] >> 30)) + i;
}

std::uint32_t NumpyRandom::next() {
    if (m_index == 624) {   // Mersenne Twister 19937: a block of 624 outputs at a time
        for (int i = 0; i < 624; ++i) {
            const std::uint32_t y = (m_state[i] & 0x80000000u) | (m_state[(i + 1) % 624] & 0x7fffffffu);
            m_state[i] = m_state[(i + 397) % 624] ^ (y >> 1) ^ ((y & 1u) ? 0x9908b0dfu : 0u);
        }
        m_index = 0;
    }
    std::uint32_t y = m_state[m_index++];
    y ^= y >> 11;
    y ^= (y << 7) & 0x9d2c5680u;
    y ^= (y << 15) & 0xefc60000u;
    return y ^ (y >> 18);
}

std::int64_t NumpyRandom::randint31() {
    for (;;) {
        const std::uint32_t masked = next() & 0x7fffffffu;
        if (masked <= 0x7ffffffeu) return std::int64_t{1} + masked;
    }
}

double NumpyRandom::normal() {
    if (m_hasKept) {
        m_hasKept = false;
        return m_kept;
    }
    const auto uniform = [this] {   // [0, 1) with 53 bits
        const std::uint32_t high = next() >> 5, low = next() >> 6;
        return (high * 67108864.0 + low) / 9007199254740992.0;
    };
    double p, q, s;
    do {   // Marsaglia's polar method
        p = 2.0 * uniform() - 1.0;
        q = 2.0 * uniform() - 1.0;
        s = p * p + q * q;
    } while (s >= 1.0 || s == 0.0);
    const double f = std::sqrt(-2.0 * std::log(s) / s);
    m_kept = f * p;
    m_hasKept = true;
    return f * q;
}

}  // namespace foldmeter::structure
