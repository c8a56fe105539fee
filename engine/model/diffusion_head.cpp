#include "model/diffusion_head.h"

#include "model/atom_cross_attention.h"
#include "model/diffusion_conditioning.h"

namespace foldmeter::model {

namespace {

const std::string head = "diffuser/~/diffusion_head/";
constexpr DType working = DType::Working;

// What encoder and decoder of one step share.
struct AtomContext {
    AtomConditioning conditioning;
    Symbolic keyIndex;     // i32 (samples, blocks, 128)

    AtomTransformerInputs with(Inputs& in, const Symbolic& act) const {
        return {act, conditioning.single.cast(working), conditioning.pair.cast(working), in("atom_mask").cast(working), keyIndex};
    }
};

// Scaled noisy positions (samples, tokens, 24, 3) through the encoder: (samples, blocks, 32, C)
Symbolic encodeAtoms(Inputs& in, const Config& config, const AtomContext& context, const Symbolic& scaled) {
    const Layer layer(in.builder(), head + "diffusion_", false, DType::F32);
    const Symbolic positions = gatherRows(scaled, 3, indexOfSamples(in("slot_of_atom"), in("sample_slot_offset")));
    const Symbolic features = layer.linear(positions, "atom_positions_to_features", {config.denoiseAtom.channels});
    const Symbolic act = features * in("atom_mask").insertAxis(2) + context.conditioning.single;
    return atomTransformer(in.builder(), head + "diffusion_atom_transformer_encoder", config.denoiseAtom, context.with(in, act.cast(working)));
}

// Token activations and the encoder's atoms to position updates: f32 (samples, tokens, 24, 3)
Symbolic decodeAtoms(Inputs& in, const Config& config, const AtomContext& context, const Symbolic& tokens, const Symbolic& skip) {
    const Layer layer(in.builder(), head + "diffusion_", false, working);
    const Symbolic spread = layer.linear(tokens, "project_token_features_for_broadcast", {config.denoiseAtom.channels});
    const Symbolic ofAtoms = gatherRows(spread, 2, indexOfSamples(in("token_of_atom"), in("sample_token_offset")));
    const Symbolic act = (ofAtoms + skip) * in("atom_mask").cast(working).insertAxis(2);   // (samples, blocks, 32, C)
    const Symbolic decoded = atomTransformer(in.builder(), head + "diffusion_atom_transformer_decoder", config.denoiseAtom, context.with(in, act));
    const Layer last = layer.as(DType::F32);
    const Symbolic normed = last.scaleNorm(decoded.cast(DType::F32), "atom_features_layer_norm");
    const Symbolic update = last.linear(normed, "atom_features_to_position_update", {3});
    return gatherRows(update, 3, indexOfSamples(in("atom_of_slot"), in("sample_atom_offset")));
}

// Token part: encoder's tokens, conditioned, through the token transformer: (samples, tokens, C)
Symbolic transformTokens(Inputs& in, const Config& config, const Symbolic& encoded, const Symbolic& single, const Symbolic& pair) {
    const Layer layer(in.builder(), head, false, working);
    const Symbolic condition = layer.linear(layer.scaleNorm(single, "single_cond_embedding_norm"), "single_cond_embedding_projection", {config.tokenChannels});
    const Symbolic act = tokenTransformer(in.builder(), config, {encoded + condition, single, pair, in("seq_mask")});
    return layer.scaleNorm(act, "output_norm");
}

}  // namespace

Symbolic denoise(Inputs& in, const Config& config, const TrunkOutputs& trunk) {
    const Symbolic pair = pairConditioning(in, config, trunk.pair);
    const Symbolic single = singleConditioning(in, config, trunk);
    const TrunkConditioning ofTrunk{trunk.single, pair.cast(DType::F32)};
    const AtomContext context{atomConditioning(in, head + "diffusion", config.denoiseAtom, &ofTrunk), indexOfSamples(in("key_index"), in("sample_atom_offset"))};

    const Symbolic noisy = in("positions_noisy"), level = in("noise_level");
    const Symbolic mask = in("slot_mask").insertAxis(2);                                          // (tokens, 24, 1)
    const Symbolic variance = level * level + sigmaData * sigmaData;
    const Symbolic rstd = ir::unary(ir::Op::Rsqrt, variance);
    const Symbolic atoms = encodeAtoms(in, config, context, noisy * mask * rstd);                 // (samples, blocks, 32, C)
    const Layer layer(in.builder(), head + "diffusion_", false, working);
    const Symbolic atomOfSlot = indexOfSamples(in("atom_of_slot"), in("sample_atom_offset"));
    const Symbolic encoded = atomsToTokens(in, layer, config.denoiseAtom, atoms, atomOfSlot);     // (samples, tokens, C)
    const Symbolic tokens = transformTokens(in, config, encoded, single, pair);
    const Symbolic update = decodeAtoms(in, config, context, tokens, atoms);                      // (samples, tokens, 24, 3)
    return (noisy * (sigmaData * sigmaData / variance) + update * (level * sigmaData * rstd)) * mask;
}

}  // namespace foldmeter::model
