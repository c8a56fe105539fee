// Structures from elsewhere, to hold predictions against: mmCIF or PDB files, told apart by their content.
#pragma once

#include "structure/structure.h"

#include <filesystem>
#include <string>

namespace foldmeter::structure {

// First model, first alternative location of an atom, no hydrogens, no waters. InputError (naming `file`) when the text is
// neither or holds no atoms.
Structure readForeignStructure(const std::string& text, const std::string& file);
Structure loadForeignStructure(const std::filesystem::path& path);   // .zst unpacked

}  // namespace foldmeter::structure
