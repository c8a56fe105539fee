// The denoiser: one diffusion step for all samples. Spec: network.md section 9.
#pragma once

#include "model/modules.h"

namespace foldmeter::model {

inline constexpr double sigmaData = 16;   // Angstrom

struct TrunkOutputs {
    Symbolic single;       // f32 (tokens, C)
    Symbolic pair;         // f32 (tokens, tokens, C)
    Symbolic targetFeat;   // f32 (tokens, F)
};
// D(positions_noisy, noise_level): (samples, tokens, 24, 3), Angstrom
Symbolic denoise(Inputs& in, const Config& config, const TrunkOutputs& trunk);

}  // namespace foldmeter::model
