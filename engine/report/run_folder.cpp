#include "report/run_folder.h"

#include "base/error.h"
#include "base/file.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <string_view>

namespace foldmeter::report {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view timingEnding = "_timing.json";

// NAME_timing.json of a folder, or an empty path.
fs::path timingFileIn(const fs::path& folder) {
    std::error_code failure;
    for (const auto& entry : fs::directory_iterator(folder, failure))
        if (entry.is_regular_file() && entry.path().filename().string().ends_with(timingEnding)) return entry.path();
    return {};
}

RunFolder readWithTiming(const fs::path& timingFile) {
    RunFolder run;
    run.folder = timingFile.parent_path();
    run.name = timingFile.filename().string();
    run.name.resize(run.name.size() - timingEnding.size());
    run.timing = readTiming(timingFile);
    const fs::path ranking = run.folder / (run.name + "_ranking_scores.csv");
    if (fs::exists(ranking)) run.samples = readRankingScores(ranking);
    const fs::path timeline = run.folder / (run.name + ".timeline");
    if (fs::exists(timeline)) run.timelineFile = timeline;
    return run;
}

template <typename Number> bool parse(std::string_view text, Number& value) {
    const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
    return result.ec == std::errc() && result.ptr == text.data() + text.size();
}

}  // namespace

std::vector<RankedSample> readRankingScores(const fs::path& path) { return rankingScoresFrom(readText(path), path.string()); }

std::vector<RankedSample> rankingScoresFrom(const std::string& text, const std::string& file) {
    std::vector<RankedSample> samples;
    int lineNumber = 0;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        std::string_view line = std::string_view(text).substr(begin, end - begin);
        begin = end + 1;
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (++lineNumber == 1 || line.empty()) continue;
        const std::size_t first = line.find(','), second = line.rfind(',');
        RankedSample sample;
        if (first == second || !parse(line.substr(0, first), sample.seed) || !parse(line.substr(first + 1, second - first - 1), sample.sample) ||
            !parse(line.substr(second + 1), sample.score))
            throw InputError(fmt::format("{}:{}: seed,sample,ranking_score is expected", file, lineNumber));
        samples.push_back(sample);
    }
    return samples;
}

std::optional<RunFolder> runInFolder(const fs::path& folder) {
    const fs::path file = timingFileIn(folder);
    if (file.empty()) return {};
    return readWithTiming(file);
}

std::vector<RunFolder> readRunFolders(const fs::path& path) {
    if (!fs::is_directory(path)) throw InputError(fmt::format("{} is no folder", path.string()));
    std::vector<RunFolder> runs;
    if (const fs::path own = timingFileIn(path); !own.empty()) runs.push_back(readWithTiming(own));
    std::vector<fs::path> folders;
    for (const auto& entry : fs::directory_iterator(path))
        if (entry.is_directory()) folders.push_back(entry.path());
    std::sort(folders.begin(), folders.end());
    for (const fs::path& folder : folders)
        if (const fs::path file = timingFileIn(folder); !file.empty()) runs.push_back(readWithTiming(file));
    if (runs.empty())
        throw InputError(fmt::format("{} holds no run: no NAME{} in it or in a folder of it. Give the folder that a prediction wrote", path.string(), timingEnding));
    return runs;
}

RunFolder readRunFolder(const fs::path& path) {
    std::vector<RunFolder> runs = readRunFolders(path);
    if (runs.size() > 1) throw InputError(fmt::format("{} holds {} runs; name one of their folders, e.g. {}", path.string(), runs.size(), runs[0].folder.string()));
    return std::move(runs.front());
}

}  // namespace foldmeter::report
