// Secondary structure of proteins by the rules of DSSP (Kabsch & Sander, Biopolymers 22, 1983; with the pi helices and
// polyproline helices of its later versions), and the accessible surface it prints. AlphaFold 3 ranks with the surface;
// pictures need the letters.
#pragma once

#include "structure/structure.h"

#include <optional>
#include <vector>

namespace foldmeter::structure {

struct DsspResidue {
    int residue = 0;            // row of Structure::residues
    char letter = 'X';          // one of the 20 amino acids, else X
    // H alpha helix, B lone bridge, E strand, G 3-10 helix, I pi helix, P polyproline helix, T turn, S bend, ' ' none
    char secondary = ' ';
    bool afterBreak = false;    // the chain is interrupted before it (or another begins)
    double accessibility = 0;   // square Angstrom
    std::optional<double> phi, psi, kappa;   // degrees; absent at ends and breaks
};

// One entry a residue that has N, CA, C and O, in the structure's order; others are skipped. Every residue with these
// atoms takes part: give only protein chains.
// Without `surface` the accessibility, which takes most of the time, stays 0.
std::vector<DsspResidue> assignSecondaryStructure(const Structure& structure, bool surface = true);

// 'A' for "ALA" ...; 'X' for anything else than the 20.
char aminoAcidLetter(const std::string& residueName);

}  // namespace foldmeter::structure
