// Alternative locations: an atom that was seen in several places is taken in one. Spec features.md section 5.1.
#pragma once

#include "structure/structure.h"

#include <string>
#include <vector>

namespace foldmeter::structure {

struct PlacedAtom {
    std::string name, residue;   // atom name, component code
    std::string alternative;     // "" where there is none
    double occupancy = 1;
    Point position;
};

// Atoms of one residue in file order -> one of each. A residue that is alternative as a whole is taken in one alternative.
std::vector<PlacedAtom> oneOfEach(const std::vector<PlacedAtom>& atoms);

}  // namespace foldmeter::structure
