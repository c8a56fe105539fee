#include "model/weight_files.h"

#include "base/error.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <regex>

namespace foldmeter::model {

namespace {

namespace fs = std::filesystem;

struct Pattern {
    const char* expression;   // group 1: the model's name
    bool compressed;
};
// In order: the first with a match wins. The fourth has a stray bracket in AlphaFold 3 too.
constexpr Pattern patterns[] = {
    {R"((.+)\.[0-9]+\.bin\.zst)", true},
    {R"((.+)\.bin\.zst\.[0-9]+)", true},
    {R"((.+)\.[0-9]+\.bin)", false},
    {R"((.+)\.bin\]\.[0-9]+)", false},
    {R"((.+)\.bin\.zst)", true},
    {R"((.+)\.bin)", false},
};

std::optional<std::string> modelNameIn(const Pattern& pattern, const fs::path& file) {
    std::smatch match;
    const std::string name = file.filename().string();
    if (!std::regex_match(name, match, std::regex(pattern.expression))) return std::nullopt;
    return match[1].str();
}

std::map<std::string, std::vector<fs::path>> matchesIn(const fs::path& folder, const Pattern& pattern) {
    std::map<std::string, std::vector<fs::path>> models;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
        if (!entry.is_regular_file()) continue;
        if (const auto name = modelNameIn(pattern, entry.path())) models[*name].push_back(entry.path());
    }
    for (auto& [name, files] : models) std::sort(files.begin(), files.end(), [](const fs::path& a, const fs::path& b) { return a.string() < b.string(); });
    return models;
}

WeightFiles findInFolder(const fs::path& folder) {
    for (const Pattern& pattern : patterns) {
        auto models = matchesIn(folder, pattern);
        if (models.empty()) continue;
        if (models.size() == 1) return {models.begin()->first, std::move(models.begin()->second), pattern.compressed};
        std::string names;
        for (const auto& [name, files] : models) names += (names.empty() ? "" : ", ") + name;
        throw InputError(fmt::format("{}: holds weights of several models ({}). Name one of the files.", folder.string(), names));
    }
    throw InputError(fmt::format("{}: no weight file here. Expected NAME.bin.zst, NAME.bin, or shards NAME.0.bin.zst, NAME.bin.zst.0, NAME.0.bin.",
                                 folder.string()));
}

}  // namespace

WeightFiles findWeightFiles(const fs::path& path) {
    if (fs::is_directory(path)) return findInFolder(path);
    if (!fs::is_regular_file(path)) throw InputError(fmt::format("{}: no such weight file", path.string()));
    const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
    for (const Pattern& pattern : patterns) {
        const auto name = modelNameIn(pattern, path);
        if (!name) continue;
        const bool sharded = &pattern < patterns + 4;
        if (!sharded) return {*name, {path}, pattern.compressed};
        return {*name, matchesIn(folder, pattern).at(*name), pattern.compressed};
    }
    throw InputError(fmt::format("{}: not the name of a weight file. Expected NAME.bin.zst, NAME.bin, or shards of one.", path.string()));
}

}  // namespace foldmeter::model
