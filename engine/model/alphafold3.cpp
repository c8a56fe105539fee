#include "model/alphafold3.h"

#include "model/atom_cross_attention.h"
#include "model/confidence_head.h"
#include "model/diffusion_head.h"
#include "model/distogram_head.h"
#include "model/evoformer.h"
#include "model/parameter_table.h"
#include "model/template_modules.h"

#include <array>

namespace foldmeter::model {

namespace {

using ir::Varies;

Symbolic targetFeatures(Inputs& in, const Config& config, DType dtype) {
    return in.passed("target_feat", dtype, {dim::tokens, config.targetFeat}, Varies::Seed);
}

}  // namespace

ir::Graph traceEmbed(const Config& config) {
    Builder b("embed");
    Inputs in(b);
    auto scope = b.scope("embed");
    const AtomConditioning atoms = atomConditioning(in, "diffuser/evoformer_conditioning", config.embedAtom, nullptr);
    const AtomTransformerInputs inputs{atoms.single, atoms.single, atoms.pair, in("atom_mask"), in("key_index")};
    const Symbolic act = atomTransformer(b, "diffuser/evoformer_conditioning_atom_transformer_encoder", config.embedAtom, inputs);
    const Layer layer(b, "diffuser/evoformer_conditioning_", false, DType::F32);
    const Symbolic encoded = atomsToTokens(in, layer, config.embedAtom, act, in("atom_of_slot"));
    const std::array<Symbolic, 4> parts{ir::oneHot(in("aatype"), residueClasses, DType::Working), in("profile").cast(DType::Working),
                                        in("deletion_mean").cast(DType::Working).insertAxis(1), encoded.cast(DType::Working)};
    b.output("target_feat", ir::concat(parts, 1));   // (tokens, F)
    return b.finish();
}

ir::Graph traceTrunk(const Config& config, bool keepStages) {
    Builder b("trunk");
    Inputs in(b);
    auto scope = b.scope("trunk");
    const Symbolic targetFeat = targetFeatures(in, config, DType::Working);
    const Symbolic previousPair = in.passed("prev_pair", DType::F32, {dim::tokens, dim::tokens, config.pair}, Varies::Recycle);
    const Symbolic previousSingle = in.passed("prev_single", DType::F32, {dim::tokens, config.single}, Varies::Recycle);
    const Symbolic& mask = in("seq_mask");
    const Symbolic embedded = embedPair(in, config, targetFeat, previousPair);
    const Symbolic ofTemplates = templateEmbedding(in, config, embedded, mask);
    const Symbolic afterMsa = msaStack(in, config, targetFeat, embedded + ofTemplates, mask);
    PairAndSingle result{afterMsa, embedSingle(b, config, targetFeat, previousSingle)};
    {
        auto inner = b.scope("pairformer");
        result = pairformer(b, "diffuser/evoformer/__layer_stack_no_per_layer_1/trunk_pairformer/", config.trunkBlocks, result, mask, config);
    }
    if (keepStages) {
        b.output("pair_before_templates", embedded.cast(DType::F32));
        b.output("template_embedding", ofTemplates.cast(DType::F32));
        b.output("pair_after_msa", afterMsa.cast(DType::F32));
    }
    b.output("pair", result.pair.cast(DType::F32));
    b.output("single", result.single.cast(DType::F32));
    return b.finish();
}

ir::Graph traceDistogram(const Config& config) {
    Builder b("distogram");
    Inputs in(b);
    const DistogramOutputs outputs = distogramHead(in, config, in.passed("pair", DType::F32, {dim::tokens, dim::tokens, config.pair}, Varies::Seed));
    b.output("contact_probs", outputs.contactProbs);
    b.output("distogram", outputs.logits);
    return b.finish();
}

ir::Graph traceDenoise(const Config& config) {
    Builder b("denoise");
    Inputs in(b);
    auto scope = b.scope("denoise");
    const TrunkOutputs trunk{in.passed("single", DType::F32, {dim::tokens, config.single}, Varies::Seed),
                             in.passed("pair", DType::F32, {dim::tokens, dim::tokens, config.pair}, Varies::Seed), targetFeatures(in, config, DType::F32)};
    b.output("positions_denoised", denoise(in, config, trunk));
    return b.finish();
}

ir::Graph traceConfidence(const Config& config) {
    Builder b("confidence");
    Inputs in(b);
    confidenceHead(in, config,
                   {in.passed("single", DType::F32, {dim::tokens, config.single}, Varies::Seed),
                    in.passed("pair", DType::F32, {dim::tokens, dim::tokens, config.pair}, Varies::Seed), targetFeatures(in, config, DType::Working)});
    return b.finish();
}

}  // namespace foldmeter::model
