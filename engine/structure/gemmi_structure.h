// A PDB or mmCIF text, told apart by its content, as gemmi's structure.
// For the .cpp files of this folder only: it brings gemmi's headers.
#pragma once

#include <gemmi/model.hpp>

#include <string>

namespace foldmeter::structure {

bool looksLikeCif(const std::string& text);
// InputError, or what gemmi throws. `file`: for its messages.
gemmi::Structure toGemmi(const std::string& text, const std::string& file);

}  // namespace foldmeter::structure
