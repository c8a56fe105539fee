// The chains of a job: which component stands at which residue, in the order everything later follows.
// Spec features.md sections 1.1 and 2.2, atom-layouts.md section 2 ("chain order").
#pragma once

#include "features/fold_input.h"
#include "features/residue_types.h"

#include <string>
#include <vector>

namespace foldmeter::features {

struct Chain {
    std::string id;
    ChainType type = ChainType::Protein;
    int entity = 0;                        // index into FoldInput::entities
    std::vector<std::string> components;   // of residue 1, 2, ...
    std::string letters;                   // polymers: the components in one-letter code
};

ChainType chainTypeOf(const Entity& entity);
// Components of an entity's chains, modifications applied; of its first chain for a SMILES ligand.
std::vector<std::string> componentsOf(const Entity& entity);
// True for a chain that cleaning drops: all residues one and the same unknown.
bool isAllUnknown(const std::vector<std::string>& components);

// Chains in sorted order without the dropped ones.
std::vector<Chain> makeChains(const FoldInput& input);
// A, B, ... Z, AA, BA, ... : the first letter counts least.
bool comesBefore(const std::string& chainId, const std::string& otherId);

}  // namespace foldmeter::features
