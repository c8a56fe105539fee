// A structure as mmCIF or PDB text: what is shown in the window, for other programs. (Predictions have their own writer,
// whose form is fixed to the byte.) The texts are gemmi's.
#pragma once

#include "structure/structure.h"
#include "structure/superpose.h"

#include <optional>
#include <string>
#include <vector>

namespace foldmeter::structure {

struct PlacedStructure {
    const Structure* structure = nullptr;
    std::optional<Superposition> placement;
};

// Each structure a model of its own. B factors are written as they are.
std::string toMmcif(const std::vector<PlacedStructure>& models, const std::string& name);
// InputError when it does not fit: more than 99,999 atoms or 62 chains in a model, names of chains that cannot be shortened.
std::string toPdb(const std::vector<PlacedStructure>& models, const std::string& name);

}  // namespace foldmeter::structure
