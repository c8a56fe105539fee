// Covalent bonds found from distances and covalent radii: what is drawn as sticks, and what keeps neighbours from being
// taken for contacts. Bonds to metals are left out: coordination is no covalent bond in pictures.
#pragma once

#include "structure/structure.h"

#include <vector>

namespace foldmeter::structure {

struct Bond {
    int first = 0, second = 0;   // rows of atoms, first < second
    bool operator==(const Bond&) const = default;
};

// Ascending by first, then second.
std::vector<Bond> covalentBonds(const Structure& structure);

}  // namespace foldmeter::structure
