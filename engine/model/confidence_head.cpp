#include "model/confidence_head.h"

#include "model/parameter_table.h"

#include <functional>

namespace foldmeter::model {

namespace {

const std::string head = "diffuser/confidence_head/";

Tensor tensorOf(std::int64_t count, const std::function<double(std::int64_t)>& value) {
    Tensor tensor(DType::F32, {count});
    for (std::int64_t n = 0; n < count; ++n) tensor.mutableAs<float>()[static_cast<std::size_t>(n)] = static_cast<float>(value(n));
    return tensor;
}

// Squared lower edge of a distogram bin; the edge behind the last bin stands at infinity (1e8).
double squaredEdge(std::int64_t bin) {
    const double edge = 3.25 + 1.25 * static_cast<double>(bin);
    return bin == distogramFeatureBins ? 1e8 : edge * edge;
}

// Distogram of the sample's pseudo-betas as 0/1 features: (tokens, tokens, 39)
Symbolic distogramFeatures(Inputs& in, const Symbolic& mask, DType working) {
    Builder& b = in.builder();
    const Symbolic beta = gatherRows(in("positions"), 2, in("pseudo_beta_slot")) * in("pseudo_beta_mask").insertAxis(1);   // (tokens, 3)
    const Symbolic offset = beta.insertAxis(1) - beta.insertAxis(0);
    const Symbolic squared = (offset * offset).sum({2}).insertAxis(2);                           // (tokens, tokens, 1)
    const Symbolic lower = b.table("distogram_lower", tensorOf(distogramFeatureBins, squaredEdge));
    const Symbolic upper = b.table("distogram_upper", tensorOf(distogramFeatureBins, [](std::int64_t n) { return squaredEdge(n + 1); }));
    return ir::logicalAnd(ir::less(lower, squared), ir::less(squared, upper)).cast(working) * mask.insertAxis(2);
}

// The trunk's pair with target features ("left" by column, "right" by row: spec section 12 step 1) and distogram.
Symbolic embedFeatures(Inputs& in, const Config& config, const ConfidenceInputs& trunk) {
    auto scope = in.builder().scope("embed_features");
    const DType working = trunk.targetFeat.dtype();
    const Layer layer(in.builder(), head + "~_embed_features/", false, working);
    const Symbolic left = layer.linear(trunk.targetFeat, "left_target_feat_project", {config.pair});
    const Symbolic right = layer.linear(trunk.targetFeat, "right_target_feat_project", {config.pair});
    const Symbolic distogram = distogramFeatures(in, pairMask(in("seq_mask"), working), working);
    return trunk.pair.cast(working) + left.insertAxis(0) + right.insertAxis(1) + layer.linear(distogram, "distogram_feat_project", {config.pair});
}

// Expected value of a distribution over evenly spaced centres, first + step * bin.
Symbolic expectation(Builder& b, const char* name, const Symbolic& probabilities, double first, double step) {
    const Tensor centres = tensorOf(width(probabilities), [=](std::int64_t n) { return first + step * static_cast<double>(n); });
    return (probabilities * b.table(name, centres)).sum({probabilities.rank() - 1});
}

// d0 of the TM score for a number of residues.
Symbolic tmNormalisation(const Symbolic& count) {
    const Symbolic n = ir::binary(ir::Op::Max, count, count.builder().constant(19, DType::F32).broadcast(count.shape(), {})) - 15.0;
    return ir::unary(ir::Op::Exp, ir::unary(ir::Op::Log, n) / 3.0) * 1.24 - 1.8;   // 1.24 cbrt(n) - 1.8
}

// sum_b p_b / (1 + (centre_b / d0)^2)
Symbolic tmTerm(Builder& b, const Symbolic& probabilities, const Symbolic& d0) {
    const Symbolic centres = b.table("pae_centres", tensorOf(width(probabilities), [](std::int64_t n) { return 0.25 + 0.5 * static_cast<double>(n); }));
    const Symbolic ratio = centres / d0.insertAxis(d0.rank());
    return (probabilities / (ratio * ratio + 1.0)).sum({2});                                     // (tokens, tokens)
}

void distanceErrorOutputs(Inputs& in, const Layer& layer, const Config& config, const Symbolic& pair, const Symbolic& mask) {
    auto scope = in.builder().scope("distance_error");
    const Symbolic half = layer.linear(layer.norm(pair, "logits_ln"), "left_half_distance_logits", {config.pdeBins});
    const Symbolic p = in.builder().softmax(half + half.transpose({1, 0, 2}));
    const Symbolic pde = expectation(in.builder(), "pde_centres", p, 0.25, 0.5) * mask;          // (tokens, tokens) Angstrom
    in.builder().output("full_pde", pde);
    in.builder().output("average_pde", pde.sum({0, 1}) / mask.sum({0, 1}));
}

void alignedErrorOutputs(Inputs& in, const Layer& layer, const Config& config, const Symbolic& pair, const Symbolic& mask) {
    auto scope = in.builder().scope("aligned_error");
    Builder& b = in.builder();
    const Symbolic p = b.softmax(layer.linear(layer.norm(pair, "pae_logits_ln"), "pae_logits", {config.paeBins}));
    b.output("full_pae", expectation(b, "pae_centres", p, 0.25, 0.5) * mask);
    const Symbolic tokenMask = in("seq_mask").cast(DType::F32);
    b.output("tmscore_adjusted_pae_global", tmTerm(b, p, tmNormalisation(tokenMask.sum({0}))));
    const Symbolic sameChain = ir::equal(in("asym_id").insertAxis(1), in("asym_id").insertAxis(0));
    const Symbolic length = (sameChain.cast(DType::F32) * mask).sum({1});                         // (tokens): real tokens of the own chain
    const Symbolic row = length.insertAxis(1), both = row + length.insertAxis(0);
    const Symbolic count = ir::select(sameChain, row, both) * mask;                              // one chain: 2L - (2L div 2) = L
    b.output("tmscore_adjusted_pae_interface", tmTerm(b, p, tmNormalisation(count)));
}

void atomOutputs(Inputs& in, const Layer& layer, const Config& config, const Symbolic& single) {
    auto scope = in.builder().scope("atom_confidence");
    Builder& b = in.builder();
    const Symbolic lddt = b.softmax(layer.linear(layer.norm(single, "plddt_logits_ln"), "plddt_logits", {dim::slots, config.plddtBins}));
    const double bin = 1.0 / config.plddtBins;
    b.output("predicted_lddt", expectation(b, "plddt_centres", lddt, 50 * bin, 100 * bin));     // (tokens, 24) 0..100
    const Symbolic resolved = b.softmax(layer.linear(layer.norm(single, "experimentally_resolved_ln"), "experimentally_resolved_logits", {dim::slots, 2}));
    b.output("predicted_experimentally_resolved", resolved.slice(2, 1, 1).reshape({dim::tokens, dim::slots}));
}

}  // namespace

void confidenceHead(Inputs& in, const Config& config, const ConfidenceInputs& trunk) {
    auto scope = in.builder().scope("confidence_head");
    const PairAndSingle embedded{embedFeatures(in, config, trunk), trunk.single.cast(trunk.targetFeat.dtype())};
    PairAndSingle blocks;
    {
        auto inner = in.builder().scope("pairformer");
        blocks = pairformer(in.builder(), head + "__layer_stack_no_per_layer/confidence_pairformer/", config.confidenceBlocks, embedded, in("seq_mask"), config);
    }
    const Layer layer(in.builder(), head, false, DType::F32);
    const Symbolic pair = blocks.pair.cast(DType::F32), mask = pairMask(in("seq_mask"), DType::F32);
    distanceErrorOutputs(in, layer, config, pair, mask);
    alignedErrorOutputs(in, layer, config, pair, mask);
    atomOutputs(in, layer, config, blocks.single.cast(DType::F32));
}

}  // namespace foldmeter::model
