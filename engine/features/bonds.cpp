#include "features/bonds.h"

#include "base/error.h"
#include "base/message.h"
#include "features/gathers.h"

#include <utility>
#include <vector>

namespace foldmeter::features {
namespace {

constexpr std::int64_t ligandBondsPerToken = 10;

using TokenPair = std::pair<int, int>;

// Token of each of the component's atoms within this residue, -1 where the atom represents no token.
std::vector<int> tokensOfAtoms(const AtomLayout& layout, const TokenTable& table, const LayoutResidue& residue) {
    const auto& known = residue.component->atoms;
    std::vector<int> tokens(known.size(), -1);
    for (int atom = residue.firstAtom; atom < residue.firstAtom + residue.atoms; ++atom) {
        const LayoutAtom& place = layout.atoms[static_cast<std::size_t>(atom)];
        const int index = residue.component->findAtom(place.atomName);
        const bool represents = table.tokens[static_cast<std::size_t>(place.token)].representative == atom;
        if (index >= 0 && represents) tokens[static_cast<std::size_t>(index)] = place.token;
    }
    return tokens;
}

// The dictionary's bonds within every residue that is not standard, in its order and direction.
std::vector<TokenPair> bondsWithinResidues(const AtomLayout& layout, const TokenTable& table) {
    std::vector<TokenPair> bonds;
    for (const LayoutResidue& residue : layout.residues) {
        if (isStandard(residue.component->code)) continue;
        const std::vector<int> tokens = tokensOfAtoms(layout, table, residue);
        for (const structure::ComponentBond& bond : residue.component->bonds) {
            const auto first = static_cast<std::size_t>(bond.first), second = static_cast<std::size_t>(bond.second);
            const auto& atoms = residue.component->atoms;
            const bool namedLikeHydrogen = atoms[first].name.starts_with('H') || atoms[second].name.starts_with('H');
            if (!namedLikeHydrogen && tokens[first] >= 0 && tokens[second] >= 0) bonds.emplace_back(tokens[first], tokens[second]);
        }
    }
    return bonds;
}

}  // namespace

void addBonds(const AtomLayout& layout, const TokenTable& table, std::int64_t paddedTokens, TensorMap& arrays) {
    const auto tokens = static_cast<std::int64_t>(table.tokens.size());
    // Bonds between residues come with "bondedAtomPairs", which the job check refuses in this version: these stay empty.
    Gather({paddedTokens, 2}, {tokens}).addTo(arrays, "tokens_to_polymer_ligand_bonds");
    Gather({paddedTokens, 2}, {paddedTokens, slotsPerToken}).addTo(arrays, "token_atoms_to_polymer_ligand_bonds");
    const std::vector<TokenPair> bonds = bondsWithinResidues(layout, table);
    const std::int64_t rows = ligandBondsPerToken * paddedTokens;
    if (static_cast<std::int64_t>(bonds.size()) > rows) throw InputError(message("features.bonds"));
    Gather gather({rows, 2}, {tokens});
    for (std::size_t b = 0; b < bonds.size(); ++b) {
        gather.set(static_cast<std::int64_t>(2 * b), bonds[b].first);
        gather.set(static_cast<std::int64_t>(2 * b + 1), bonds[b].second);
    }
    gather.addTo(arrays, "tokens_to_ligand_ligand_bonds");
}

}  // namespace foldmeter::features
