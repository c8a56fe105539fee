// A PDB or mmCIF text as gemmi's structure, told apart by the content, with entities named and residues numbered by their
// declared sequence. For this folder only.
#pragma once

#include <string>

namespace gemmi {
struct Structure;
}

namespace foldmeter::structure {

struct StructureSource {
    bool isCif = false;
    std::string released;   // earliest revision, YYYY-MM-DD; empty: not stated (PDB files)
};

bool isDate(const std::string& text);   // YYYY-MM-DD
// The first data block. InputError (naming `file`) when nothing can be read or no atoms are there.
gemmi::Structure readAnyStructure(const std::string& text, const std::string& file, StructureSource* source = nullptr);

}  // namespace foldmeter::structure
