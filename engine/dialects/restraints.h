// Chai's table of restraints (CSV): covalent bonds, and contacts and pockets with their distances. The network takes
// bonds; the others are named as dropped.
#pragma once

#include "dialects/job_builder.h"

#include <string>
#include <vector>

namespace foldmeter::dialects {

// A chain as Chai counts it: A, B, ... in the order of the records.
struct RestrainedChain {
    std::string kind;       // "protein", "dna", "rna", "ligand", "glycan"
    std::string id;         // in the job
    std::string sequence;   // letters of a polymer
};
struct RestraintTable {
    std::string text, file;   // file: empty when there is none
};

// Adds the bonds to the job. True for each chain that a bond names.
std::vector<bool> addRestraints(const RestraintTable& table, const std::vector<RestrainedChain>& chains, JobBuilder& builder);

}  // namespace foldmeter::dialects
