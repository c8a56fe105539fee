// Templates on the network's columns: which residue lies where, and its atoms in the dense slots. Spec features.md 5.
#pragma once

#include "features/batch.h"
#include "features/problem_list.h"
#include "features/tokens.h"
#include "tensor/tensor.h"

#include <cstdint>
#include <vector>

namespace foldmeter::features {

inline constexpr std::size_t templateSlots = 4;
inline constexpr int shortestTemplatedChain = 5;   // tokens

// One template laid on the residues of a chain.
struct ChainTemplate {
    std::vector<std::int32_t> codes;       // (residues): residue code, gap where nothing lies
    std::vector<float> positions;          // (residues, 24, 3)
    std::vector<std::uint8_t> mask;        // (residues, 24)
};

// The first four templates of an entity; complaints about unreadable ones, wrong indices and, if `strict`, an absent
// release date.
std::vector<ChainTemplate> readTemplates(const Entity& entity, ProblemList& problems, bool strict = false);

// template_aatype, template_atom_positions, template_atom_mask. AlphaFold 3 shifts the columns of all chains that follow
// a split residue of a nucleic chain, and gives chains of equal residues the templates of the first; `strict` does so too.
void addTemplates(const std::vector<std::vector<ChainTemplate>>& ofEntity, const AtomLayout& layout, const TokenTable& table,
                  const std::vector<ChainInfo>& chains, bool strict, std::int64_t paddedTokens, TensorMap& arrays);

}  // namespace foldmeter::features
