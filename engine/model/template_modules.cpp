#include "model/template_modules.h"

#include "model/parameter_table.h"

#include <array>

namespace foldmeter::model {

namespace {

// Rows of an embedding for the distogram bin of every pair; bin `distogramFeatureBins` means none and gives zeros.
Symbolic distogramRows(Inputs& in, const Layer& layer, std::int64_t c) {
    const std::array<Symbolic, 2> rows{layer.weight("template_pair_embedding_0:weights", {distogramFeatureBins, c}),
                                       layer.builder().constant(0, layer.dtype()).broadcast({1, c}, {})};
    return ir::concat(rows, 0).gather(in("template_distogram_bin"));   // (templates, tokens, tokens, C)
}

// Sum of the nine linears of the table in section 4.
Symbolic inputActivation(Inputs& in, const Layer& layer, const Config& config, const Symbolic& pair) {
    const std::int64_t c = config.templateChannels;
    const auto vector = [&](int k) { return layer.weight("template_pair_embedding_" + std::to_string(k) + ":weights", {c}); };
    const auto rows = [&](int k) { return layer.weight("template_pair_embedding_" + std::to_string(k) + ":weights", {residueClasses, c}); };
    const auto scalar = [&](const char* name) { return in(name).cast(layer.dtype()).insertAxis(3); };
    const Symbolic aatype = in("template_aatype");
    const Symbolic unit = in("template_unit_vector").cast(layer.dtype());
    Symbolic act = distogramRows(in, layer, c);                                                   // (templates, tokens, tokens, C)
    act = act + scalar("template_pseudo_beta_mask") * vector(1);
    act = act + rows(2).gather(aatype).insertAxis(1);                                            // column token
    act = act + rows(3).gather(aatype).insertAxis(2);                                            // row token
    for (int axis = 0; axis < 3; ++axis) act = act + unit.slice(3, axis, 1) * vector(4 + axis);
    act = act + scalar("template_backbone_mask") * vector(7);
    return act + layer.linear(layer.norm(pair, "query_embedding_norm"), "template_pair_embedding_8", {c});
}

}  // namespace

Symbolic templateEmbedding(Inputs& in, const Config& config, const Symbolic& pair, const Symbolic& mask) {
    Builder& b = in.builder();
    auto scope = b.scope("template_embedding");
    const std::string prefix = "diffuser/evoformer/template_embedding/";
    const DType working = pair.dtype();
    const Layer one(b, prefix + "single_template_embedding/", false, working);
    const PairSizes sizes{config.templateHeads, config.templateHeadDim, templateFactor};
    const Symbolic products = pairMask(mask, working);
    const Symbolic act = inputActivation(in, one, config, pair);
    const auto blocks = b.repeat(config.templateBlocks, {act}, {}, [&](Builder& body, const std::vector<Symbolic>& carried, const std::vector<Symbolic>&) {
        const Layer layer(body, prefix + "single_template_embedding/__layer_stack_no_per_layer/template_embedding_iteration/", true, working);
        return Builder::RepeatBody{{pairBlock(layer, carried[0], products, mask, sizes)}, {}};
    });
    const Symbolic embedded = one.norm(blocks.carried[0], "output_layer_norm");                  // (templates, tokens, tokens, C)
    const Symbolic multiplicity = in("template_multiplicity").cast(working);
    const Symbolic sum = (embedded * multiplicity.broadcast(embedded.shape(), {0})).sum({0});    // (tokens, tokens, C)
    const Symbolic mean = ir::relu(sum / (1e-7 + config.templateSlots));
    return Layer(b, prefix, false, working).linear(mean, "output_linear", {config.pair});
}

}  // namespace foldmeter::model
