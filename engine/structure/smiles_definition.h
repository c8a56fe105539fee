// A SMILES as the definition of a component of one's own ("userCCD"): atoms get names that bonds can refer to, and
// coordinates that carry the stereochemistry. Spec features.md section 1.3.
#pragma once

#include <string>
#include <vector>

namespace foldmeter::structure {

struct ComponentDefinition {
    std::string cif;                  // one data block
    std::vector<std::string> atoms;   // names of the heavy atoms in the order of the SMILES: C1, N1, CL1, ...
};
// InputError when the SMILES names no molecule, or one that no coordinates are found for.
ComponentDefinition definitionOfSmiles(const std::string& smiles, const std::string& code);

}  // namespace foldmeter::structure
