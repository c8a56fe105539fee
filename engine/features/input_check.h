// What the file alone cannot tell: whether this version handles the job, whether its components exist, how large it is.
// For `validate`, `plan` and the batch builder. Costs no memory that grows with copies or sequence length squared.
#pragma once

#include "features/fold_input.h"
#include "structure/components.h"

#include <cstdint>
#include <vector>

namespace foldmeter::features {

// Errors: what this version does not support, unknown components (with the nearest known ones), components without
// atoms, a job of which nothing is left. Warnings: chains that are left out.
std::vector<Problem> checkInput(const FoldInput& input, const structure::ComponentDictionary& components);

struct JobSizes {
    std::int64_t tokens = 0, atoms = 0;
};
// Without building anything; the components must be known.
JobSizes sizesOf(const FoldInput& input, const structure::ComponentDictionary& components);

}  // namespace foldmeter::features
