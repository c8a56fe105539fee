// Several structures in one view: laid on top of each other, handed on as they lie.
#pragma once

#include "structure/compare.h"
#include "structure/structure_files.h"
#include "viz/display.h"

#include <string>
#include <vector>

namespace foldmeter::viz {

// Places every structure on the one at `reference`, by all chains or only by those named, and says how well each fits:
// one entry a structure, nothing where too little corresponds (that one stays where it is).
std::vector<std::optional<structure::Comparison>> superposeShown(std::vector<ShownStructure>& shown, std::size_t reference,
                                                                 const std::vector<std::string>& chains = {});
// Deviation from a reference in colours: blue where it is followed, red from `most` Angstrom on.
Colouring deviationColouring(const structure::Comparison& comparison, double most = 5);

// The visible ones, for writing.
std::vector<structure::PlacedStructure> placedStructures(const std::vector<ShownStructure>& shown);

}  // namespace foldmeter::viz
