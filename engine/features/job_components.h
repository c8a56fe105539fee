// The components that a job brings along: its "userCCD" and its SMILES ligands, on top of the dictionary.
// Spec features.md sections 1.1 to 1.3.
#pragma once

#include "features/fold_input.h"
#include "features/problem_list.h"
#include "structure/components.h"

#include <memory>

namespace foldmeter::features {

using DictionaryPointer = std::shared_ptr<const structure::ComponentDictionary>;

// The dictionary with the user's components, which come first. AlphaFold 3 lists its sugars once, by name, from the
// dictionary, so that a sugar of the user's is none; `strict` does so too.
DictionaryPointer withUserComponents(const FoldInput& input, DictionaryPointer components, ProblemList& problems, bool strict = false);
// That with one component for every chain of a SMILES ligand. A job of more than `mostTokens` ligand atoms gets no more
// components than one an entity: it is refused for its size.
DictionaryPointer withSmilesComponents(const FoldInput& input, DictionaryPointer components, ProblemList& problems);

}  // namespace foldmeter::features
