// The one selection names residues as people do (chain, number); a drawn structure counts rows. Pure translation both
// ways, and of the engine's list of atoms to a structure whose positions are still to come.
#pragma once

#include "gui/commands/shared_selection.h"
#include "structure/structure.h"
#include "viz/display.h"
#include "worker/protocol/events.h"

namespace foldmeter::app {

// Rows of what is selected; chains and residues the structure lacks are left out.
viz::Selection rowsOf(const commands::Selection& selection, const structure::Structure& structure);
// Residues by name; a chain whose residues are all selected stays a list of residues. Seeds and spans of `before` stay.
commands::Selection namesOf(const viz::Selection& rows, const structure::Structure& structure, const commands::Selection& before);

structure::Structure layoutOf(const worker::AtomsEvent& atoms);   // every position at the origin

}  // namespace foldmeter::app
