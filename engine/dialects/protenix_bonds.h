// Protenix's "covalent_bonds": an atom is named by the number of its entity, of the copy and of the residue. Older jobs
// write left_entity and right_entity where newer ones write entity1 and entity2.
#pragma once

#include "dialects/job_builder.h"

#include <string>
#include <vector>

namespace foldmeter::dialects {

// chainsOf: the chain ids of each entity, in the order of the file.
void addProtenixBonds(const json::Value& list, const std::vector<std::vector<std::string>>& chainsOf, JobBuilder& builder);

}  // namespace foldmeter::dialects
