// A job as AlphaFold 3's JSON: what `convert` writes and, as NAME_data.json, what was run. Spec outputs.md section 3.3.
#pragma once

#include "features/fold_input.h"

#include <string>

namespace foldmeter::dialects {

// What an alignment or list of templates becomes that the job leaves to be searched for: null, which says just that, or
// none, which is what a prediction without search makes of it.
enum class Absent { Null, None };
std::string writeAlphafold3(const features::FoldInput& input, Absent absent);

}  // namespace foldmeter::dialects
