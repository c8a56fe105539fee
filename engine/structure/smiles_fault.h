// Says in words where a SMILES stops being one: RDKit only refuses it. Covers what people get wrong, brackets, branches,
// ring numbers and symbols; chemistry that cannot be (valences) is RDKit's to tell.
#pragma once

#include <string>
#include <string_view>

namespace foldmeter::structure {

// "ring 1, opened at place 4, is never closed"; "" where this finds nothing wrong. Places count from 1.
std::string smilesFault(std::string_view smiles);
// Atoms that are written, in the time of reading it once: RDKit needs minutes for thousands of them.
std::size_t writtenAtoms(std::string_view smiles);

}  // namespace foldmeter::structure
