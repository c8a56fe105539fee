// Compile settings crossed with each other: "precision=f32,bf16 fusion=on,off" are four combinations. Benchmarks and the
// compare page run them in turn. Beside the compile settings there is recording=on,off: what the timeline itself costs.
#pragma once

#include "settings/settings.h"

#include <string>
#include <utility>
#include <vector>

namespace foldmeter {

struct Combination {
    std::string name;                                             // "precision=f32 fusion=on"
    std::vector<std::pair<std::string, std::string>> values;
    bool recording = true;
    CompileSettings applied(CompileSettings settings) const;      // InputError for a wrong name or value
};
// The first setting varies slowest. InputError names what is malformed.
std::vector<Combination> parseMatrix(const std::string& text);

}  // namespace foldmeter
