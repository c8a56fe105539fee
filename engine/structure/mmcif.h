// Reading structures from mmCIF. Tokens and tables are gemmi's; this turns them into a Structure. (Writing predictions is
// predict/output's, since their format is fixed to the byte.)
#pragma once

#include "structure/structure.h"

#include <filesystem>
#include <string>

namespace foldmeter::structure {

// First model, first alternative location of an atom, no hydrogens; chains by auth_asym_id, residues by auth_seq_id.
// InputError (naming `file`) when the text is not mmCIF or holds no atoms.
Structure readStructure(const std::string& text, const std::string& file);
Structure loadStructure(const std::filesystem::path& path);

}  // namespace foldmeter::structure
