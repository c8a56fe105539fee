// Every record a weight file of this network has, by name, shape and stored type, as a function of the dimensions. One
// table drives the check of a file, synthetic weights and the tests. Spec: parameters.tsv, weights.md section 3.
#pragma once

#include "model/config.h"

namespace foldmeter::model {

struct Parameter {
    std::string name;    // "diffuser/evoformer/left_single:weights"
    Extents shape;       // as stored, layer axes in front
    DType dtype = DType::F32;
};

// Identifier record excluded. Names do not depend on the dimensions, shapes do.
std::vector<Parameter> parametersOf(const Config& config);

// Leading axes of a record that count layers: one for every layer stack in its scope.
int layerAxesOf(const std::string& name);

inline constexpr const char* identifierRecord = "__meta__:__identifier__";
inline constexpr int residueClasses = 31;
inline constexpr int msaClasses = 32;              // of the one-hot in the MSA features; plus two deletion features
inline constexpr int distogramFeatureBins = 39;    // template and confidence distograms
inline constexpr int fourierFeatures = 256;
inline constexpr int tokenSuperBlock = 4;          // token transformer blocks of one stored super-block
inline constexpr int trunkFactor = 4, templateFactor = 2, diffusionFactor = 2;   // transitions

// Classes of the relative encoding: residue, token, same entity, chain. Spec network.md section 3 step 3.
inline int relativeResidueClasses(const Config& config) { return 2 * config.maxRelativeIndex + 2; }
inline int relativeChainClasses(const Config& config) { return 2 * config.maxRelativeChain + 2; }
inline int relativeWidth(const Config& config) { return 2 * relativeResidueClasses(config) + 1 + relativeChainClasses(config); }

}  // namespace foldmeter::model
