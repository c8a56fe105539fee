// What a click makes of a selection: a residue, an atom, a chain, alone, added, taken away or up to there.
#pragma once

#include "viz/display.h"

#include <optional>
#include <vector>

namespace foldmeter::viz {

struct Selecting {
    bool toggle = false;   // add, or take away what is selected already
    bool upTo = false;     // everything between the last selected residue of the chain and this one
    bool atom = false, chain = false;
};

// Nothing found: the selection ends (unless it is toggled or extended).
Selection selected(const std::vector<ShownStructure>& structures, const Selection& before, const std::optional<Picked>& found, const Selecting& how);

// Rows in structure `index` of the residues that a selection (of the first structure's rows) touches; none when there are
// more than `most`.
std::vector<int> shownResidues(const std::vector<ShownStructure>& structures, std::size_t index, const Selection& selection, std::size_t most);

}  // namespace foldmeter::viz
