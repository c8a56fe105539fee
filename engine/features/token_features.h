// What each token is: residue, chain, entity, copy, kind of molecule. Spec features.md section 3, first table rows.
#pragma once

#include "features/batch.h"
#include "features/tokens.h"

#include <cstdint>
#include <vector>

namespace foldmeter::features {

// asym_id: order of appearance; entity_id: chains with equal token residue names share it; sym_id: copy in the entity.
std::vector<ChainInfo> makeChainInfos(const AtomLayout& layout, const TokenTable& table);
void addTokenFeatures(const AtomLayout& layout, const TokenTable& table, const std::vector<ChainInfo>& chains,
                      std::int64_t paddedTokens, TensorMap& arrays);

}  // namespace foldmeter::features
