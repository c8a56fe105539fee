#include "model/weight_files.h"

#include "base/error.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>

namespace foldmeter::model {

namespace {

namespace fs = std::filesystem;

// MODEL before [digits] after
struct Pattern {
    std::string_view before, after;
    bool sharded, compressed;
};
// In order: the first with a match wins. The fourth has a stray bracket in AlphaFold 3 too.
constexpr Pattern patterns[] = {
    {".", ".bin.zst", true, true},
    {".bin.zst.", "", true, true},
    {".", ".bin", true, false},
    {".bin].", "", true, false},
    {"", ".bin.zst", false, true},
    {"", ".bin", false, false},
};

bool removeEnding(std::string_view& text, std::string_view ending) {
    if (!text.ends_with(ending)) return false;
    text.remove_suffix(ending.size());
    return true;
}

std::optional<std::string> modelNameIn(const Pattern& pattern, const fs::path& file) {
    const std::string name = file.filename().string();
    std::string_view rest = name;
    if (!removeEnding(rest, pattern.after)) return std::nullopt;
    if (pattern.sharded) {
        const std::size_t end = rest.find_last_not_of("0123456789") + 1;
        if (end == rest.size()) return std::nullopt;
        rest = rest.substr(0, end);
    }
    if (!removeEnding(rest, pattern.before) || rest.empty()) return std::nullopt;
    return std::string(rest);
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
        if (!pattern.sharded) return {*name, {path}, pattern.compressed};
        return {*name, matchesIn(folder, pattern).at(*name), pattern.compressed};
    }
    throw InputError(fmt::format("{}: not the name of a weight file. Expected NAME.bin.zst, NAME.bin, or shards of one.", path.string()));
}

}  // namespace foldmeter::model
