// 128-bit content keys (XXH3) for cache entries, settings and weight files. Not a cryptographic hash.
#pragma once

#include "base/buffer.h"

#include <compare>
#include <string>
#include <string_view>

namespace foldmeter {

struct Digest {
    std::uint64_t high = 0;
    std::uint64_t low = 0;
    auto operator<=>(const Digest&) const = default;
    std::string toHex() const;   // 32 lower-case digits
    static Digest fromHex(std::string_view text);   // throws InputError on anything else than 32 hexadecimal digits
};

Digest digestOf(Bytes bytes);
Digest digestOf(std::string_view text);
// Key of a sequence of parts; parts are length-prefixed, so ("ab","c") and ("a","bc") differ.
class DigestBuilder {
public:
    DigestBuilder& add(std::string_view part);
    DigestBuilder& add(std::uint64_t number);
    Digest finish() const;

private:
    std::string m_text;
};

}  // namespace foldmeter
