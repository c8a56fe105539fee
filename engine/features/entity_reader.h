// Reads one entry of "sequences": a protein, RNA, DNA or ligand and all its fields. Spec features.md section 1.
#pragma once

#include "features/fold_input.h"
#include "features/problem_list.h"
#include "features/text_files.h"

#include <optional>
#include <string_view>

namespace foldmeter::features {

// Empty when an error makes the entry useless; its complaints are in `problems` then.
std::optional<Entity> readEntity(const json::Value& entry, TextFiles& files, ProblemList& problems);

// Text that stands in the job under `key` or in the file that `pathKey` names; empty when neither is given or it cannot be
// read, which is complained about.
std::optional<std::string> textOrFile(const json::Value& object, std::string_view key, std::string_view pathKey, TextFiles& files, ProblemList& problems);

// Complains about members that `allowed` does not list.
void refuseUnknownKeys(const json::Value& object, const std::vector<std::string_view>& allowed, ProblemList& problems);

}  // namespace foldmeter::features
