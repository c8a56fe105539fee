#include "publish/png_image.h"

#include "base/error.h"

#include <zlib.h>

#include <string_view>

namespace foldmeter::publish {
namespace {

std::string bigEndian(std::uint32_t value) {
    std::string bytes;
    for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>((value >> shift) & 0xff);
    return bytes;
}

// Length, kind, content, checksum of kind and content.
std::string chunk(const std::string& kind, const std::string& content) {
    const std::string body = kind + content;
    const auto sum = ::crc32(0, reinterpret_cast<const Bytef*>(body.data()), static_cast<uInt>(body.size()));
    return bigEndian(static_cast<std::uint32_t>(content.size())) + body + bigEndian(static_cast<std::uint32_t>(sum));
}

}  // namespace

std::string toPng(const RgbImage& image) {
    const std::size_t row = 3 * static_cast<std::size_t>(image.width);
    check(image.width > 0 && image.height > 0 && image.pixels.size() == row * static_cast<std::size_t>(image.height), "toPng: pixels and size do not fit");
    std::string lines;   // each begins with its filter: none
    for (std::size_t y = 0; y < static_cast<std::size_t>(image.height); ++y) {
        lines += '\0';
        lines.append(reinterpret_cast<const char*>(image.pixels.data()) + y * row, row);
    }
    uLongf size = ::compressBound(static_cast<uLong>(lines.size()));
    std::string packed(size, '\0');
    check(::compress2(reinterpret_cast<Bytef*>(packed.data()), &size, reinterpret_cast<const Bytef*>(lines.data()), static_cast<uLong>(lines.size()), Z_BEST_COMPRESSION) == Z_OK, "toPng: zlib refused");
    packed.resize(size);
    const std::string head = bigEndian(static_cast<std::uint32_t>(image.width)) + bigEndian(static_cast<std::uint32_t>(image.height)) + std::string("\x08\x02\0\0\0", 5);
    return std::string("\x89PNG\r\n\x1a\n", 8) + chunk("IHDR", head) + chunk("IDAT", packed) + chunk("IEND", "");
}

std::string toBase64(std::string_view bytes) {
    static constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        std::uint32_t group = 0;
        for (std::size_t k = 0; k < 3; ++k) group = (group << 8) | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0u);
        for (std::size_t k = 0; k < 4; ++k) text += i + k > bytes.size() ? '=' : letters[(group >> (18 - 6 * k)) & 63];
    }
    return text;
}

std::string pngAddress(const std::string& png) { return "data:image/png;base64," + toBase64(png); }

}  // namespace foldmeter::publish
