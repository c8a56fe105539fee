// What the file alone cannot tell: whether the components of a job exist, its molecules, templates and user components can
// be read, its bonds name real atoms, how large it is. For `validate`, `plan` and the batch builder. Costs no memory that
// grows with copies or sequence length squared.
#pragma once

#include "features/fold_input.h"
#include "features/job_components.h"
#include "features/template_features.h"
#include "structure/components.h"

#include <cstdint>
#include <vector>

namespace foldmeter::features {

// What was read on the way, of use only if no problem is an error.
struct CheckedJob {
    std::vector<Problem> problems;
    DictionaryPointer components;                           // the dictionary and what the job brings along
    std::vector<std::vector<ChainTemplate>> templates;      // of each entity
};

// Errors: unknown components (with the nearest known ones), components without atoms, unreadable SMILES, templates and
// user components, bonds to atoms that are not there, a job of which nothing is left; where AlphaFold 3 is followed
// strictly, alignments and templates that are neither given nor said to be none. Warnings: chains that are left out.
CheckedJob checkJob(const FoldInput& input, DictionaryPointer components, bool strict = false);
// The problems alone.
std::vector<Problem> checkInput(const FoldInput& input, const structure::ComponentDictionary& components, bool strict = false);

struct JobSizes {
    std::int64_t tokens = 0, atoms = 0;
};
// Without building anything. `components` are those of the checked job.
JobSizes sizesOf(const FoldInput& input, const structure::ComponentDictionary& components, bool strict = false);

}  // namespace foldmeter::features
