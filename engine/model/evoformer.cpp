#include "model/evoformer.h"

#include "model/featurization.h"
#include "model/parameter_table.h"

#include <numbers>

namespace foldmeter::model {

namespace {

const std::string evoformer = "diffuser/evoformer/";

struct MsaMask {
    Symbolic rows;       // (msa_rows, tokens)
    Symbolic norm;       // sum_r mask_ri mask_rj + 1e-3, (tokens, tokens, 1)
    Symbolic keyLogits;  // 0, or -1e9 where no row covers the token, (tokens)
};

MsaMask msaMask(Inputs& in, DType working) {
    const Symbolic mask = in("msa_mask").cast(working);
    return {mask, (in.builder().einsum("ri,rj->ij", mask, mask) + 1e-3).insertAxis(2), (mask.max({0}) - 1.0) * 1e9};
}

// One-hot of the code and two deletion features, embedded; the one-hot as rows of the weights.
Symbolic msaActivations(Inputs& in, const Config& config, const Symbolic& targetFeat) {
    auto scope = in.builder().scope("msa_activations");
    const DType working = targetFeat.dtype();
    const Layer layer(in.builder(), evoformer, false, working);
    const Symbolic deletions = in("deletion_matrix");
    const Symbolic has = ir::clamp(deletions, 0, 1).cast(working);
    const Symbolic value = (ir::unary(ir::Op::Atan, deletions / 3.0) * (2 / std::numbers::pi)).cast(working);
    const Symbolic w = layer.weight("msa_activations:weights", {msaClasses + 2, config.msa});
    const auto row = [&](int index) { return w.slice(0, index, 1).reshape({config.msa}); };
    const Symbolic m = w.gather(in("msa")) + has.insertAxis(2) * row(msaClasses) + value.insertAxis(2) * row(msaClasses + 1);
    return m + layer.linear(targetFeat, "extra_msa_target_feat", {config.msa});   // (msa_rows, tokens, C_m)
}

Symbolic outerProductMean(const Layer& layer, const Config& config, const Symbolic& m, const MsaMask& mask) {
    auto scope = layer.builder().scope("outer_product_mean");
    Builder& b = layer.builder();
    const std::int64_t outer = config.outerChannels;
    const Symbolic x = layer.norm(m, "/layer_norm_input");
    const Symbolic left = layer.linear(x, "/left_projection", {outer}) * mask.rows.insertAxis(2);     // (msa_rows, tokens, 32)
    const Symbolic right = layer.linear(x, "/right_projection", {outer}) * mask.rows.insertAxis(2);
    const Symbolic products = mergeHeads(b.einsum("ric,rje->ijce", left, right));                    // (tokens, tokens, 32*32)
    const Symbolic w = layer.weight(":output_w", {outer, outer, config.pair}, {}, {outer * outer, config.pair});
    return b.linear(products, w, layer.weight(":output_b", {config.pair})) / mask.norm;
}

Symbolic msaAttention(const Layer& layer, const Config& config, const Symbolic& m, const Symbolic& pair, const MsaMask& mask) {
    auto scope = layer.builder().scope("msa_attention");
    Builder& b = layer.builder();
    const Symbolic x = layer.norm(m, "act_norm");
    const Symbolic logits = layer.linear(layer.norm(pair, "pair_norm"), "pair_logits", {config.msaHeads}).transpose({2, 0, 1});
    const Symbolic weights = b.softmax(logits + mask.keyLogits);                                          // (heads, tokens, tokens)
    const Symbolic v = layer.linear(x, "v_projection", {config.msaHeads, config.msaHeadDim});             // (msa_rows, tokens, heads, dim)
    const Symbolic o = mergeHeads(b.einsum("hqk,rkhc->rqhc", weights, v));                                // (msa_rows, tokens, heads*dim)
    return layer.linear(o * ir::sigmoid(layer.linear(x, "gating_query", {width(o)})), "output_projection", {config.msa});
}

}  // namespace

Symbolic embedPair(Inputs& in, const Config& config, const Symbolic& targetFeat, const Symbolic& previous) {
    auto scope = in.builder().scope("embed_pair");
    const DType working = targetFeat.dtype();
    const Layer layer(in.builder(), evoformer, false, working);
    const Symbolic left = layer.linear(targetFeat, "left_single", {config.pair});     // (tokens, C), by row
    const Symbolic right = layer.linear(targetFeat, "right_single", {config.pair});
    Symbolic pair = left.insertAxis(1) + right.insertAxis(0);
    const Symbolic recycled = layer.norm(previous.cast(working), "prev_embedding_layer_norm");
    pair = pair + layer.linear(recycled, "prev_embedding", {config.pair});
    const Symbolic relative = layer.weight("~_relative_encoding/position_activations:weights", {relativeWidth(config), config.pair});
    pair = pair + relativeEncoding(in, config).rowsOf(relative);
    const Symbolic contacts = in("contact_matrix").cast(working);
    return pair + contacts.insertAxis(2) * layer.weight("bond_embedding:weights", {1, config.pair}, {}, {config.pair});
}

Symbolic embedSingle(Builder& b, const Config& config, const Symbolic& targetFeat, const Symbolic& previous) {
    auto scope = b.scope("embed_single");
    const Layer layer(b, evoformer, false, targetFeat.dtype());
    const Symbolic recycled = layer.norm(previous.cast(targetFeat.dtype()), "prev_single_embedding_layer_norm");
    return layer.linear(targetFeat, "single_activations", {config.single}) + layer.linear(recycled, "prev_single_embedding", {config.single});
}

Symbolic msaStack(Inputs& in, const Config& config, const Symbolic& targetFeat, const Symbolic& pair, const Symbolic& mask) {
    Builder& b = in.builder();
    auto scope = b.scope("msa_stack");
    const DType working = pair.dtype();
    const PairSizes sizes{config.pairHeads, config.pairHeadDim, trunkFactor};
    const MsaMask rows = msaMask(in, working);
    const Symbolic products = pairMask(mask, working);
    const Symbolic m = msaActivations(in, config, targetFeat);
    const auto result = b.repeat(config.msaBlocks, {m, pair}, {}, [&](Builder& body, const std::vector<Symbolic>& carried, const std::vector<Symbolic>&) {
        const Layer layer(body, evoformer + "__layer_stack_no_per_layer/msa_stack/", true, working);
        const Symbolic z = carried[1] + outerProductMean(layer.at("outer_product_mean"), config, carried[0], rows);
        Symbolic x = carried[0] + msaAttention(layer.at("msa_attention1/"), config, carried[0], z, rows);
        {
            auto inner = body.scope("msa_transition");
            x = x + transition(layer.at("msa_transition/"), x, trunkFactor);
        }
        return Builder::RepeatBody{{x, pairBlock(layer, z, products, mask, sizes)}, {}};
    });
    return result.carried[1];
}

}  // namespace foldmeter::model
