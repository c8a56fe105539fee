// The network's dimensions, read off the shapes of a weight file: a small model and the full one are the same code.
#pragma once

#include "model/weights.h"

namespace foldmeter::model {

struct Config {
    // channels
    int pair = 0, single = 0, msa = 0, targetFeat = 0, tokenEncoder = 0;
    int pairHeads = 0, pairHeadDim = 0, singleHeads = 0, singleHeadDim = 0;
    int msaHeads = 0, msaHeadDim = 0, outerChannels = 0;
    int templateChannels = 0, templateHeads = 0, templateHeadDim = 0;
    int trunkBlocks = 0, msaBlocks = 0, templateBlocks = 0, confidenceBlocks = 0;
    // atom encoders: trunk input (embed) and denoiser
    struct Atom {
        int channels = 0, pairChannels = 0, tokenChannels = 0, heads = 0, headDim = 0, blocks = 0;
        bool operator==(const Atom&) const = default;
    };
    Atom embedAtom, denoiseAtom;
    int tokenChannels = 0, tokenHeads = 0, tokenHeadDim = 0, tokenBlocks = 0;   // token transformer
    int conditionPair = 0, conditionSingle = 0;
    int plddtBins = 0, paeBins = 0, pdeBins = 0, distogramBins = 0;
    // constants of the published network
    int maxRelativeIndex = 32, maxRelativeChain = 2, templateSlots = 4, msaRows = 1024;
    bool operator==(const Config&) const = default;
};

// Throws InputError naming every missing, surplus or wrong-shaped record (up to twenty), with what was expected.
Config configFrom(const Weights& weights, const std::string& file);

// What a model says of itself, in a JSON beside the weights (name, title, warning, recommended settings).
struct ModelCard {
    std::filesystem::path path;           // of the JSON; empty when there is none
    std::filesystem::path weights;
    std::string name, title, warning, licence;
    int recycles = 10, steps = 200, samples = 5;
    std::string precision;                // "" = no recommendation
};
// A model name of resources/models, a JSON, a weight file, or a folder.
ModelCard findModel(const std::string& nameOrPath);

}  // namespace foldmeter::model
