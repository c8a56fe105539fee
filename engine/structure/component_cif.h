// Component definitions as CIF text: the "userCCD" of a job. Spec features.md sections 1.2 and 1.3.
#pragma once

#include "structure/components.h"

#include <string>
#include <vector>

namespace foldmeter::structure {

// One component a data block, named by the block. InputError names `file`, block and what is missing or wrong.
std::vector<Component> readComponentsCif(const std::string& text, const std::string& file);

}  // namespace foldmeter::structure
