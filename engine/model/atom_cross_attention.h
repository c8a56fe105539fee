// Atom encoder and decoder: from atoms to tokens and back. Used by embed (target features) and by the denoiser.
// Spec: network.md section 8, atom-layouts.md. Atoms stand in compact blocks of 32 (real atoms first); the index inputs
// are made on the host (network_inputs.h).
#pragma once

#include "model/diffusion_transformer.h"

namespace foldmeter::model {

struct AtomConditioning {
    Symbolic single;   // (blocks, 32, C)
    Symbolic pair;     // (blocks, 32, 128, C_p)
};
// What a denoiser adds to the conditioning of its atoms.
struct TrunkConditioning {
    Symbolic single;   // (tokens, C_s), the trunk's
    Symbolic pair;     // (tokens, tokens, C_z), the diffusion head's
};
// In f32. `prefix`: "diffuser/evoformer_conditioning" or ".../diffusion".
AtomConditioning atomConditioning(Inputs& in, const std::string& prefix, const Config::Atom& atom, const TrunkConditioning* trunk);

// A row index of one sample, for all samples: rows and samples become one axis. (samples, index...)
Symbolic indexOfSamples(const Symbolic& index, const Symbolic& sampleOffset);

// Encoder end: relu of projected atoms, averaged over each token's atoms; atomOfSlot with or without samples, like act.
Symbolic atomsToTokens(Inputs& in, const Layer& layer, const Config::Atom& atom, const Symbolic& act, const Symbolic& atomOfSlot);

}  // namespace foldmeter::model
