// Solvent-accessible surface of protein residues, counted on a Fibonacci sphere of 401 points around every atom with the
// radii that DSSP uses (Kabsch & Sander 1983), so that the areas are those mkdssp prints.
#pragma once

#include "structure/structure.h"

#include <span>
#include <vector>

namespace foldmeter::structure {

// One area a residue of `residues` (rows of structure.residues), square Angstrom. Only the atoms of these residues shade
// each other; hydrogens are left out.
std::vector<double> accessibleSurface(const Structure& structure, std::span<const int> residues);

}  // namespace foldmeter::structure
