// Random damage to bytes: what a reader must survive. Deterministic for a seed.
#pragma once

#include <random>
#include <string>

namespace foldmeter::fuzz {

class Mutator {
public:
    explicit Mutator(std::uint32_t seed) : m_random(seed) {}

    // One to eight edits: flipped bits, overwritten bytes, cuts, repeats, moved pieces, odd numbers, truncation.
    std::string mutate(const std::string& original) {
        std::string bytes = original;
        for (int edits = 1 + pick(8); edits > 0 && !bytes.empty(); --edits) edit(bytes);
        return bytes;
    }

private:
    int pick(std::size_t below) { return static_cast<int>(m_random() % below); }

    void edit(std::string& bytes) {
        const std::size_t at = m_random() % bytes.size();
        const std::size_t length = 1 + m_random() % std::min<std::size_t>(bytes.size() - at, 64);
        static const std::string odd[] = {"-1", "4294967296", "1e999", "null", "\"", "{", "[", "}", "]", "\\u0000", "\xff\xfe", "\n>"};
        switch (pick(8)) {
            case 0: bytes[at] = static_cast<char>(bytes[at] ^ (1 << pick(8))); break;
            case 1: bytes[at] = static_cast<char>(pick(256)); break;
            case 2: bytes.erase(at, length); break;
            case 3: bytes.insert(at, bytes.substr(at, length)); break;
            case 4: bytes.insert(m_random() % bytes.size(), bytes.substr(at, length)); break;
            case 5: bytes.insert(at, odd[pick(std::size(odd))]); break;
            case 6: bytes.resize(at); break;
            default: bytes.replace(at, std::min<std::size_t>(4, bytes.size() - at), "\xff\xff\xff\x7f"); break;
        }
    }

    std::mt19937 m_random;
};

}  // namespace foldmeter::fuzz
