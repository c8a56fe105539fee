// Reads one entry of a protein's "templates". Spec features.md section 1, table row "template".
#pragma once

#include "features/fold_input.h"
#include "features/problem_list.h"
#include "features/text_files.h"

#include <optional>

namespace foldmeter::features {

std::optional<Template> readTemplate(const json::Value& entry, TextFiles& files, ProblemList& problems);

}  // namespace foldmeter::features
