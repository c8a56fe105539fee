#include "model/diffusion_transformer.h"

#include "model/parameter_table.h"

#include <cmath>

namespace foldmeter::model {

namespace {

// A condition as wide as x, seen by every sample.
Symbolic alongSamples(const Symbolic& condition, const Symbolic& x) {
    if (condition.shape() == x.shape()) return condition;
    std::vector<std::int64_t> axes;
    for (int axis = x.rank() - condition.rank(); axis < x.rank(); ++axis) axes.push_back(axis);
    return x.builder().import(condition).broadcast(x.shape(), axes);
}

// Gathers rows of ([samples,] blocks, 32, heads, dim) into ([samples,] blocks, 128, heads, dim).
Symbolic gatherKeys(const Symbolic& x, const Symbolic& keyIndex) { return gatherRows(x, keyIndex.rank(), x.builder().import(keyIndex)); }

Symbolic gatedOutput(const Layer& layer, const Symbolic& attended, const Symbolic& x, const Symbolic& condition) {
    const Symbolic o = mergeHeads(attended);
    const Symbolic gate = ir::sigmoid(layer.linear(x, "gating_query", {width(o)}));
    return adaptiveZero(layer, layer.linear(o * gate, "transition2", {width(x)}), condition, "adaptive_zero_cond");
}

Symbolic tokenBlock(const Layer& layer, const Config& config, const Symbolic& a, const TokenTransformerInputs& in, const Symbolic& bias) {
    Builder& b = layer.builder();
    const Extents heads{config.tokenHeads, config.tokenHeadDim};
    const Symbolic x = adaptiveNorm(layer, a, in.condition);
    ir::AttentionInputs attention;
    attention.q = layer.linearWithBias(x, "q_projection", heads);   // (samples, tokens, heads, dim)
    attention.k = layer.linear(x, "k_projection", heads);
    attention.v = layer.linear(x, "v_projection", heads);
    attention.bias = bias;                                          // (heads, tokens, tokens)
    attention.keyMask = b.import(in.keyMask).broadcast({a.dim(0), a.dim(1)}, {1});
    attention.scale = 1 / std::sqrt(static_cast<double>(config.tokenHeadDim));
    return a + gatedOutput(layer, b.attention(attention), x, in.condition);
}

// Keys and values are made once per atom and gathered. Padding keys address a padding atom, whose activation and
// condition are 0, so that their keys and values are 0 too (spec 8.3, mask quirk); the mask keeps that atom at 0.
Symbolic atomBlock(const Layer& layer, const Config::Atom& atom, const Symbolic& qa, const AtomTransformerInputs& in, const Symbolic& bias) {
    Builder& b = layer.builder();
    const Extents heads{atom.heads, atom.headDim};
    const Symbolic xq = adaptiveNorm(layer.at("q"), qa, in.condition);
    const Symbolic xk = adaptiveNorm(layer.at("k"), qa, in.condition);
    ir::AttentionInputs attention;
    attention.q = layer.linearWithBias(xq, "q_projection", heads);             // ([samples,] blocks, 32, heads, dim)
    attention.k = gatherKeys(layer.linear(xk, "k_projection", heads), in.keyIndex);   // ([samples,] blocks, 128, heads, dim)
    attention.v = gatherKeys(layer.linear(xk, "v_projection", heads), in.keyIndex);
    attention.bias = bias;                                                     // (blocks, heads, 32, 128)
    attention.biasBatch = {qa.rank() - 3};
    attention.scale = 1 / std::sqrt(static_cast<double>(atom.headDim));
    return qa + gatedOutput(layer, b.attention(attention), xq, in.condition) * in.mask.insertAxis(2);
}

}  // namespace

Symbolic adaptiveNorm(const Layer& layer, const Symbolic& x, const Symbolic& condition) {
    const std::int64_t c = width(x);
    const Symbolic sn = layer.scaleNorm(condition, "single_cond_layer_norm");
    const Symbolic scale = layer.linearWithBias(sn, "single_cond_scale", {c});
    const Symbolic shift = layer.linear(sn, "single_cond_bias", {c});
    return layer.builder().adaptiveLayerNorm(x, alongSamples(scale, x), alongSamples(shift, x));
}

Symbolic adaptiveZero(const Layer& layer, const Symbolic& update, const Symbolic& condition, const std::string& module) {
    return update * ir::sigmoid(layer.linearWithBias(condition, module, {width(update)}));
}

Symbolic adaptiveTransition(const Layer& layer, const Symbolic& x, const Symbolic& condition) {
    const Layer own = layer.at("ffw_");
    const Symbolic update = own.gatedTransition(adaptiveNorm(own, x, condition), "transition1", "transition2", diffusionFactor);
    return adaptiveZero(own, update, condition, "adaptive_zero_cond");
}

Symbolic tokenTransformer(Builder& b, const Config& config, const TokenTransformerInputs& in) {
    auto scope = b.scope("diffusion_transformer");
    const std::string prefix = "diffuser/~/diffusion_head/transformer/";
    const DType dtype = in.act.dtype();
    const Symbolic pair = Layer(b, prefix, false, dtype).scaleNorm(in.pair, "pair_input_layer_norm");
    const auto result = b.repeat(config.tokenBlocks, {in.act}, {}, [&](Builder& body, const std::vector<Symbolic>& carried, const std::vector<Symbolic>&) {
        const Layer stack(body, prefix + "__layer_stack_with_per_layer/", true, dtype);
        const Layer layer = stack.at("__layer_stack_with_per_layer/transformer");
        const Symbolic bias = stack.linear(pair, "pair_logits_projection", {config.tokenHeads}).transpose({2, 0, 1});
        Symbolic a = tokenBlock(layer, config, carried[0], in, bias);
        auto inner = body.scope("transition");
        a = a + adaptiveTransition(layer, a, in.condition);
        return Builder::RepeatBody{{a}, {}};
    });
    return result.carried[0];
}

Symbolic atomTransformer(Builder& b, const std::string& prefix, const Config::Atom& atom, const AtomTransformerInputs& in) {
    const std::string own = prefix.substr(prefix.rfind('/') + 1);
    auto scope = b.scope(own.substr(own.find("atom_transformer")));
    const DType dtype = in.act.dtype();
    const Symbolic pair = Layer(b, prefix + "/", false, dtype).scaleNorm(in.pair, "pair_input_layer_norm");
    const auto result = b.repeat(atom.blocks, {in.act}, {}, [&](Builder& body, const std::vector<Symbolic>& carried, const std::vector<Symbolic>&) {
        const Layer logits(body, prefix + "/", true, dtype);
        const Layer layer(body, prefix + "/__layer_stack_with_per_layer/" + own, true, dtype);
        const Symbolic bias = logits.linear(pair, "pair_logits_projection", {atom.heads}).transpose({0, 3, 1, 2});
        Symbolic qa = atomBlock(layer, atom, carried[0], in, bias);
        auto inner = body.scope("transition");
        qa = qa + adaptiveTransition(layer, qa, in.condition);
        return Builder::RepeatBody{{qa}, {}};
    });
    return result.carried[0];
}

}  // namespace foldmeter::model
