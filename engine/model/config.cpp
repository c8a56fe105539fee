#include "model/config.h"

#include "base/error.h"
#include "model/parameter_table.h"

#include <fmt/format.h>

#include <set>

namespace foldmeter::model {

namespace {

const std::string evoformer = "diffuser/evoformer/";
const std::string diffusion = "diffuser/~/diffusion_head/";
const std::string confidence = "diffuser/confidence_head/";

// Extent of an axis of a record; 0 where record or axis is absent (the check by table reports those).
class Dimensions {
public:
    explicit Dimensions(const Weights& weights) : m_weights(weights) {}
    int of(const std::string& name, std::size_t axis) const {
        if (!m_weights.has(name)) return 0;
        const Extents& extents = m_weights.records().at(name).extents();
        return axis < extents.size() ? static_cast<int>(extents[axis]) : 0;
    }

private:
    const Weights& m_weights;
};

Config::Atom atomConfig(const Dimensions& d, const std::string& prefix) {
    const std::string transformer = prefix + "_atom_transformer_encoder/";
    const std::string own = transformer.substr(prefix.rfind('/') + 1, transformer.size() - prefix.rfind('/') - 2);
    const std::string q = transformer + "__layer_stack_with_per_layer/" + own + "q_projection:weights";
    Config::Atom atom;
    atom.blocks = d.of(q, 0);
    atom.channels = d.of(q, 1);
    atom.heads = d.of(q, 2);
    atom.headDim = d.of(q, 3);
    atom.pairChannels = d.of(transformer + "pair_input_layer_norm:scale", 0);
    atom.tokenChannels = d.of(prefix + "_project_atom_features_for_aggr:weights", 1);
    return atom;
}

void readTrunkDimensions(Config& c, const Dimensions& d) {
    const std::string trunk = evoformer + "__layer_stack_no_per_layer_1/trunk_pairformer/";
    const std::string msa = evoformer + "__layer_stack_no_per_layer/msa_stack/";
    const std::string templates = evoformer + "template_embedding/single_template_embedding/__layer_stack_no_per_layer/template_embedding_iteration/";
    c.targetFeat = d.of(evoformer + "left_single:weights", 0);
    c.pair = d.of(evoformer + "left_single:weights", 1);
    c.single = d.of(evoformer + "single_activations:weights", 1);
    c.msa = d.of(evoformer + "msa_activations:weights", 1);
    c.trunkBlocks = d.of(trunk + "pair_attention1/q_projection:weights", 0);
    c.pairHeads = d.of(trunk + "pair_attention1/q_projection:weights", 1);
    c.pairHeadDim = d.of(trunk + "pair_attention1/q_projection:weights", 2);
    c.singleHeads = d.of(trunk + "single_attention_q_projection:weights", 2);
    c.singleHeadDim = d.of(trunk + "single_attention_q_projection:weights", 3);
    c.msaBlocks = d.of(msa + "msa_attention1/v_projection:weights", 0);
    c.msaHeads = d.of(msa + "msa_attention1/v_projection:weights", 2);
    c.msaHeadDim = d.of(msa + "msa_attention1/v_projection:weights", 3);
    c.outerChannels = d.of(msa + "outer_product_mean/left_projection:weights", 2);
    c.templateBlocks = d.of(templates + "pair_attention1/q_projection:weights", 0);
    c.templateHeads = d.of(templates + "pair_attention1/q_projection:weights", 1);
    c.templateHeadDim = d.of(templates + "pair_attention1/q_projection:weights", 2);
    c.templateChannels = d.of(evoformer + "template_embedding/output_linear:weights", 0);
}

void readHeadDimensions(Config& c, const Dimensions& d) {
    const std::string q = diffusion + "transformer/__layer_stack_with_per_layer/__layer_stack_with_per_layer/transformerq_projection:weights";
    c.tokenBlocks = d.of(q, 0) * tokenSuperBlock;
    c.tokenChannels = d.of(q, 2);
    c.tokenHeads = d.of(q, 3);
    c.tokenHeadDim = d.of(q, 4);
    c.conditionPair = d.of(diffusion + "pair_cond_initial_projection:weights", 1);
    c.conditionSingle = d.of(diffusion + "single_cond_initial_projection:weights", 1);
    c.confidenceBlocks = d.of(confidence + "__layer_stack_no_per_layer/confidence_pairformer/pair_attention1/q_projection:weights", 0);
    c.plddtBins = d.of(confidence + "plddt_logits:weights", 2);
    c.paeBins = d.of(confidence + "pae_logits:weights", 1);
    c.pdeBins = d.of(confidence + "left_half_distance_logits:weights", 1);
    c.distogramBins = d.of("diffuser/distogram_head/half_logits:weights", 1);
}

std::vector<std::string> problemsOf(const Weights& weights, const Config& config) {
    std::vector<std::string> problems;
    std::set<std::string> known;
    bool complete = true;
    const std::vector<Parameter> table = parametersOf(config);
    for (const Parameter& parameter : table) {
        known.insert(parameter.name);
        if (weights.has(parameter.name)) continue;
        complete = false;
        problems.push_back(fmt::format("missing record {}", parameter.name));
    }
    for (const auto& [name, tensor] : weights.records()) {
        if (!known.contains(name)) problems.push_back(fmt::format("record {} ({}) belongs to no AlphaFold 3 network", name, toText(tensor.extents())));
    }
    if (!complete) return problems;   // dimensions may have come out as 0: shapes would only repeat that
    for (const Parameter& parameter : table) {
        const Tensor& record = weights.records().at(parameter.name);
        if (record.extents() != parameter.shape) {
            problems.push_back(fmt::format("record {} has shape {}, expected {}", parameter.name, toText(record.extents()), toText(parameter.shape)));
        } else if (record.dtype() != DType::F32 && record.dtype() != DType::BF16) {
            problems.push_back(fmt::format("record {} is {}, expected float32 or bfloat16", parameter.name, nameOf(record.dtype())));
        }
    }
    return problems;
}

}  // namespace

Config configFrom(const Weights& weights, const std::string& file) {
    const Dimensions dimensions(weights);
    Config config;
    readTrunkDimensions(config, dimensions);
    readHeadDimensions(config, dimensions);
    config.embedAtom = atomConfig(dimensions, "diffuser/evoformer_conditioning");
    config.denoiseAtom = atomConfig(dimensions, diffusion + "diffusion");
    config.tokenEncoder = config.embedAtom.tokenChannels;
    const std::vector<std::string> problems = problemsOf(weights, config);
    if (problems.empty() && config.targetFeat == 2 * residueClasses + 1 + config.tokenEncoder) return config;

    std::string text = fmt::format("{}: not the weights of an AlphaFold 3 network this program can run", file);
    constexpr std::size_t shown = 20;
    for (std::size_t n = 0; n < problems.size() && n < shown; ++n) text += "\n  " + problems[n];
    if (problems.size() > shown) text += fmt::format("\n  and {} more", problems.size() - shown);
    if (problems.empty()) text += fmt::format("\n  target features are {} wide, the atom encoder gives {}", config.targetFeat, config.tokenEncoder);
    throw InputError(text + "\n  Use a complete file of the released network, the demo model, or one made by `foldmeter model synthesize`.");
}

}  // namespace foldmeter::model
