// The version of the program, as it stands in files that it writes. The build checks that it is the project's.
#pragma once

#include <string_view>

namespace foldmeter {

inline constexpr std::string_view version = "0.1.0";

}  // namespace foldmeter
