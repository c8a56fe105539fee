#include "features/residue_bonds.h"

#include "features/atom_layout.h"
#include "features/chains.h"

namespace foldmeter::features {
namespace {

class BondCleaner {
public:
    BondCleaner(const FoldInput& input, const structure::ComponentDictionary& components) : m_components(components) {
        for (const Entity& entity : input.entities) {
            if (isAllUnknown(componentsOf(entity))) continue;
            for (const std::string& id : entity.ids) m_entityOf.emplace(id, &entity);
        }
    }

    bool isKept(const BondedAtom& first, const BondedAtom& second) const {
        if (!isInLayout(first) || !isInLayout(second)) return false;
        const bool ligands[] = {isInLigand(first), isInLigand(second)};
        if (ligands[0] && ligands[1]) return first.chain != second.chain || first.residue != second.residue;
        return ligands[0] || ligands[1];
    }
    bool isInLigand(const BondedAtom& atom) const { return m_entityOf.at(atom.chain)->kind == EntityKind::Ligand; }

private:
    bool isInLayout(const BondedAtom& atom) const {
        const auto entity = m_entityOf.find(atom.chain);
        if (entity == m_entityOf.end()) return false;
        const ComponentPointer component = componentNamed(m_components, componentAt(*entity->second, atom.residue));
        const int index = component->findAtom(atom.atom);
        return index >= 0 && !isHydrogen(component->atoms[static_cast<std::size_t>(index)]);
    }

    const structure::ComponentDictionary& m_components;
    std::map<std::string, const Entity*> m_entityOf;
};

}  // namespace

std::vector<bool> whichBondsAreKept(const FoldInput& input, const structure::ComponentDictionary& components) {
    std::vector<bool> kept;
    const BondCleaner cleaner(input, components);
    for (const auto& [first, second] : input.bonds) kept.push_back(cleaner.isKept(first, second));
    return kept;
}

std::vector<ResidueBond> keptBonds(const FoldInput& input, const structure::ComponentDictionary& components) {
    std::vector<ResidueBond> kept;
    if (input.bonds.empty()) return kept;
    const BondCleaner cleaner(input, components);
    for (const auto& [first, second] : input.bonds)
        if (cleaner.isKept(first, second)) kept.push_back({first, second, !cleaner.isInLigand(first) || !cleaner.isInLigand(second)});
    return kept;
}

BondedNames bondedNames(const std::vector<ResidueBond>& bonds) {
    BondedNames names;
    for (const ResidueBond& bond : bonds)
        for (const BondedAtom* atom : {&bond.first, &bond.second}) names[{atom->chain, atom->residue}].insert(atom->atom);
    return names;
}

std::string componentAt(const Entity& entity, int residue) {
    const auto index = static_cast<std::size_t>(residue - 1);
    if (entity.kind == EntityKind::Ligand) return entity.smiles.empty() ? entity.ccdCodes[index] : smilesCode(entity.ids.front());
    std::string component(componentOf(chainTypeOf(entity), entity.sequence[index]));
    for (const Modification& modification : entity.modifications)
        if (modification.position == residue) component = modification.type;   // the last one counts
    return component;
}

}  // namespace foldmeter::features
