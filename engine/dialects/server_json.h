// AlphaFold Server's list of jobs, and Protenix's, which grew out of it: entries proteinChain, rnaSequence, dnaSequence,
// ligand and ion with a count each. Facts: spec features.md section 1.4 and the two formats' own documentation.
#pragma once

#include "dialects/journal.h"

#include <filesystem>
#include <string>
#include <vector>

namespace foldmeter::dialects {

enum class ListFlavour { Server, Protenix };
ListFlavour flavourOf(const json::Value& root);       // by what only one of them says
bool looksLikeServerJob(const json::Value& object);   // one job without the list around it

// One job of the alphafold3 dialect for each entry of the list. `stem` names jobs without a name. `strict`: of the server's
// dialect only the keys that AlphaFold 3's reader takes.
std::vector<json::Value> translateServerJobs(const json::Value& root, ListFlavour flavour, const std::string& stem, const std::filesystem::path& folder, bool strict, Journal& journal);

}  // namespace foldmeter::dialects
