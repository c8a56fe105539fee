// Bonds between tokens that the network sees: polymer to ligand, and within and between everything that is no standard
// residue. Spec features.md section 7.
#pragma once

#include "features/tokens.h"
#include "tensor/tensor.h"

#include <cstdint>

namespace foldmeter::features {

void addBonds(const AtomLayout& layout, const TokenTable& table, std::int64_t paddedTokens, TensorMap& arrays);

}  // namespace foldmeter::features
