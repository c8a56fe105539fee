// Boltz: a map of sequences, constraints, templates and properties, in YAML; its FASTA is brought into the same shape.
#pragma once

#include "dialects/journal.h"

#include <filesystem>
#include <string>

namespace foldmeter::dialects {

bool looksLikeBoltz(const json::Value& root);
// `folder`: where the paths of alignments are relative to.
json::Value translateBoltz(const json::Value& root, const std::string& stem, const std::filesystem::path& folder, Journal& journal);

}  // namespace foldmeter::dialects
