// The periodic table as data.
#pragma once

#include <string_view>

namespace foldmeter::structure {

// 1..118 by symbol, upper and lower case alike ("FE", "Fe"); deuterium counts as hydrogen. 0 when unknown.
int atomicNumber(std::string_view symbol);

}  // namespace foldmeter::structure
