// Transformers conditioned by adaptive normalisation: over tokens (denoiser) and over atoms in blocks of 32 queries with
// windows of 128 keys (both atom encoders, decoder). Spec: network.md sections 8.3 and 9.
// Activations carry a leading sample axis in the denoiser, which their conditions do not have.
#pragma once

#include "model/modules.h"

#include <optional>

namespace foldmeter::model {

// sigmoid(sn scale) .* LN(x) + sn shift, sn = normed condition. Layer: glued names.
Symbolic adaptiveNorm(const Layer& layer, const Symbolic& x, const Symbolic& condition);
// sigmoid(condition W + bias) .* update, the zero-initialised gate; the record is `module`.
Symbolic adaptiveZero(const Layer& layer, const Symbolic& update, const Symbolic& condition, const std::string& module);
Symbolic adaptiveTransition(const Layer& layer, const Symbolic& x, const Symbolic& condition);

struct TokenTransformerInputs {
    Symbolic act;         // (samples, tokens, C)
    Symbolic condition;   // (tokens, C_s)
    Symbolic pair;        // (tokens, tokens, C_z)
    Symbolic keyMask;     // bool (tokens)
};
Symbolic tokenTransformer(Builder& b, const Config& config, const TokenTransformerInputs& in);

// What an atom transformer sees of the layout. With a sample axis the key index counts through all samples.
struct AtomTransformerInputs {
    Symbolic act;         // ([samples,] blocks, 32, C)
    Symbolic condition;   // (blocks, 32, C)
    Symbolic pair;        // (blocks, 32, 128, C_p)
    Symbolic mask;        // (blocks, 32), 0/1
    Symbolic keyIndex;    // i32 ([samples,] blocks, 128) into the flat rows of act
};
// `prefix` ends in the transformer's own name: ".../diffusion_atom_transformer_encoder".
Symbolic atomTransformer(Builder& b, const std::string& prefix, const Config::Atom& atom, const AtomTransformerInputs& in);

}  // namespace foldmeter::model
