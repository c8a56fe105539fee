// Ligands written as SMILES: read by RDKit into a component like those of the dictionary, so that everything later needs
// no second path. Spec features.md sections 1.1, 2.4 and 6.
#pragma once

#include "structure/components.h"

#include <memory>
#include <string>

namespace RDKit {
class RWMol;
}

namespace foldmeter::structure {

inline constexpr std::size_t longestSmiles = 100'000;   // characters
inline constexpr std::size_t mostSmilesAtoms = 1500;     // RDKit's time grows with the cube: seconds here, hours for ten times as many

// All atoms, hydrogens last, named by element and a running number (C1, C2, CL1, ...); bonds in RDKit's order, kekulised;
// no coordinates. InputError says what RDKit found wrong.
Component componentFromSmiles(const std::string& smiles, const std::string& code);

// For this folder only: the molecule with its hydrogens, never null; and RDKit's own log switched off, once.
std::unique_ptr<RDKit::RWMol> graphOfSmiles(const std::string& smiles);
void silenceRdkit();

}  // namespace foldmeter::structure
