// Two structures held against each other residue by residue: matched, superposed as a whole or chain by chain, scored.
#pragma once

#include "structure/structure.h"
#include "structure/superpose.h"

#include <string>
#include <utility>
#include <vector>

namespace foldmeter::structure {

// Rows of residues that correspond: of the same chain, number and name. Where no chain of one is named as in the other,
// chains are paired in order when their sequences agree; where that leaves more than half without counterpart, by the
// alignment of their sequences.
std::vector<std::pair<int, int>> matchResidues(const Structure& moving, const Structure& fixed);

struct TmScore {
    double score = 0;            // 0..1, normalised by `length`
    int length = 0;              // residues of the fixed structure with a representative atom (CA, or C3' of nucleic acids)
    Superposition placement;     // of the moving structure, at which the score was found
};
// Zhang & Skolnick 2004 (for proteins) with the normalising distance of Gong et al. 2019 where nucleic acids are the most:
// the residues correspond as given, the superposition is searched from fragments of falling length.
TmScore tmScore(const Structure& moving, const Structure& fixed, const std::vector<std::pair<int, int>>& residues);

struct Comparison {
    int residues = 0, atoms = 0;             // that correspond
    Superposition placement;                 // of the moving structure: least squares over CA and C3'
    double rmsd = 0;                         // over these atoms, A
    double allAtomRmsd = 0;                  // heavy atoms of corresponding residues, placed so; A
    double tmScore = 0;
    double lddt = 0;                         // heavy atoms, radius 15 A
    std::vector<float> deviation;            // one a residue of `moving`: distance of CA or C3' once placed; NaN unmatched
    std::vector<float> residueLddt;          // one a residue of `moving`, 0..1; NaN unmatched
};
// InputError when fewer than three residues correspond. `chains`: only these chains (ids of `fixed`) decide the
// superposition; empty: all.
Comparison compareStructures(const Structure& moving, const Structure& fixed, const std::vector<std::string>& chains = {});

}  // namespace foldmeter::structure
