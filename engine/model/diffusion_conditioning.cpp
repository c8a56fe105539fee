#include "model/diffusion_conditioning.h"

#include "model/featurization.h"
#include "model/noise_level_embeddings.h"
#include "model/parameter_table.h"

#include <array>

namespace foldmeter::model {

namespace {

Symbolic diffusionTransition(const Layer& layer, const Symbolic& x, const std::string& name) {
    auto scope = layer.builder().scope(name);
    const Layer own = layer.at(name + "ffw_");
    return own.gatedTransition(own.norm(x, "layer_norm", NormForm::Exact), "transition1", "transition2", diffusionFactor);
}

// Linear(LN_exact([pair | relative encoding])) without making the one-hots: their sum and squares are known, and one-hot
// times weights is a sum of weight rows. With m the mean and W' = scale * W:
// rstd * ((pair - m) W'_pair + rows(W'_rel) - m * sum(W'_rel)).
Symbolic normedPairAndRelative(Inputs& in, const Layer& layer, const Config& config, const Symbolic& pair) {
    const std::int64_t c = config.pair, relative = relativeWidth(config), total = c + relative;
    const RelativeEncoding encoding = relativeEncoding(in, config);
    const Symbolic ones = encoding.sameEntity.cast(DType::F32) + 3.0;                       // (tokens, tokens): classes that are 1
    const Symbolic mean = (pair.sum({2}) + ones) * (1.0 / static_cast<double>(total));
    const Symbolic centred = pair - mean.insertAxis(2);
    const Symbolic squares = (centred * centred).sum({2}) + ones * (1.0 - mean) * (1.0 - mean) + (static_cast<double>(relative) - ones) * mean * mean;
    const Symbolic rstd = ir::unary(ir::Op::Rsqrt, squares * (1.0 / static_cast<double>(total)) + 1e-5);
    const Symbolic scale = layer.weight("pair_cond_initial_norm:scale", {total});
    const Symbolic w = layer.weight("pair_cond_initial_projection:weights", {total, config.conditionPair}) * scale.insertAxis(1);
    const Symbolic ofRelative = w.slice(0, c, relative);
    const Symbolic ofPair = in.builder().linear(centred, w.slice(0, 0, c));
    const Symbolic y = ofPair + encoding.rowsOf(ofRelative) - mean.insertAxis(2) * ofRelative.sum({0});
    return y * rstd.insertAxis(2);                                                          // (tokens, tokens, C_z)
}

}  // namespace

Symbolic pairConditioning(Inputs& in, const Config& config, const Symbolic& pair) {
    auto scope = in.builder().scope("pair_conditioning");
    const Layer layer(in.builder(), "diffuser/~/diffusion_head/", false, DType::F32);
    const Layer working = layer.as(DType::Working);
    Symbolic z = normedPairAndRelative(in, layer, config, pair).cast(DType::Working);
    for (const char* name : {"pair_transition_0", "pair_transition_1"}) z = z + diffusionTransition(working, z, name);
    return z;
}

Symbolic singleConditioning(Inputs& in, const Config& config, const TrunkOutputs& trunk) {
    auto scope = in.builder().scope("single_conditioning");
    const Layer layer(in.builder(), "diffuser/~/diffusion_head/", false, DType::F32);
    const Layer working = layer.as(DType::Working);
    const std::array<Symbolic, 2> parts{trunk.single, trunk.targetFeat};
    const Symbolic initial = layer.linear(layer.scaleNorm(ir::concat(parts, 1), "single_cond_initial_norm"), "single_cond_initial_projection", {config.conditionSingle});
    const Symbolic noise = noiseEmbedding(in.builder(), in("noise_level"));
    const Symbolic level = layer.linear(layer.scaleNorm(noise, "noise_embedding_initial_norm"), "noise_embedding_initial_projection", {config.conditionSingle});
    Symbolic s = (initial + level).cast(DType::Working);
    for (const char* name : {"single_transition_0", "single_transition_1"}) s = s + diffusionTransition(working, s, name);
    return s;
}

}  // namespace foldmeter::model
