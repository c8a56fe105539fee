// What a residue is, told by the atoms it has: predictions and other programs' files name their chains differently, the
// atom names are always those of the component dictionary.
#pragma once

#include "structure/structure.h"

#include <vector>

namespace foldmeter::structure {

enum class ResidueKind { Protein, Nucleic, Ligand, Ion, Water };

ResidueKind kindOf(const Structure& structure, int residue);
std::vector<ResidueKind> residueKinds(const Structure& structure);   // one a residue
// One of the 20 amino acids or the 8 nucleotides; anything else in a polymer is a modified residue.
bool isStandardPolymer(const std::string& residueName);
// Chains that hold the same residues in the same order share a number, counted from 0 in order of appearance.
std::vector<int> entityOfChains(const Structure& structure);

}  // namespace foldmeter::structure
