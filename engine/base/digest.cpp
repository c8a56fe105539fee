#include "base/digest.h"

#include "base/error.h"

#include <fmt/format.h>
#include <xxhash.h>

#include <charconv>

namespace foldmeter {

std::string Digest::toHex() const { return fmt::format("{:016x}{:016x}", high, low); }

Digest Digest::fromHex(std::string_view text) {
    Digest digest;
    const auto parse = [&](std::string_view half, std::uint64_t& value) {
        const auto result = std::from_chars(half.data(), half.data() + half.size(), value, 16);
        return result.ec == std::errc() && result.ptr == half.data() + half.size();
    };
    if (text.size() != 32 || !parse(text.substr(0, 16), digest.high) || !parse(text.substr(16), digest.low))
        throw InputError(fmt::format("\"{}\" is no digest: 32 hexadecimal digits are expected", text));
    return digest;
}

Digest digestOf(Bytes bytes) {
    const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
    return {hash.high64, hash.low64};
}

Digest digestOf(std::string_view text) { return digestOf(std::as_bytes(std::span(text.data(), text.size()))); }

DigestBuilder& DigestBuilder::add(std::string_view part) {
    add(static_cast<std::uint64_t>(part.size()));
    m_text += part;
    return *this;
}

DigestBuilder& DigestBuilder::add(std::uint64_t number) {
    m_text.append(reinterpret_cast<const char*>(&number), sizeof number);
    return *this;
}

Digest DigestBuilder::finish() const { return digestOf(std::string_view(m_text)); }

}  // namespace foldmeter
