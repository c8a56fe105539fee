// Sizes of atoms by element symbol (upper or lower case), Angstrom. The numbers are gemmi's tables.
#pragma once

#include <string_view>

namespace foldmeter::structure {

double covalentRadius(std::string_view element);
double vanDerWaalsRadius(std::string_view element);   // an unknown element counts as carbon
bool isMetal(std::string_view element);

}  // namespace foldmeter::structure
