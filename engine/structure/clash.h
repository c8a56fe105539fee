// Atoms that lie on top of others, as AlphaFold 3 counts them. Spec: outputs.md section 2.
#pragma once

#include "structure/structure.h"

namespace foldmeter::structure {

// True if some chain has more than 100 clashing atoms, or more than half of its atoms clash. An atom clashes when another
// one within 1.1 A belongs to another chain or to a residue whose number differs by more than one. `polymers` holds
// protein, RNA and DNA chains only.
bool hasClash(const Structure& polymers);

}  // namespace foldmeter::structure
