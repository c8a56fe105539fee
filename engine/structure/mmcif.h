// Reading structures from mmCIF. Tokens and tables are gemmi's; this turns them into a Structure. (Writing predictions is
// predict/output's, since their format is fixed to the byte.)
#pragma once

#include "structure/structure.h"

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace foldmeter::structure {

// First model, first alternative location of an atom, no hydrogens; chains by auth_asym_id, residues by auth_seq_id.
// InputError (naming `file`) when the text is not mmCIF or holds no atoms.
Structure readStructure(const std::string& text, const std::string& file);
Structure loadStructure(const std::filesystem::path& path);
// The covalent bonds between residues that the text states (_struct_conn), as atoms of `structure`, which was read from
// it; bonds of atoms that it does not hold are left out.
std::vector<std::pair<int, int>> readBonds(const std::string& text, const std::string& file, const Structure& structure);

}  // namespace foldmeter::structure
