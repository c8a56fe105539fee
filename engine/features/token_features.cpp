#include "features/token_features.h"

#include <algorithm>
#include <map>
#include <string>

namespace foldmeter::features {
namespace {

const LayoutResidue& residueOf(const AtomLayout& layout, const Token& token) { return layout.residues[static_cast<std::size_t>(token.residue)]; }

// A column of the token table: one value a token, zero for padding.
template <typename Value, typename Of>
void addColumn(TensorMap& arrays, const std::string& name, DType dtype, const TokenTable& table, std::int64_t paddedTokens, Of of) {
    Tensor column(dtype, {paddedTokens});
    const auto values = column.mutableAs<Value>();
    for (std::size_t token = 0; token < table.tokens.size(); ++token) values[token] = static_cast<Value>(of(token));
    arrays[name] = column;
}

}  // namespace

std::vector<ChainInfo> makeChainInfos(const AtomLayout& layout, const TokenTable& table) {
    std::vector<ChainInfo> chains;
    std::vector<std::string> names;   // comma-joined residue names of the tokens
    for (std::size_t t = 0; t < table.tokens.size(); ++t) {
        const Token& token = table.tokens[t];
        const Chain& chain = layout.chains[static_cast<std::size_t>(token.chain)];
        if (chains.empty() || chains.back().id != chain.id) {
            chains.push_back({chain.id, std::string(nameOf(chain.type)), static_cast<int>(chains.size()) + 1, 0, static_cast<int>(t), 0});
            names.emplace_back();
        }
        ++chains.back().tokens;
        names.back() += residueOf(layout, token).component->code + ",";
    }
    std::map<std::string, int> entities;
    for (std::size_t c = 0; c < chains.size(); ++c)
        chains[c].entityId = entities.emplace(names[c], static_cast<int>(entities.size()) + 1).first->second;
    return chains;
}

void addTokenFeatures(const AtomLayout& layout, const TokenTable& table, const std::vector<ChainInfo>& chains,
                      std::int64_t paddedTokens, TensorMap& arrays) {
    const auto typeOf = [&](std::size_t t) { return layout.chains[static_cast<std::size_t>(table.tokens[t].chain)].type; };
    std::vector<const ChainInfo*> chainOf;
    std::map<int, int> copies;
    std::vector<int> copyOf;
    for (const ChainInfo& chain : chains) {
        chainOf.insert(chainOf.end(), static_cast<std::size_t>(chain.tokens), &chain);
        copyOf.insert(copyOf.end(), static_cast<std::size_t>(chain.tokens), ++copies[chain.entityId]);
    }
    const auto integers = [&](const std::string& name, auto of) { addColumn<std::int32_t>(arrays, name, DType::I32, table, paddedTokens, of); };
    const auto flags = [&](const std::string& name, auto of) { addColumn<std::uint8_t>(arrays, name, DType::Bool, table, paddedTokens, of); };
    integers("residue_index", [&](std::size_t t) { return residueOf(layout, table.tokens[t]).id; });
    integers("token_index", [&](std::size_t t) { return t + 1; });
    integers("aatype", [&](std::size_t t) { return residueCode(typeOf(t), residueOf(layout, table.tokens[t]).component->code); });
    integers("asym_id", [&](std::size_t t) { return chainOf[t]->asymId; });
    integers("entity_id", [&](std::size_t t) { return chainOf[t]->entityId; });
    integers("sym_id", [&](std::size_t t) { return copyOf[t]; });
    integers("residue_center_index", [&](std::size_t t) { return table.tokens[t].centerSlot; });
    flags("seq_mask", [](std::size_t) { return true; });
    flags("is_protein", [&](std::size_t t) { return typeOf(t) == ChainType::Protein; });
    flags("is_rna", [&](std::size_t t) { return typeOf(t) == ChainType::Rna; });
    flags("is_dna", [&](std::size_t t) { return typeOf(t) == ChainType::Dna; });
    flags("is_ligand", [&](std::size_t t) { return isLigand(typeOf(t)); });
    for (const char* none : {"is_nonstandard_polymer_chain", "is_water"}) arrays[none] = Tensor(DType::Bool, {paddedTokens});
    Tensor length(DType::I32, {});
    length.mutableAs<std::int32_t>()[0] = static_cast<std::int32_t>(table.tokens.size());
    arrays["seq_length"] = length;
    Tensor filled(DType::Bool, {paddedTokens, slotsPerToken});
    const auto mask = filled.mutableAs<std::uint8_t>();
    std::transform(table.slots.begin(), table.slots.end(), mask.begin(), [](std::int32_t atom) { return atom >= 0 ? 1 : 0; });
    arrays["pred_dense_atom_mask"] = filled;
}

}  // namespace foldmeter::features
