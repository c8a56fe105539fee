// The flat output layout: every atom that is predicted, in output order. Spec features.md section 2.4.
#pragma once

#include "features/batch.h"
#include "features/chains.h"
#include "features/residue_bonds.h"
#include "structure/components.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace foldmeter::features {

using ComponentPointer = std::shared_ptr<const structure::Component>;

struct LayoutResidue {
    int chain = 0;                // index into AtomLayout::chains
    int id = 1;                   // 1-based in the chain
    ComponentPointer component;   // what the residue is
    ComponentPointer atomSource;  // whose atom list it takes: the same, GLY for UNK
    int firstAtom = 0, atoms = 0;
};

struct AtomLayout {
    std::vector<Chain> chains;
    std::vector<LayoutResidue> residues;
    std::vector<LayoutAtom> atoms;   // token and slot are filled by makeTokens
    std::vector<std::size_t> firstResidueOf;   // of each chain
    std::vector<ResidueBond> bonds;            // between residues
    const Chain& chainOf(const LayoutResidue& residue) const { return chains[static_cast<std::size_t>(residue.chain)]; }
    const LayoutResidue& residueOf(const BondedAtom& atom) const;   // of an atom of `bonds`
    int find(const BondedAtom& atom) const;                         // index into atoms, -1 if the residue lost it
};

// Where a residue stands in its chain: it decides over terminal oxygens.
struct ResiduePlace {
    ChainType type = ChainType::Protein;
    bool first = false, last = false;
    bool strict = false;   // as AlphaFold 3: a sugar bonded to nothing loses its O1 too
};
bool isHydrogen(const structure::ComponentAtom& atom);   // deuterium too
bool isGlycan(const structure::Component& component);
// Indices of the atoms of `source` that a residue of `component` there has, given the names of those bonded to others.
std::vector<int> keptAtoms(const structure::Component& component, const structure::Component& source, const ResiduePlace& place,
                           const std::set<std::string>& bonded = {});

// The component of a residue and the one whose atom list it takes. InternalError if unknown: jobs are checked before.
ComponentPointer componentNamed(const structure::ComponentDictionary& components, std::string_view code);
ComponentPointer atomSourceOf(const structure::ComponentDictionary& components, const ComponentPointer& component);

AtomLayout makeAtomLayout(std::vector<Chain> chains, const structure::ComponentDictionary& components, std::vector<ResidueBond> bonds = {}, bool strict = false);

}  // namespace foldmeter::features
