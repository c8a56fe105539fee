// Beta bridges and the ladders they form, DSSP's definition: what becomes 'E' (strand) and 'B' (lone bridge).
#pragma once

#include "structure/hydrogen_bonds.h"

#include <string>
#include <vector>

namespace foldmeter::structure {

// No break between two residues of the list (first <= last).
bool unbroken(const std::vector<BackboneResidue>& chain, int first, int last);

// Writes E and B into `letters`, one a residue.
void markStrands(const std::vector<BackboneResidue>& chain, const HydrogenBonds& bonds, std::string& letters);

}  // namespace foldmeter::structure
