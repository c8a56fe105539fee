#include "features/chains.h"

#include <algorithm>

namespace foldmeter::features {
namespace {

std::string lettersOf(ChainType type, const std::vector<std::string>& components) {
    std::string letters;
    letters.reserve(components.size());
    for (const std::string& component : components) {
        const char letter = letterOf(component, type == ChainType::Protein ? 'X' : 'N');
        const bool foreign = isNucleic(type) && std::string_view("AGCTUN").find(letter) == std::string_view::npos;
        letters += foreign ? 'N' : letter;
    }
    return letters;
}

}  // namespace

ChainType chainTypeOf(const Entity& entity) {
    switch (entity.kind) {
        case EntityKind::Protein: return ChainType::Protein;
        case EntityKind::Rna: return ChainType::Rna;
        case EntityKind::Dna: return ChainType::Dna;
        case EntityKind::Ligand: break;
    }
    return entity.ccdCodes.size() > 1 ? ChainType::Branched : ChainType::NonPolymer;
}

std::vector<std::string> componentsOf(const Entity& entity) {
    if (!entity.smiles.empty()) return {smilesCode(entity.ids.front())};
    if (entity.kind == EntityKind::Ligand) return entity.ccdCodes;
    const ChainType type = chainTypeOf(entity);
    std::vector<std::string> components;
    components.reserve(entity.sequence.size());
    for (const char letter : entity.sequence) components.emplace_back(componentOf(type, letter));
    for (const Modification& modification : entity.modifications)
        components[static_cast<std::size_t>(modification.position - 1)] = modification.type;
    return components;
}

bool isAllUnknown(const std::vector<std::string>& components) {
    return !components.empty() && isUnknownResidue(components.front()) &&
           std::all_of(components.begin(), components.end(), [&](const std::string& c) { return c == components.front(); });
}

bool comesBefore(const std::string& chainId, const std::string& otherId) {
    if (chainId.size() != otherId.size()) return chainId.size() < otherId.size();
    return std::lexicographical_compare(chainId.rbegin(), chainId.rend(), otherId.rbegin(), otherId.rend());
}

std::vector<Chain> makeChains(const FoldInput& input) {
    std::vector<Chain> chains;
    for (std::size_t e = 0; e < input.entities.size(); ++e) {
        const Entity& entity = input.entities[e];
        const std::vector<std::string> components = componentsOf(entity);
        if (components.empty() || isAllUnknown(components)) continue;
        const ChainType type = chainTypeOf(entity);
        const std::string letters = isLigand(type) ? std::string() : lettersOf(type, components);
        for (const std::string& id : entity.ids) {
            chains.push_back({id, type, static_cast<int>(e), components, letters});
            if (!entity.smiles.empty()) chains.back().components = {smilesCode(id)};
        }
    }
    std::sort(chains.begin(), chains.end(), [](const Chain& a, const Chain& b) { return comesBefore(a.id, b.id); });
    return chains;
}

}  // namespace foldmeter::features
