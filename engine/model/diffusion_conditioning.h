// What the denoiser is conditioned on: the trunk's results with relative positions (pair) and noise level (single).
// Spec: network.md section 9, first part.
#pragma once

#include "model/diffusion_head.h"

namespace foldmeter::model {

// (tokens, tokens, C_z) Working; depends on neither step nor sample.
Symbolic pairConditioning(Inputs& in, const Config& config, const Symbolic& pair);
// (tokens, C_s) Working at the step's noise level; the same for all samples.
Symbolic singleConditioning(Inputs& in, const Config& config, const TrunkOutputs& trunk);

}  // namespace foldmeter::model
