// Reads "bondedAtomPairs": covalent bonds that the job states. Spec features.md section 1, "Bonds".
#pragma once

#include "features/fold_input.h"
#include "features/problem_list.h"

#include <utility>
#include <vector>

namespace foldmeter::features {

std::vector<std::pair<BondedAtom, BondedAtom>> readBondedAtoms(const json::Value& list, const std::vector<Entity>& entities,
                                                               ProblemList& problems);

}  // namespace foldmeter::features
