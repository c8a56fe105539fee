// The trunk: input embedding, MSA stack and pairformer of one recycle. Spec: network.md sections 3, 5, 6.
#pragma once

#include "model/modules.h"

namespace foldmeter::model {

// MSA activations (msa_rows, tokens, C_m) and pair through the MSA blocks; returns pair.
Symbolic msaStack(Inputs& in, const Config& config, const Symbolic& targetFeat, const Symbolic& pair, const Symbolic& mask);

// Pair representation before templates (steps 1-4) from the recycled one.
Symbolic embedPair(Inputs& in, const Config& config, const Symbolic& targetFeat, const Symbolic& previous);
Symbolic embedSingle(Builder& b, const Config& config, const Symbolic& targetFeat, const Symbolic& previous);

}  // namespace foldmeter::model
