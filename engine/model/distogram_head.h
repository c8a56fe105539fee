// Distogram and contact probabilities from the trunk's pair representation. Spec: network.md section 7.
#pragma once

#include "model/modules.h"

namespace foldmeter::model {

struct DistogramOutputs {
    Symbolic logits;         // f32 (tokens, tokens, bins)
    Symbolic contactProbs;   // f32 (tokens, tokens)
};
DistogramOutputs distogramHead(Inputs& in, const Config& config, const Symbolic& pair);

}  // namespace foldmeter::model
