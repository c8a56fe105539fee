// Packs the dictionary's compact text form (columns: '>' component, 'a' atom, 'b' bond; '?' unknown, '.' not
// applicable) into resources/components/components.fmc. Done once per release of the dictionary, by
// foldmeter-pack-components; the format is in component_file.h.
#pragma once

#include "structure/components.h"

#include <string>
#include <string_view>
#include <vector>

namespace foldmeter::structure {

// InputError names file, line and what is wrong.
std::vector<Component> readComponentsText(std::string_view text, const std::string& file);
// The bytes of components.fmc. `level`: zstd's, 1 to 22.
std::string packComponents(std::vector<Component> components, int level = 19);

}  // namespace foldmeter::structure
