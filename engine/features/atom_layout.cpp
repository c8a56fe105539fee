#include "features/atom_layout.h"

#include "base/error.h"

#include <algorithm>
#include <cctype>
#include <map>

namespace foldmeter::features {
namespace {

bool isLost(const structure::ComponentAtom& atom, bool glycan, const ResiduePlace& place, const std::set<std::string>& bonded) {
    if (isHydrogen(atom)) return true;
    if (place.type == ChainType::Protein) return !place.last && (atom.name == "OXT" || atom.name == "HXT") && !bonded.contains(atom.name);
    if (isNucleic(place.type)) return !place.first && atom.name == "OP3";
    return glycan && atom.name == "O1" && !bonded.contains(atom.name) && (place.strict || !bonded.empty());
}

// Residues of one kind share their components and atom lists.
class ResidueSource {
public:
    explicit ResidueSource(const structure::ComponentDictionary& components) : m_components(components) {}

    struct Entry {
        ComponentPointer component, atomSource;
        std::map<int, std::vector<int>> kept;   // by place
    };
    Entry& of(const std::string& code) {
        Entry& entry = m_entries[code];
        if (!entry.component) {
            entry.component = componentNamed(m_components, code);
            entry.atomSource = atomSourceOf(m_components, entry.component);
        }
        return entry;
    }
    const std::vector<int>& keptOf(Entry& entry, const ResiduePlace& place) {
        const int key = static_cast<int>(place.type) * 4 + (place.first ? 2 : 0) + (place.last ? 1 : 0);
        const auto [slot, isFirst] = entry.kept.try_emplace(key);
        if (isFirst) slot->second = keptAtoms(*entry.component, *entry.atomSource, place);
        return slot->second;
    }

private:
    const structure::ComponentDictionary& m_components;
    std::map<std::string, Entry> m_entries;
};

void addResidue(AtomLayout& layout, ResidueSource& source, const BondedNames& bonded, bool strict, int chainIndex, std::size_t residue) {
    const Chain& chain = layout.chains[static_cast<std::size_t>(chainIndex)];
    const std::string& code = chain.components[residue];
    const int id = static_cast<int>(residue) + 1;
    const ResiduePlace place{chain.type, residue == 0, residue + 1 == chain.components.size(), strict};
    ResidueSource::Entry& entry = source.of(code);
    const auto names = bonded.find({chain.id, id});
    const std::vector<int> kept = names == bonded.end() ? source.keptOf(entry, place) : keptAtoms(*entry.component, *entry.atomSource, place, names->second);
    const int firstAtom = static_cast<int>(layout.atoms.size());
    layout.residues.push_back({chainIndex, id, entry.component, entry.atomSource, firstAtom, static_cast<int>(kept.size())});
    for (const int index : kept) {
        const structure::ComponentAtom& atom = entry.atomSource->atoms[static_cast<std::size_t>(index)];
        layout.atoms.push_back({std::string(nameOf(chain.type)), chain.id, id, code, atom.name, atom.element, 0, 0});
    }
}

}  // namespace

bool isHydrogen(const structure::ComponentAtom& atom) { return atom.element == "H" || atom.element == "D"; }

bool isGlycan(const structure::Component& component) {
    if (component.glycan) return *component.glycan;
    std::string type = component.type;
    std::transform(type.begin(), type.end(), type.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return component.code != "UNX" && type.find("saccharide") != std::string::npos;
}

std::vector<int> keptAtoms(const structure::Component& component, const structure::Component& source, const ResiduePlace& place,
                           const std::set<std::string>& bonded) {
    const bool glycan = isLigand(place.type) && isGlycan(component);
    std::vector<int> kept;
    for (std::size_t i = 0; i < source.atoms.size(); ++i)
        if (!isLost(source.atoms[i], glycan, place, bonded)) kept.push_back(static_cast<int>(i));
    return kept;
}

ComponentPointer componentNamed(const structure::ComponentDictionary& components, std::string_view code) {
    ComponentPointer component = components.find(code);
    check(component != nullptr, "component " + std::string(code) + " was not checked before");
    return component;
}

ComponentPointer atomSourceOf(const structure::ComponentDictionary& components, const ComponentPointer& component) {
    return component->code == "UNK" ? componentNamed(components, "GLY") : component;
}

const LayoutResidue& AtomLayout::residueOf(const BondedAtom& atom) const {
    const auto chain = std::lower_bound(chains.begin(), chains.end(), atom.chain, [](const Chain& c, const std::string& id) { return comesBefore(c.id, id); });
    check(chain != chains.end() && chain->id == atom.chain, "a bond to chain " + atom.chain + " was kept, the chain was not");
    return residues[firstResidueOf[static_cast<std::size_t>(chain - chains.begin())] + static_cast<std::size_t>(atom.residue - 1)];
}

int AtomLayout::find(const BondedAtom& atom) const {
    const LayoutResidue& residue = residueOf(atom);
    for (int a = residue.firstAtom; a < residue.firstAtom + residue.atoms; ++a)
        if (atoms[static_cast<std::size_t>(a)].atomName == atom.atom) return a;
    return -1;
}

AtomLayout makeAtomLayout(std::vector<Chain> chains, const structure::ComponentDictionary& components, std::vector<ResidueBond> bonds, bool strict) {
    AtomLayout layout;
    layout.chains = std::move(chains);
    layout.bonds = std::move(bonds);
    const BondedNames bonded = bondedNames(layout.bonds);
    ResidueSource source(components);
    for (std::size_t c = 0; c < layout.chains.size(); ++c) {
        layout.firstResidueOf.push_back(layout.residues.size());
        for (std::size_t r = 0; r < layout.chains[c].components.size(); ++r) addResidue(layout, source, bonded, strict, static_cast<int>(c), r);
    }
    return layout;
}

}  // namespace foldmeter::features
