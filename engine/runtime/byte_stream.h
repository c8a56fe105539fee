// Numbers and texts in a row of bytes, little-endian, each text behind its length. The reader trusts nothing: what runs
// past the end is an InputError.
#pragma once

#include "base/error.h"

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace foldmeter::runtime {

class ByteWriter {
public:
    void number(std::uint64_t value) { m_bytes.append(reinterpret_cast<const char*>(&value), sizeof value); }
    void text(std::string_view value) {
        number(value.size());
        m_bytes.append(value);
    }
    std::string take() { return std::move(m_bytes); }

private:
    std::string m_bytes;
};

class ByteReader {
public:
    ByteReader(std::string_view bytes, std::string what) : m_rest(bytes), m_what(std::move(what)) {}
    std::uint64_t number() {
        std::uint64_t value = 0;
        std::memcpy(&value, take(sizeof value).data(), sizeof value);
        return value;
    }
    std::string_view text() { return take(number()); }
    // A count of things of which each takes at least `bytesEach` bytes.
    std::uint64_t count(std::size_t bytesEach) {
        const std::uint64_t value = number();
        if (value > m_rest.size() / bytesEach) throw InputError(m_what + " is damaged: it ends too early");
        return value;
    }
    bool atEnd() const { return m_rest.empty(); }

private:
    std::string_view take(std::uint64_t size) {
        if (size > m_rest.size()) throw InputError(m_what + " is damaged: it ends too early");
        const std::string_view part = m_rest.substr(0, size);
        m_rest.remove_prefix(size);
        return part;
    }

    std::string_view m_rest;
    std::string m_what;
};

}  // namespace foldmeter::runtime
