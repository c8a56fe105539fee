// Small pictures of numbers as PNG, packed into an address (data:image/png;base64,...) that a page holds in itself.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace foldmeter::publish {

struct RgbImage {
    int width = 0, height = 0;
    std::vector<std::uint8_t> pixels;            // red, green, blue; row by row from the top
};
std::string toPng(const RgbImage& image);
std::string toBase64(std::string_view bytes);
std::string pngAddress(const std::string& png);

}  // namespace foldmeter::publish
