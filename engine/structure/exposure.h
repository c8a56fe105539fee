// How bare the residues of a protein chain lie: what AlphaFold 3 takes for disorder. Spec: outputs.md section 2.
#pragma once

#include "structure/structure.h"

#include <vector>

namespace foldmeter::structure {

// Accessible surface of each residue (as DSSP's table prints it: whole square Angstrom) over the greatest one known for
// its amino acid, at most 1; residues that DSSP skips are left out. `chain` holds one protein chain.
std::vector<double> relativeExposure(const Structure& chain);

// Mean over a window of 25 centred on each value; beyond the ends the sequence continues mirrored, the end value not
// repeated.
std::vector<double> smoothedExposure(const std::vector<double>& exposure);

}  // namespace foldmeter::structure
