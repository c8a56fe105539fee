// Colours of residues by what they are: the groups that alignments are usually painted in, quiet enough to read letters
// on, in both schemes.
#pragma once

#include "features/fold_input.h"

#include <QColor>

namespace foldmeter::job {

// Ground of a letter; transparent where it has no group (unknown letters).
QColor residueColour(features::EntityKind kind, char letter, bool dark);

}  // namespace foldmeter::job
