// Text out of plain, gzip, xz or zstd bytes, told apart by their first bytes.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace foldmeter::features {

struct Unpacked {
    enum class State { Whole, Damaged, TooLarge } state = State::Whole;
    std::string text;
    std::size_t produced = 0;   // bytes that were unpacked, kept or not
    std::string form;           // "plain", "gzip", "xz", "zstd"
};
// Several members in a row are one text. Never holds more than `limit` bytes and a buffer.
Unpacked unpack(std::string_view bytes, std::size_t limit);

}  // namespace foldmeter::features
