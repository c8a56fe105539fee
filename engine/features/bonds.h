// Bonds between tokens that the network sees: polymer to ligand, and within and between everything that is no standard
// residue. Spec features.md section 7.
#pragma once

#include "features/batch.h"
#include "features/tokens.h"
#include "tensor/tensor.h"

#include <cstdint>
#include <vector>

namespace foldmeter::features {

// Bonds between residues, polymer-ligand or ligand-ligand, of which the layout has both atoms.
std::vector<LayoutBond> layoutBonds(const AtomLayout& layout, bool toPolymer);

void addBonds(const AtomLayout& layout, const TokenTable& table, std::int64_t paddedTokens, TensorMap& arrays);

}  // namespace foldmeter::features
