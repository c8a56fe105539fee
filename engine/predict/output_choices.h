// Which files a prediction leaves beside those that AlphaFold 3 always writes. Spec: outputs.md section 3.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace foldmeter::predict {

struct OutputChoices {
    bool embeddings = false;     // seed-S_embeddings/NAME_seed-S_embeddings.npz: single_embeddings, pair_embeddings
    bool distogram = false;      // seed-S_distogram/NAME_seed-S_distogram.npz: distogram (logits)
    bool trajectory = false;     // ..._trajectory.cif of every sample: see trajectory.h
    bool pairwisePae = false;    // ..._model_pae.cif of every sample: the model with the PAE of all pairs of residues
    bool pdb = false;            // ..._model.pdb of every sample, where the format can hold it
    bool compress = false;       // zstd for model, confidences, trajectory and PAE files; summaries stay plain

    // As the options spell them, on or off.
    std::vector<std::pair<std::string, std::string>> toPairs() const {
        const auto word = [](bool on) { return std::string(on ? "on" : "off"); };
        return {{"compress-large-output-files", word(compress)}, {"save-distogram", word(distogram)}, {"save-embeddings", word(embeddings)},
                {"save-pae-cif", word(pairwisePae)},             {"save-pdb", word(pdb)},             {"save-trajectory", word(trajectory)}};
    }
};

}  // namespace foldmeter::predict
