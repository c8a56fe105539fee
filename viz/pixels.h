// A picture as numbers: colour and depth of every pixel, bottom row first as GL gives them.
#pragma once

#include <cstdint>
#include <vector>

namespace foldmeter::viz {

struct Pixels {
    int width = 0, height = 0;
    std::vector<std::uint8_t> rgba;   // 4 a pixel; alpha 0 where nothing is drawn, if it was asked for
};

}  // namespace foldmeter::viz
