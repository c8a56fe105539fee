// The settings that a benchmark crosses: "precision=f32,bf16 fusion=on,off" are four combinations. Beside the compile
// settings there is recording=on,off: what the timeline itself costs.
#pragma once

#include "settings/settings.h"

#include <string>
#include <utility>
#include <vector>

namespace foldmeter::cli {

struct Combination {
    std::string name;                                             // "precision=f32 fusion=on"
    std::vector<std::pair<std::string, std::string>> values;
    bool recording = true;
    CompileSettings applied(CompileSettings settings) const;  // UsageError for a wrong name or value
};
// The first setting varies slowest. UsageError names what is malformed.
std::vector<Combination> parseMatrix(const std::string& text);

}  // namespace foldmeter::cli
