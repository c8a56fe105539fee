// A PDB or mmCIF text, told apart by its content, as gemmi's structure.
// For the .cpp files of this folder only: it brings gemmi's headers.
#pragma once

#include <gemmi/cifdoc.hpp>
#include <gemmi/model.hpp>

#include <string>

namespace foldmeter::structure {

bool looksLikeCif(const std::string& text);
// InputError, or what gemmi throws. `file`: for its messages.
gemmi::Structure toGemmi(const std::string& text, const std::string& file);

// What gemmi would read without looking: whole numbers that no int holds, and ranges of operations ("1-60") that it would
// write out one by one. InputError.
void checkNumbers(const gemmi::cif::Block& block);

}  // namespace foldmeter::structure
