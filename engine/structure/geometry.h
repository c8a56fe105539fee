// Angles between atoms, degrees.
#pragma once

#include "structure/structure.h"

namespace foldmeter::structure {

double angleAt(const Point& a, const Point& vertex, const Point& c);                          // 0..180
double dihedral(const Point& a, const Point& b, const Point& c, const Point& d);              // -180..180, IUPAC's sign

}  // namespace foldmeter::structure
