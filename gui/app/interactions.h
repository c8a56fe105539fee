// Contacts, hydrogen bonds and clashes of the shown sample, as its list and its dashed lines show them: of the selection
// with everything else, or, with nothing selected, of the whole (contacts: between chains where there are several).
#pragma once

#include "gui/app/structure_choices.h"
#include "viz/display.h"

#include <QString>

#include <vector>

namespace foldmeter::app {

struct ShownInteraction {
    viz::DrawnLink::Kind kind = viz::DrawnLink::Kind::Contact;
    int first = 0, second = 0;           // rows of atoms; of a hydrogen bond: donor, acceptor
    double distance = 0, overlap = 0;    // A
};
struct FoundInteractions {
    std::vector<ShownInteraction> shown;
    std::size_t left = 0;                // more than can be listed
};

constexpr std::size_t mostInteractions = 4000;

// `selected`: rows of residues; empty: the whole.
FoundInteractions findInteractions(const structure::Structure& structure, const StructureChoices& choices, const std::vector<int>& selected);

QString nameOfAtom(const structure::Structure& structure, int atom);   // "A 12 TYR OH"
QString nameOf(viz::DrawnLink::Kind kind);

}  // namespace foldmeter::app
