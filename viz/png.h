// Pictures to and from PNG files.
#pragma once

#include "viz/pixels.h"

#include <filesystem>

namespace foldmeter::viz {

void writePng(const Pixels& pixels, const std::filesystem::path& path);   // InputError when it cannot be written
Pixels readPng(const std::filesystem::path& path);                        // InputError when it is none

}  // namespace foldmeter::viz
