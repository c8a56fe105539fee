#include "model/parameter_table.h"

namespace foldmeter::model {

namespace {

// Collects records under a scope; layer axes stand in front of every shape.
class Table {
public:
    Table(std::vector<Parameter>& records, std::string scope, Extents layers, DType dtype)
        : m_records(records), m_scope(std::move(scope)), m_layers(std::move(layers)), m_dtype(dtype) {}

    void add(const std::string& module, const char* name, Extents shape, DType dtype) {
        shape.insert(shape.begin(), m_layers.begin(), m_layers.end());
        m_records.push_back({m_scope + module + ":" + name, std::move(shape), dtype});
    }
    void weights(const std::string& module, Extents shape) { add(module, "weights", std::move(shape), m_dtype); }
    void bias(const std::string& module, Extents shape) { add(module, "bias", std::move(shape), m_dtype); }
    void scale(const std::string& module, std::int64_t width) { add(module, "scale", {width}, DType::F32); }
    void norm(const std::string& module, std::int64_t width) {
        scale(module, width);
        add(module, "offset", {width}, DType::F32);
    }
    DType dtype() const { return m_dtype; }

private:
    std::vector<Parameter>& m_records;
    std::string m_scope;
    Extents m_layers;
    DType m_dtype;
};

void addTriangle(Table& t, const std::string& module, std::int64_t c) {
    t.norm(module + "/left_norm_input", c);
    t.norm(module + "/center_norm", c);
    t.weights(module + "/projection", {c, 2 * c});
    t.weights(module + "/gate", {c, 2 * c});
    t.weights(module + "/output_projection", {c, c});
    t.weights(module + "/gating_linear", {c, c});
}

void addPairAttention(Table& t, const std::string& module, std::int64_t c, std::int64_t heads, std::int64_t dim) {
    t.norm(module + "/act_norm", c);
    t.weights(module + "/q_projection", {heads, dim, c});
    t.weights(module + "/k_projection", {heads, dim, c});
    t.weights(module + "/v_projection", {c, heads, dim});
    t.weights(module + "/gating_query", {heads * dim, c});
    t.weights(module + "/pair_bias_projection", {c, heads});
    t.weights(module + "/output_projection", {heads * dim, c});
}

void addTransition(Table& t, const std::string& module, std::int64_t c, std::int64_t factor) {
    t.norm(module + "/input_layer_norm", c);
    t.weights(module + "/transition1", {c, 2 * factor * c});
    t.weights(module + "/transition2", {factor * c, c});
}

void addPairBlock(Table& t, std::int64_t c, std::int64_t heads, std::int64_t dim, std::int64_t factor) {
    addTriangle(t, "triangle_multiplication_outgoing", c);
    addTriangle(t, "triangle_multiplication_incoming", c);
    addPairAttention(t, "pair_attention1", c, heads, dim);
    addPairAttention(t, "pair_attention2", c, heads, dim);
    addTransition(t, "pair_transition", c, factor);
}

void addSingleBlock(Table& t, const Config& config) {
    const Extents heads{config.single, config.singleHeads, config.singleHeadDim};
    const std::int64_t inner = static_cast<std::int64_t>(config.singleHeads) * config.singleHeadDim;
    t.norm("single_pair_logits_norm", config.pair);
    t.weights("single_pair_logits_projection", {config.pair, config.singleHeads});
    t.norm("single_attention_layer_norm", config.single);
    t.weights("single_attention_q_projection", heads);
    t.bias("single_attention_q_projection", {config.singleHeads, config.singleHeadDim});
    t.weights("single_attention_k_projection", heads);
    t.weights("single_attention_v_projection", heads);
    t.weights("single_attention_gating_query", {config.single, inner});
    t.weights("single_attention_transition2", {inner, config.single});
    addTransition(t, "single_transition", config.single, trunkFactor);
}

void addMsaBlock(Table& t, const Config& config) {
    const std::int64_t inner = static_cast<std::int64_t>(config.msaHeads) * config.msaHeadDim;
    t.norm("outer_product_mean/layer_norm_input", config.msa);
    t.weights("outer_product_mean/left_projection", {config.msa, config.outerChannels});
    t.weights("outer_product_mean/right_projection", {config.msa, config.outerChannels});
    t.add("outer_product_mean", "output_w", {config.outerChannels, config.outerChannels, config.pair}, t.dtype());
    t.add("outer_product_mean", "output_b", {config.pair}, t.dtype());
    t.norm("msa_attention1/act_norm", config.msa);
    t.norm("msa_attention1/pair_norm", config.pair);
    t.weights("msa_attention1/pair_logits", {config.pair, config.msaHeads});
    t.weights("msa_attention1/v_projection", {config.msa, config.msaHeads, config.msaHeadDim});
    t.weights("msa_attention1/gating_query", {config.msa, inner});
    t.weights("msa_attention1/output_projection", {inner, config.msa});
    addTransition(t, "msa_transition", config.msa, trunkFactor);
}

// Adaptive normalisation, attention, gated output and transition of one block of a diffusion or atom transformer; names
// are glued to the transformer's own. `inputs` are the prefixes of the normed inputs ("" or "q" and "k").
void addTransformerBlock(Table& t, const std::string& name, std::int64_t c, std::int64_t condition, std::int64_t heads,
                         std::int64_t dim, const std::vector<std::string>& inputs) {
    std::vector<std::string> norms = inputs;
    norms.push_back("ffw_");
    for (const std::string& prefix : norms) {
        t.scale(name + prefix + "single_cond_layer_norm", condition);
        t.weights(name + prefix + "single_cond_scale", {condition, c});
        t.bias(name + prefix + "single_cond_scale", {c});
        t.weights(name + prefix + "single_cond_bias", {condition, c});
    }
    t.weights(name + "q_projection", {c, heads, dim});
    t.bias(name + "q_projection", {heads, dim});
    t.weights(name + "k_projection", {c, heads, dim});
    t.weights(name + "v_projection", {c, heads, dim});
    t.weights(name + "gating_query", {c, heads * dim});
    t.weights(name + "transition2", {heads * dim, c});
    t.weights(name + "adaptive_zero_cond", {condition, c});
    t.bias(name + "adaptive_zero_cond", {c});
    t.weights(name + "ffw_transition1", {c, 2 * diffusionFactor * c});
    t.weights(name + "ffw_transition2", {diffusionFactor * c, c});
    t.weights(name + "ffw_adaptive_zero_cond", {condition, c});
    t.bias(name + "ffw_adaptive_zero_cond", {c});
}

void addAtomTransformer(std::vector<Parameter>& records, const std::string& prefix, const std::string& name, const Config::Atom& atom) {
    const std::string scope = prefix + "_" + name;
    const std::string own = scope.substr(scope.rfind('/') + 1);
    Table top(records, scope + "/", {}, DType::F32);
    top.scale("pair_input_layer_norm", atom.pairChannels);
    top.weights("pair_logits_projection", {atom.pairChannels, atom.blocks, atom.heads});
    Table blocks(records, scope + "/__layer_stack_with_per_layer/", {atom.blocks}, DType::F32);
    addTransformerBlock(blocks, own, atom.channels, atom.channels, atom.heads, atom.headDim, {"q", "k"});
}

void addAtomEncoder(std::vector<Parameter>& records, const std::string& prefix, const Config::Atom& atom) {
    Table t(records, prefix + "_", {}, DType::F32);
    const std::int64_t c = atom.channels, p = atom.pairChannels;
    t.weights("embed_ref_pos", {3, c});
    t.weights("embed_ref_mask", {1, c});
    t.weights("embed_ref_element", {128, c});
    t.weights("embed_ref_charge", {1, c});
    t.weights("embed_ref_atom_name", {256, c});
    for (const char* suffix : {"", "_1"}) {   // without suffix: dead, but in every file (network.md 8.1)
        t.weights(std::string("single_to_pair_cond_row") + suffix, {c, p});
        t.weights(std::string("single_to_pair_cond_col") + suffix, {c, p});
        t.weights(std::string("embed_pair_offsets") + suffix, {3, p});
        t.weights(std::string("embed_pair_distances") + suffix, {1, p});
    }
    t.weights("embed_pair_offsets_valid", {1, p});
    for (const char* layer : {"pair_mlp_1", "pair_mlp_2", "pair_mlp_3"}) t.weights(layer, {p, p});
    t.weights("project_atom_features_for_aggr", {c, atom.tokenChannels});
    addAtomTransformer(records, prefix, "atom_transformer_encoder", atom);
}

void addEvoformer(std::vector<Parameter>& records, const Config& config) {
    const std::string scope = "diffuser/evoformer/";
    Table t(records, scope, {}, DType::BF16);
    t.weights("left_single", {config.targetFeat, config.pair});
    t.weights("right_single", {config.targetFeat, config.pair});
    t.norm("prev_embedding_layer_norm", config.pair);
    t.weights("prev_embedding", {config.pair, config.pair});
    t.weights("~_relative_encoding/position_activations", {relativeWidth(config), config.pair});
    t.weights("bond_embedding", {1, config.pair});
    t.weights("msa_activations", {msaClasses + 2, config.msa});
    t.weights("extra_msa_target_feat", {config.targetFeat, config.msa});
    t.weights("single_activations", {config.targetFeat, config.single});
    t.norm("prev_single_embedding_layer_norm", config.single);
    t.weights("prev_single_embedding", {config.single, config.single});
    Table msa(records, scope + "__layer_stack_no_per_layer/msa_stack/", {config.msaBlocks}, DType::BF16);
    addMsaBlock(msa, config);
    addPairBlock(msa, config.pair, config.pairHeads, config.pairHeadDim, trunkFactor);
    Table trunk(records, scope + "__layer_stack_no_per_layer_1/trunk_pairformer/", {config.trunkBlocks}, DType::BF16);
    addPairBlock(trunk, config.pair, config.pairHeads, config.pairHeadDim, trunkFactor);
    addSingleBlock(trunk, config);
}

void addTemplateEmbedding(std::vector<Parameter>& records, const Config& config) {
    const std::string scope = "diffuser/evoformer/template_embedding/";
    const std::int64_t c = config.templateChannels;
    Table t(records, scope, {}, DType::BF16);
    t.weights("output_linear", {c, config.pair});
    Table one(records, scope + "single_template_embedding/", {}, DType::BF16);
    const Extents inputs[] = {{distogramFeatureBins, c}, {c}, {residueClasses, c}, {residueClasses, c}, {c}, {c}, {c}, {c}, {config.pair, c}};
    for (std::size_t k = 0; k < std::size(inputs); ++k) one.weights("template_pair_embedding_" + std::to_string(k), inputs[k]);
    one.norm("query_embedding_norm", config.pair);
    one.norm("output_layer_norm", c);
    Table blocks(records, scope + "single_template_embedding/__layer_stack_no_per_layer/template_embedding_iteration/", {config.templateBlocks},
                 DType::BF16);
    addPairBlock(blocks, c, config.templateHeads, config.templateHeadDim, templateFactor);
}

void addDiffusionTransition(Table& t, const std::string& name, std::int64_t c) {
    t.norm(name + "ffw_layer_norm", c);
    t.weights(name + "ffw_transition1", {c, 2 * diffusionFactor * c});
    t.weights(name + "ffw_transition2", {diffusionFactor * c, c});
}

void addDiffusionConditioning(Table& t, const Config& config) {
    t.scale("pair_cond_initial_norm", config.pair + relativeWidth(config));
    t.weights("pair_cond_initial_projection", {config.pair + relativeWidth(config), config.conditionPair});
    t.scale("single_cond_initial_norm", config.single + config.targetFeat);
    t.weights("single_cond_initial_projection", {config.single + config.targetFeat, config.conditionSingle});
    t.scale("noise_embedding_initial_norm", fourierFeatures);
    t.weights("noise_embedding_initial_projection", {fourierFeatures, config.conditionSingle});
    for (const char* index : {"0", "1"}) {
        addDiffusionTransition(t, std::string("pair_transition_") + index, config.conditionPair);
        addDiffusionTransition(t, std::string("single_transition_") + index, config.conditionSingle);
    }
    t.scale("single_cond_embedding_norm", config.conditionSingle);
    t.weights("single_cond_embedding_projection", {config.conditionSingle, config.tokenChannels});
    t.scale("output_norm", config.tokenChannels);
}

void addDiffusionHead(std::vector<Parameter>& records, const Config& config) {
    const std::string scope = "diffuser/~/diffusion_head/";
    const Config::Atom& atom = config.denoiseAtom;
    addAtomEncoder(records, scope + "diffusion", atom);
    addAtomTransformer(records, scope + "diffusion", "atom_transformer_decoder", atom);
    Table t(records, scope, {}, DType::F32);
    t.weights("diffusion_atom_positions_to_features", {3, atom.channels});
    t.scale("diffusion_lnorm_trunk_single_cond", config.single);
    t.weights("diffusion_embed_trunk_single_cond", {config.single, atom.channels});
    t.scale("diffusion_lnorm_trunk_pair_cond", config.conditionPair);
    t.weights("diffusion_embed_trunk_pair_cond", {config.conditionPair, atom.pairChannels});
    t.weights("diffusion_project_token_features_for_broadcast", {config.tokenChannels, atom.channels});
    t.scale("diffusion_atom_features_layer_norm", atom.channels);
    t.weights("diffusion_atom_features_to_position_update", {atom.channels, 3});
    addDiffusionConditioning(t, config);
    t.scale("transformer/pair_input_layer_norm", config.conditionPair);
    const std::int64_t supers = config.tokenBlocks / tokenSuperBlock;
    Table logits(records, scope + "transformer/__layer_stack_with_per_layer/", {supers}, DType::F32);
    logits.weights("pair_logits_projection", {config.conditionPair, tokenSuperBlock, config.tokenHeads});
    Table blocks(records, scope + "transformer/__layer_stack_with_per_layer/__layer_stack_with_per_layer/", {supers, tokenSuperBlock}, DType::F32);
    addTransformerBlock(blocks, "transformer", config.tokenChannels, config.conditionSingle, config.tokenHeads, config.tokenHeadDim, {""});
}

void addConfidenceHead(std::vector<Parameter>& records, const Config& config) {
    const std::string scope = "diffuser/confidence_head/";
    Table features(records, scope + "~_embed_features/", {}, DType::BF16);
    features.weights("left_target_feat_project", {config.targetFeat, config.pair});
    features.weights("right_target_feat_project", {config.targetFeat, config.pair});
    features.weights("distogram_feat_project", {distogramFeatureBins, config.pair});
    Table blocks(records, scope + "__layer_stack_no_per_layer/confidence_pairformer/", {config.confidenceBlocks}, DType::BF16);
    addPairBlock(blocks, config.pair, config.pairHeads, config.pairHeadDim, trunkFactor);
    addSingleBlock(blocks, config);
    Table t(records, scope, {}, DType::F32);
    t.norm("logits_ln", config.pair);
    t.weights("left_half_distance_logits", {config.pair, config.pdeBins});
    t.norm("pae_logits_ln", config.pair);
    t.weights("pae_logits", {config.pair, config.paeBins});
    t.norm("plddt_logits_ln", config.single);
    t.weights("plddt_logits", {config.single, 24, config.plddtBins});
    t.norm("experimentally_resolved_ln", config.single);
    t.weights("experimentally_resolved_logits", {config.single, 24, 2});
}

}  // namespace

std::vector<Parameter> parametersOf(const Config& config) {
    std::vector<Parameter> records;
    addDiffusionHead(records, config);
    addConfidenceHead(records, config);
    Table(records, "diffuser/distogram_head/", {}, DType::F32).weights("half_logits", {config.pair, config.distogramBins});
    addAtomEncoder(records, "diffuser/evoformer_conditioning", config.embedAtom);
    addEvoformer(records, config);
    addTemplateEmbedding(records, config);
    return records;
}

int layerAxesOf(const std::string& name) {
    int count = 0;
    for (std::size_t at = name.find("__layer_stack"); at != std::string::npos; at = name.find("__layer_stack", at + 1)) ++count;
    return count;
}

}  // namespace foldmeter::model
