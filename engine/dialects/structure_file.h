// PDB and mmCIF files as a source of sequences and ligands: what was in the experiment becomes the job, positions do not.
#pragma once

#include "dialects/journal.h"

#include <string>

namespace foldmeter::dialects {

json::Value translateStructure(const std::string& text, const std::string& file, const std::string& stem, Journal& journal);

}  // namespace foldmeter::dialects
