#include "compare/side.h"

#include "base/error.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace foldmeter::compare {
namespace {

namespace fs = std::filesystem;

constexpr int deepest = 3;

void collect(const fs::path& folder, int depth, std::vector<report::RunFolder>& runs) {
    if (auto run = report::runInFolder(folder)) runs.push_back(std::move(*run));
    if (depth == deepest) return;
    std::error_code failure;
    for (const auto& entry : fs::directory_iterator(folder, failure))
        if (std::error_code ignored; entry.is_directory(ignored)) collect(entry.path(), depth + 1, runs);
}

// The last `parts` names of a path.
std::string endOf(const fs::path& path, int parts) {
    std::vector<std::string> names;
    for (const fs::path& part : path)
        if (!part.empty() && part != path.root_path()) names.push_back(part.string());
    std::string text;
    for (std::size_t i = names.size() - std::min(names.size(), static_cast<std::size_t>(parts)); i < names.size(); ++i)
        text += (text.empty() ? "" : "/") + names[i];
    return text;
}

bool allDifferent(const std::vector<Side>& sides) {
    std::set<std::string> names;
    for (const Side& side : sides) names.insert(side.name);
    return names.size() == sides.size();
}

}  // namespace

Side readSide(const fs::path& path, const std::string& name) {
    Side side;
    collect(path, 0, side.runs);
    if (side.runs.empty())
        throw InputError(fmt::format("{} holds no run: no NAME_timing.json in it or in the folders below it. Give the folder that a prediction wrote", path.string()));
    std::sort(side.runs.begin(), side.runs.end(), [](const auto& a, const auto& b) { return a.folder < b.folder; });
    std::error_code failure;
    side.folder = fs::weakly_canonical(side.runs.size() == 1 ? side.runs[0].folder : path, failure);
    if (!side.folder.has_filename()) side.folder = side.folder.parent_path();
    side.name = name.empty() ? endOf(side.folder, 1) : name;
    side.named = !name.empty();
    return side;
}

void nameSides(std::vector<Side>& sides) {
    constexpr int mostParts = 64;
    if (allDifferent(sides) && std::all_of(sides.begin(), sides.end(), [](const Side& side) { return side.named; })) return;
    for (int parts = 1; parts <= mostParts; ++parts) {
        for (Side& side : sides) side.name = endOf(side.folder, parts);
        if (allDifferent(sides)) return;
    }
    // The same folder twice.
    for (std::size_t i = 0; i < sides.size(); ++i) sides[i].name = fmt::format("{} ({})", endOf(sides[i].folder, 1), i + 1);
}

}  // namespace foldmeter::compare
