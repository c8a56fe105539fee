// Several structures in one view: laid on top of each other, handed on as they lie.
#pragma once

#include "structure/compare.h"
#include "structure/structure_files.h"
#include "viz/display.h"

#include <span>
#include <string>
#include <vector>

namespace foldmeter::viz {

// Places every structure on the one at `reference`, by all chains or only by those named, and says how well each fits:
// one entry a structure, nothing where too little corresponds (that one stays where it is).
std::vector<std::optional<structure::Comparison>> superposeShown(std::vector<ShownStructure>& shown, std::size_t reference,
                                                                 const std::vector<std::string>& chains = {});
// Deviation from a reference in colours: blue where it is followed, red from `most` Angstrom on.
Colouring deviationColouring(const structure::Comparison& comparison, double most = 5);

// Positions (3 numbers an atom) moved as a whole so that they lie as well as can be on `last`: what is made step by step
// does not tumble. As they are when the counts differ or `last` is empty; atoms that are no number on either side do not count.
std::vector<float> laidOn(std::span<const float> last, std::vector<float> positions);

// The visible ones, for writing.
std::vector<structure::PlacedStructure> placedStructures(const std::vector<ShownStructure>& shown);

}  // namespace foldmeter::viz
