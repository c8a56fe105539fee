// A golden case as the scores and files need it: the batch put together from the stored arrays and the atom table, and
// the network's stored results. Independent of the featuriser.
#pragma once

#include "base/file.h"
#include "features/dump_batch.h"
#include "predict/confidences.h"
#include "support/test_main.h"

#include <nlohmann/json.hpp>

#include <set>
#include <sstream>

namespace foldmeter::test {

inline std::string goldenText(const std::string& relative) {   // stored compressed
    const std::string path = dataPath("goldens/" + relative + ".zst");
    return decompressZstd(readText(path), path);
}

inline TensorMap goldenArrays(const std::string& relative) {
    const std::string path = dataPath("goldens/" + relative);
    return features::readDump(readText(path + ".tsv"), decompressZstd(readText(path + ".bin.zst"), path), path);
}

inline std::string slotName(const Tensor& characters, std::int64_t token, std::int64_t slot) {
    std::string name;
    for (std::int64_t k = 0; k < 4; ++k) name += static_cast<char>(characters.at((token * 24 + slot) * 4 + k) + 32);
    while (!name.empty() && name.back() == ' ') name.pop_back();
    return name;
}

// Batch of "a" ... "h" ("a/batch_bucket32": padded).
inline features::Batch goldenBatch(const std::string& folder, const std::string& name = "batch") {
    features::Batch batch;
    batch.arrays = goldenArrays(folder + "/" + name);
    const Tensor &asym = batch.arrays.at("asym_id"), &number = batch.arrays.at("residue_index");
    batch.tokens = static_cast<std::int64_t>(batch.arrays.at("seq_length").at(0));
    batch.paddedTokens = asym.count();
    std::istringstream table(readText(dataPath("goldens/" + folder + "/batch_atoms.tsv")));
    std::string line;
    std::getline(table, line);
    while (std::getline(table, line)) {
        std::istringstream fields(line);
        features::LayoutAtom atom;
        std::string id;
        std::getline(fields, atom.chainType, '\t');
        std::getline(fields, atom.chainId, '\t');
        std::getline(fields, id, '\t');
        std::getline(fields, atom.residueName, '\t');
        std::getline(fields, atom.atomName, '\t');
        std::getline(fields, atom.element, '\t');
        atom.residueId = std::stoi(id);
        atom.slot = -1;
        if (batch.chains.empty() || batch.chains.back().id != atom.chainId) {
            const int asymId = static_cast<int>(batch.chains.size()) + 1;
            batch.chains.push_back({atom.chainId, atom.chainType, asymId, asymId, -1, 0});
        }
        for (std::int64_t token = 0; token < batch.tokens; ++token) {
            if (asym.at(token) != batch.chains.back().asymId || number.at(token) != atom.residueId) continue;
            for (std::int64_t slot = 0; slot < 24; ++slot)
                if (slotName(batch.arrays.at("ref_atom_name_chars"), token, slot) == atom.atomName) {
                    atom.token = static_cast<int>(token);
                    atom.slot = static_cast<int>(slot);
                }
        }
        batch.atoms.push_back(atom);
    }
    for (std::int64_t token = batch.tokens - 1; token >= 0; --token) {
        features::ChainInfo& chain = batch.chains[static_cast<std::size_t>(asym.at(token)) - 1];
        chain.firstToken = static_cast<int>(token);
        ++chain.tokens;
    }
    return batch;
}

// Results stored under `prefix` ("seed1/" or "") of a dump.
inline predict::SeedResult goldenResult(const TensorMap& arrays, const std::string& prefix) {
    predict::SeedResult result;
    result.positions = arrays.at(prefix + "positions");
    result.plddt = arrays.at(prefix + "predicted_lddt");
    result.pae = arrays.at(prefix + "full_pae");
    result.pde = arrays.at(prefix + "full_pde");
    result.tmGlobal = arrays.at(prefix + "tmscore_adjusted_pae_global");
    result.tmInterface = arrays.at(prefix + "tmscore_adjusted_pae_interface");
    result.averagePde = arrays.at(prefix + "average_pde");
    result.contactProbs = arrays.at(prefix + "contact_probs");
    return result;
}

// One sample of a case: where its results and its reference files are.
struct GoldenSample {
    std::string batchFolder, results, prefix, scores, scorePrefix, output, job, folder;
    int sample = 0;
};

inline std::map<std::string, GoldenSample> goldenSamples() {
    const std::map<std::string, std::string> jobs = {{"a", "Case_A_single"}, {"b", "case_b-homo.hetero"}, {"c", "case_c_template"},
                                                     {"d", "case_d"},        {"g", "case_g"},             {"h", "case_h"}};
    std::map<std::string, GoldenSample> samples;
    for (const auto& [name, job] : jobs)
        for (const int seed : {1, 7})
            for (const int k : {0, 1}) {
                const std::string s = std::to_string(seed), folder = "seed-" + s + "_sample-" + std::to_string(k);
                const bool inResults = seed == 1 && name != "a" && name != "c";   // where results.* already hold it
                samples[name + " " + folder] = {name, name + (inResults ? "/results" : "/results_files"),
                                                inResults ? "" : "seed" + s + "/", name + "/scores.json", "seed" + s + "/sample" + std::to_string(k) + "/", name + "/output/", job, folder, k};
            }
    for (const char* name : {"b", "c"})
        for (const int k : {0, 1, 2, 3}) {
            const std::string folder = "seed-1_sample-" + std::to_string(k), post = std::string(name) + "/post";
            samples[post + " " + folder] = {name, post + "/network_results", "", post + "/scores.json",
                                            "sample" + std::to_string(k) + "/", post + "/output/", jobs.at(name), folder, k};
        }
    return samples;
}

}  // namespace foldmeter::test
