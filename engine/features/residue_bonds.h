// Which of the bonds that a job states are left after cleaning, and so change the layout and are shown to the network.
// Spec features.md sections 2.2 and 2.3.
#pragma once

#include "features/fold_input.h"
#include "structure/components.h"

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace foldmeter::features {

struct ResidueBond {
    BondedAtom first, second;      // in the direction of the job
    bool toPolymer = false;        // one end in a polymer, else both in ligands
};

// Gone are bonds to dropped chains and hydrogens, between polymers, and within a residue. The atoms must be known.
std::vector<ResidueBond> keptBonds(const FoldInput& input, const structure::ComponentDictionary& components);

// For each bond of the job whether it is one of these.
std::vector<bool> whichBondsAreKept(const FoldInput& input, const structure::ComponentDictionary& components);

// Names of the bonded atoms of each residue, by chain and number: they are not lost with the leaving atoms.
using BondedNames = std::map<std::pair<std::string, int>, std::set<std::string>>;
BondedNames bondedNames(const std::vector<ResidueBond>& bonds);

// The component of a residue of an entity.
std::string componentAt(const Entity& entity, int residue);

}  // namespace foldmeter::features
