// Which residues of two structures correspond when chains and numbers do not tell: polymer chains are paired by the
// alignment of their sequences (gemmi's), the best pair first.
#pragma once

#include "structure/structure.h"

#include <utility>
#include <vector>

namespace foldmeter::structure {

// Rows of residues, ascending by the first. A pair of chains counts when at least three residues in ten of the shorter one
// are the same; residues that are aligned correspond even where they differ.
std::vector<std::pair<int, int>> alignChains(const Structure& moving, const Structure& fixed);

}  // namespace foldmeter::structure
