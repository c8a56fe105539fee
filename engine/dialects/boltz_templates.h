// Boltz's templates: a structure file, and perhaps which of its chains lies on which chain of the job. Boltz aligns the
// sequences itself; so is done here, since the alphafold3 dialect wants single chains and pairs of residues.
#pragma once

#include "dialects/named_files.h"

#include <map>

namespace foldmeter::dialects {

// By the place of a protein among the entries: its templates as the alphafold3 dialect lists them.
std::map<std::size_t, json::Value> readBoltzTemplates(const json::Value& root, NamedFiles& files, Journal& journal);

}  // namespace foldmeter::dialects
