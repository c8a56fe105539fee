// What can still be said of a job whose file was refused: the components that are not in the dictionary and the SMILES that
// name no molecule, so that they are told together with what is wrong with its form.
#pragma once

#include "features/fold_input.h"
#include "features/job_components.h"

#include <vector>

namespace foldmeter::features {

// Of whatever of the job can be read; its other problems are passed over.
std::vector<Problem> componentProblems(const json::Value& root, const std::string& file, DictionaryPointer components);
// Of a job that lacks parts.
std::vector<Problem> componentProblems(const FoldInput& partial, DictionaryPointer components);

}  // namespace foldmeter::features
