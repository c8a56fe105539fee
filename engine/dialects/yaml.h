// YAML as the same tree of values with places that JSON is read into, so that one translator serves both. Reading is
// yaml-cpp's; limits keep damaged or hostile texts from costing time and memory.
#pragma once

#include "base/json.h"

#include <string>

namespace foldmeter::dialects {

inline constexpr std::size_t longestYaml = std::size_t{8} << 20;   // bytes; jobs name long texts by path

// Throws InputError "FILE:LINE:COLUMN: ...".
json::Value parseYaml(const std::string& text, const std::string& file);

}  // namespace foldmeter::dialects
