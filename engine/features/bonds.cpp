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

// Token that stands for a bonded atom: of a polymer's residue its central one, whatever atom is bonded. -1 if there is none.
int tokenOfBonded(const AtomLayout& layout, const TokenTable& table, const BondedAtom& atom) {
    const ChainType type = layout.chainOf(layout.residueOf(atom)).type;
    BondedAtom wanted = atom;
    if (type == ChainType::Protein) wanted.atom = "CA";
    if (isNucleic(type)) wanted.atom = "C1'";
    const int index = layout.find(wanted);
    if (index < 0) return -1;
    const int token = layout.atoms[static_cast<std::size_t>(index)].token;
    return table.tokens[static_cast<std::size_t>(token)].representative == index ? token : -1;
}

std::vector<TokenPair> bondsBetweenResidues(const AtomLayout& layout, const TokenTable& table, bool toPolymer) {
    std::vector<TokenPair> bonds;
    for (const ResidueBond& bond : layout.bonds) {
        if (bond.toPolymer != toPolymer) continue;
        const TokenPair tokens(tokenOfBonded(layout, table, bond.first), tokenOfBonded(layout, table, bond.second));
        const bool namedLikeHydrogen = !toPolymer && (bond.first.atom.starts_with('H') || bond.second.atom.starts_with('H'));
        if (tokens.first >= 0 && tokens.second >= 0 && !namedLikeHydrogen) bonds.push_back(tokens);
    }
    return bonds;
}

void addPairs(const std::vector<TokenPair>& bonds, std::int64_t rows, std::int64_t tokens, const char* name, const char* complaint, TensorMap& arrays) {
    if (static_cast<std::int64_t>(bonds.size()) > rows) throw InputError(message(complaint));
    Gather gather({rows, 2}, {tokens});
    for (std::size_t b = 0; b < bonds.size(); ++b) {
        gather.set(static_cast<std::int64_t>(2 * b), bonds[b].first);
        gather.set(static_cast<std::int64_t>(2 * b + 1), bonds[b].second);
    }
    gather.addTo(arrays, name);
}

// The bonded atoms themselves. Rows beyond the last bond name the padding slot, which is the last one, where there is one.
void addAtomsOfPolymerBonds(const AtomLayout& layout, std::int64_t tokens, std::int64_t paddedTokens, TensorMap& arrays) {
    Gather gather({paddedTokens, 2}, {paddedTokens, slotsPerToken});
    std::int64_t at = 0;
    for (const ResidueBond& bond : layout.bonds) {
        if (!bond.toPolymer || at >= 2 * paddedTokens) continue;
        for (const BondedAtom* end : {&bond.first, &bond.second}) {
            const int index = layout.find(*end);
            const LayoutAtom* atom = index < 0 ? nullptr : &layout.atoms[static_cast<std::size_t>(index)];
            if (atom && atom->slot >= 0) gather.set(at, static_cast<std::int64_t>(atom->token) * slotsPerToken + atom->slot);
            ++at;
        }
    }
    if (at > 0 && paddedTokens > tokens)
        for (; at < 2 * paddedTokens; ++at) gather.set(at, slotsPerToken * paddedTokens - 1);
    gather.addTo(arrays, "token_atoms_to_polymer_ligand_bonds");
}

}  // namespace

std::vector<LayoutBond> layoutBonds(const AtomLayout& layout, bool toPolymer) {
    std::vector<LayoutBond> bonds;
    for (const ResidueBond& bond : layout.bonds) {
        if (bond.toPolymer != toPolymer) continue;
        const LayoutBond atoms{layout.find(bond.first), layout.find(bond.second)};
        if (atoms.first >= 0 && atoms.second >= 0) bonds.push_back(atoms);
    }
    return bonds;
}

void addBonds(const AtomLayout& layout, const TokenTable& table, std::int64_t paddedTokens, TensorMap& arrays) {
    const auto tokens = static_cast<std::int64_t>(table.tokens.size());
    addPairs(bondsBetweenResidues(layout, table, true), paddedTokens, tokens, "tokens_to_polymer_ligand_bonds", "features.polymer_bonds", arrays);
    addAtomsOfPolymerBonds(layout, tokens, paddedTokens, arrays);
    std::vector<TokenPair> bonds = bondsBetweenResidues(layout, table, false);
    const std::vector<TokenPair> within = bondsWithinResidues(layout, table);
    bonds.insert(bonds.end(), within.begin(), within.end());
    addPairs(bonds, ligandBondsPerToken * paddedTokens, tokens, "tokens_to_ligand_ligand_bonds", "features.bonds", arrays);
}

}  // namespace foldmeter::features
