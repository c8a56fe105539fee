#include "history/repeat.h"

#include "base/error.h"
#include "base/message.h"

#include <algorithm>

namespace foldmeter::history {
namespace {

namespace fs = std::filesystem;

// What the settings file says where nothing was asked for.
bool isDefault(const std::string& name, const std::string& value) {
    static const std::vector<std::pair<std::string, std::string>> defaults = {
        {"attention", "auto"}, {"autotune", "2"}, {"autotune-budget", "10"}, {"bucket", "exact"}, {"cache", "read-write"}, {"cache-dir", ""}, {"fusion", "on"},
        {"hoist", "on"}, {"matmul", "auto"}, {"memory-budget", "auto"}, {"precision", "auto"}, {"samples-per-batch", "0"}, {"strict", "off"}, {"target", "auto"},
        {"threads", "0"}, {"warm-up", "off"}, {"strict-alphafold3", "off"}, {"compress-large-output-files", "off"}, {"save-distogram", "off"}, {"save-embeddings", "off"},
        {"save-pae-cif", "off"}, {"save-pdb", "off"}, {"save-trajectory", "off"}};
    return std::find(defaults.begin(), defaults.end(), std::pair(name, value)) != defaults.end();
}

// Of the settings file's lines, those that a prediction can be asked for.
bool isOption(const std::string& name) {
    static const std::vector<std::string> names = {"attention", "autotune", "autotune-budget", "bucket", "cache", "cache-dir", "fusion", "hoist", "matmul", "memory-budget",
                                                   "msa-rows", "precision", "recycles", "samples", "samples-per-batch", "steps", "strict", "strict-alphafold3", "target", "threads", "warm-up",
                                                   "compress-large-output-files", "save-distogram", "save-embeddings", "save-pae-cif", "save-pdb", "save-trajectory"};
    return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

Repeat repeatOf(const Run& run) {
    Repeat repeat;
    std::error_code ignored;
    repeat.input = run.folder / (run.job + "_data.json");
    if (!fs::exists(repeat.input, ignored)) throw InputError(message("history.no_input", {std::to_string(run.number), repeat.input.string()}));
    const bool fileIsThere = !run.modelFile.empty() && fs::exists(run.modelFile, ignored);
    repeat.model = fileIsThere ? run.modelFile : run.model;
    repeat.seeds = run.wantedSeeds.empty() ? run.seeds : run.wantedSeeds;
    for (const auto& [name, value] : run.settings)
        if (isOption(name) && !isDefault(name, value)) repeat.settings.emplace_back(name, value);
    return repeat;
}

}  // namespace foldmeter::history
