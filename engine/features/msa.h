// The MSA of the job: every chain's alignments, paired, freed of doubles, cropped and laid side by side on the tokens.
// Spec features.md section 4.
#pragma once

#include "features/fold_input.h"
#include "features/tokens.h"
#include "tensor/tensor.h"

#include <cstdint>

namespace foldmeter::features {

inline constexpr std::size_t mostMsaRows = 16384;

// Adds msa, msa_mask, deletion_matrix (real rows only), profile, deletion_mean, num_alignments; returns the rows.
std::int64_t addMsa(const FoldInput& input, const AtomLayout& layout, const TokenTable& table, std::int64_t paddedTokens, TensorMap& arrays);

}  // namespace foldmeter::features
