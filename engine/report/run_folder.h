// A finished output folder, as reports and comparisons read it. The folder is the truth: nothing else is asked.
#pragma once

#include "report/timing.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace foldmeter::report {

struct RankedSample {
    std::uint32_t seed = 0;
    int sample = 0;
    double score = 0;
};

struct RunFolder {
    std::filesystem::path folder;
    std::string name;                        // of the job
    Timing timing;
    std::vector<RankedSample> samples;       // in the order of the ranking file
    std::filesystem::path timelineFile;      // empty when there is none
};

// The run whose files lie in this very folder, if there is one. InputError: its files are damaged.
std::optional<RunFolder> runInFolder(const std::filesystem::path& folder);
// `path`: the folder of one job, or a folder that holds exactly one. InputError says what was looked for.
RunFolder readRunFolder(const std::filesystem::path& path);
// All jobs below an output folder (the folder itself, or its subfolders), sorted by path.
std::vector<RunFolder> readRunFolders(const std::filesystem::path& path);

// seed,sample,ranking_score with a header line, CRLF or LF.
std::vector<RankedSample> readRankingScores(const std::filesystem::path& path);
// `file` is only used in messages.
std::vector<RankedSample> rankingScoresFrom(const std::string& text, const std::string& file);

}  // namespace foldmeter::report
