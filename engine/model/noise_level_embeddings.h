// Fourier features of the noise level. The 256 frequencies and phases are constants of the published network and stand
// in no weight file. Spec: network.md section 9, data/noise_fourier.tsv.
#pragma once

#include "model/modules.h"

namespace foldmeter::model {

Symbolic noiseEmbedding(Builder& b, const Symbolic& noiseLevel);   // f32 scalar -> (256)

}  // namespace foldmeter::model
