// A sample in the PDB format, for programs that read nothing else. The format is narrow: what it cannot hold is said
// before anything is run, and what has to be renamed is listed in the file's remarks.
#pragma once

#include "predict/output.h"

#include <string>

namespace foldmeter::predict {

// Why the job cannot be written as PDB, "" if it can: more than 62 chains, 9,999 residues in a chain or 99,999 atoms.
std::string pdbRefusal(const features::Batch& batch);
// Atoms with pLDDT as B, bonds between residues as LINK. Chains get one character (REMARK 1 lists those that had more),
// components whose codes have more than 3 letters get a short name (listed too). InputError for a coordinate that the
// columns cannot hold.
std::string pdbText(const OutputContext& context, const SampleScores& scores);

}  // namespace foldmeter::predict
