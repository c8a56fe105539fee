// Files laid out as AlphaFold 3 lays them out. Spec: outputs.md sections 3 and 4; ours beside them as in the user
// documentation. A file appears under its final name only when it is complete.
#pragma once

#include "features/batch.h"
#include "features/fold_input.h"
#include "predict/confidences.h"
#include "structure/components.h"

#include <filesystem>
#include <string>
#include <vector>

namespace foldmeter::predict {

struct OutputContext {
    const features::FoldInput* input = nullptr;
    const features::Batch* batch = nullptr;
    const structure::ComponentDictionary* components = nullptr;
    std::string modelIdentifier;     // 64 characters of the weight file
    std::string modelName, modelWarning, softwareVersion, timestamp;
    bool strictAlphafold3 = false;   // chain_ids of the summary: of every token, as AlphaFold 3 writes them, not of every chain
};
std::string modelCif(const OutputContext& context, const SampleScores& scores);
// The same with the PAE of all pairs of residues, for viewers.
std::string modelCifWithPae(const OutputContext& context, const SampleScores& scores, const SeedResult& result, int sample);
std::string confidencesJson(const OutputContext& context, const SampleScores& scores, const SeedResult& result, int sample);
std::string summaryConfidencesJson(const OutputContext& context, const SampleScores& scores);
std::string dataJson(const features::FoldInput& input);
std::string termsOfUse(const OutputContext& context);   // TERMS_OF_USE.md, in our own words

// Creates DIR/<name> (or a time-stamped neighbour when that exists and is not empty, unless `force`).
std::filesystem::path makeOutputFolder(const std::filesystem::path& parent, const std::string& jobName, bool force);

}  // namespace foldmeter::predict
