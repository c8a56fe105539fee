// Which tokens have a frame, so that aligned errors can be stated for them. Spec features.md section 8.
#pragma once

#include "features/tokens.h"
#include "tensor/tensor.h"

#include <cstdint>
#include <string>

namespace foldmeter::features {

// "frames_mask". Residues of polymers always have one; atoms of a ligand where they and their two nearest neighbours of
// the residue are not in line, judged on a conformer that is the same for every seed.
void addFramesMask(const AtomLayout& layout, const TokenTable& table, const std::string& cutoffDate, std::int64_t paddedTokens, TensorMap& arrays);

}  // namespace foldmeter::features
