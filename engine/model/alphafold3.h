// The network as five graphs (spec network.md). Written once; all dimensions from Config. Input names are those of the
// batch where it is used as it stands, else those of inputs.h, plus the values that travel between programs.
#pragma once

#include "ir/graph.h"
#include "model/config.h"

namespace foldmeter::model {

// embed, once per seed (section 2): target features -> "target_feat" (tokens, F) Working.
ir::Graph traceEmbed(const Config& config);
// trunk, once per recycle (sections 3-6): "prev_pair" f32 (tokens, tokens, C), "prev_single" f32 (tokens, C),
// "target_feat", MSA rows already drawn ("msa" i32 (msa_rows, tokens), "msa_mask", "deletion_matrix") -> "pair", "single" f32.
// keepStages: also outputs "pair_before_templates", "template_embedding", "pair_after_msa" (tests, debugging).
ir::Graph traceTrunk(const Config& config, bool keepStages = false);
// distogram, once per seed (section 7): "pair" -> "contact_probs" (tokens, tokens), "distogram" logits.
ir::Graph traceDistogram(const Config& config);
// denoise, once per diffusion step for all samples (sections 8, 9): "positions_noisy" (samples, tokens, 24, 3),
// "noise_level" scalar -> "positions_denoised". hoist() splits `condition` off.
ir::Graph traceDenoise(const Config& config);
// confidence, once per sample (section 12): "positions" (tokens, 24, 3), "pair", "single", "target_feat" -> "predicted_lddt",
// "predicted_experimentally_resolved", "full_pde", "full_pae", "average_pde", "tmscore_adjusted_pae_global", "..._interface".
ir::Graph traceConfidence(const Config& config);

}  // namespace foldmeter::model
