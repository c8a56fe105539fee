#include "results/prediction.h"

#include "base/error.h"
#include "report/run_folder.h"
#include "results/packed_file.h"
#include "structure/mmcif.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <string_view>
#include <tuple>

namespace foldmeter::results {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view structureEnding = "_model.cif", confidencesEnding = "_confidences.json",
                           summaryEnding = "_summary_confidences.json", rankingEnding = "_ranking_scores.csv";

bool eat(std::string_view& text, std::string_view start) {
    if (!text.starts_with(start)) return false;
    text.remove_prefix(start.size());
    return true;
}
template <typename Number> bool eatNumber(std::string_view& text, Number& value) {
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failure != std::errc()) return false;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return true;
}

// Names of the files in a folder, a .zst taken off: the name says what a file is, packed or not.
std::map<std::string, fs::path> filesIn(const fs::path& folder) {
    std::map<std::string, fs::path> files;
    std::error_code failure;
    for (fs::directory_iterator entry(folder, failure), end; !failure && entry != end; entry.increment(failure)) {
        std::error_code ignored;
        if (!entry->is_regular_file(ignored)) continue;
        std::string name = entry->path().filename().string();
        const bool packed = name.ends_with(".zst");
        if (packed) name.resize(name.size() - 4);
        if (!packed || !files.contains(name)) files[name] = entry->path();   // the plain one wins
    }
    return files;
}

// The file named `stem` + `ending`, or, as older versions of AlphaFold 3 wrote, the ending alone without its "_".
fs::path find(const std::map<std::string, fs::path>& files, const std::string& stem, std::string_view ending) {
    for (const std::string& name : {stem + std::string(ending), std::string(ending.substr(1))})
        if (const auto found = files.find(name); found != files.end()) return found->second;
    return {};
}

// seed-S_sample-K; anything else is no folder of a sample.
std::optional<Sample> sampleNamed(const std::string& folder) {
    std::string_view rest = folder;
    Sample sample;
    if (!eat(rest, "seed-") || !eatNumber(rest, sample.seed) || !eat(rest, "_sample-") || !eatNumber(rest, sample.index) || !rest.empty() || sample.index < 0) return {};
    return sample;
}

// The part of the files' names that all share: of NAME_seed-1_sample-0_model.cif it is NAME.
std::string stemBefore(const std::map<std::string, fs::path>& files, const std::string& ending) {
    for (const auto& [name, path] : files)
        if (name.size() > ending.size() && name.ends_with(ending)) return name.substr(0, name.size() - ending.size());
    return {};
}

class FolderReader {
public:
    explicit FolderReader(const fs::path& folder) : m_files(filesIn(folder)) { m_result.folder = folder; }

    Prediction read() {
        std::error_code failure;
        if (!fs::is_directory(m_result.folder, failure)) throw InputError(fmt::format("{} is no folder; give the folder that a prediction wrote", m_result.folder.string()));
        collectSamples();
        nameJob();
        if (m_result.samples.empty()) takeBestCopy();
        if (m_result.samples.empty())
            throw InputError(fmt::format("{} holds no prediction: no folder seed-S_sample-K and no NAME{} in it. Give the folder of one job, as AlphaFold 3 or Foldmeter wrote it",
                                         m_result.folder.string(), structureEnding));
        readRanking();
        scoreTheRest();
        std::stable_sort(m_result.samples.begin(), m_result.samples.end(), [](const Sample& a, const Sample& b) {
            return a.rankingScore.value_or(-1e30) > b.rankingScore.value_or(-1e30);
        });
        addOwnFiles();
        return std::move(m_result);
    }

private:
    void collectSamples() {
        std::error_code failure;
        for (fs::directory_iterator entry(m_result.folder, failure), end; !failure && entry != end; entry.increment(failure)) {
            std::error_code ignored;
            if (!entry->is_directory(ignored)) continue;
            const std::string folder = entry->path().filename().string();
            std::optional<Sample> sample = sampleNamed(folder);
            if (!sample) continue;
            const auto files = filesIn(entry->path());
            const std::string job = stemBefore(files, "_" + folder + std::string(structureEnding));
            takeFiles(*sample, files, job + "_" + folder);
            if (!job.empty()) m_result.name = job;
            m_result.samples.push_back(std::move(*sample));
        }
        std::sort(m_result.samples.begin(), m_result.samples.end(), [](const Sample& a, const Sample& b) { return std::tie(a.seed, a.index) < std::tie(b.seed, b.index); });
    }

    static void takeFiles(Sample& sample, const std::map<std::string, fs::path>& files, const std::string& stem) {
        sample.structure = find(files, stem, structureEnding);
        sample.confidences = find(files, stem, confidencesEnding);
        sample.summary = find(files, stem, summaryEnding);
        for (const auto& [name, path] : files)
            if (name.find("_trajectory.") != std::string::npos) sample.trajectory = path;
    }

    void nameJob() {
        for (const std::string_view ending : {rankingEnding, structureEnding, std::string_view("_data.json")})
            if (m_result.name.empty()) m_result.name = stemBefore(m_files, std::string(ending));
        if (m_result.name.empty()) m_result.name = fs::absolute(m_result.folder).lexically_normal().filename().string();
    }

    void takeBestCopy() {
        Sample best;
        best.bestCopy = true;
        takeFiles(best, m_files, m_result.name);
        if (!best.structure.empty()) m_result.samples.push_back(std::move(best));
    }

    void readRanking() {
        const fs::path file = find(m_files, m_result.name, rankingEnding);
        if (file.empty()) return;
        try {
            for (const report::RankedSample& ranked : report::rankingScoresFrom(readPlainOrPacked(file), file.string()))
                for (Sample& sample : m_result.samples) take(ranked, sample);
        } catch (const InputError& problem) {
            m_result.problems.push_back(problem.what());
        }
    }

    static void take(const report::RankedSample& ranked, Sample& sample) {
        if (sample.bestCopy && (!sample.rankingScore || ranked.score > *sample.rankingScore)) {   // the first of the best was copied
            sample.seed = ranked.seed;
            sample.index = ranked.sample;
            sample.rankingScore = ranked.score;
        }
        if (!sample.bestCopy && sample.seed == ranked.seed && sample.index == ranked.sample) sample.rankingScore = ranked.score;
    }

    // The summary holds the score too, rounded to two decimals.
    void scoreTheRest() {
        for (Sample& sample : m_result.samples) {
            if (sample.rankingScore || sample.summary.empty()) continue;
            try {
                sample.rankingScore = readSummary(sample.summary).rankingScore;
            } catch (const InputError& problem) {
                m_result.problems.push_back(problem.what());
            }
        }
    }

    void addOwnFiles() {
        const std::string& name = m_result.name;
        m_result.timeline = find(m_files, name, ".timeline");
        m_result.settings = find(m_files, name, "_settings.json");
        m_result.input = find(m_files, name, "_data.json");
        const fs::path timing = find(m_files, name, "_timing.json");
        if (timing.empty()) return;
        try {
            m_result.timing = report::timingFromJson(readPlainOrPacked(timing), timing.string());
        } catch (const InputError& problem) {
            m_result.problems.push_back(problem.what());
        }
    }

    std::map<std::string, fs::path> m_files;   // at the folder's top
    Prediction m_result;
};

}  // namespace

Prediction readPrediction(const fs::path& path) { return FolderReader(path).read(); }

bool isPredictionFolder(const fs::path& path) {
    for (const auto& [name, file] : filesIn(path))
        if (name.ends_with(structureEnding) || name.ends_with(rankingEnding)) return true;
    std::error_code failure;
    for (fs::directory_iterator entry(path, failure), end; !failure && entry != end; entry.increment(failure)) {
        std::error_code ignored;
        if (entry->is_directory(ignored) && sampleNamed(entry->path().filename().string())) return true;
    }
    return false;
}

structure::Structure readSampleStructure(const Sample& sample) {
    if (sample.structure.empty())
        throw InputError(fmt::format("seed {}, sample {} has no structure file (NAME{}); copy it again, or predict this seed again", sample.seed, sample.index, structureEnding));
    return structure::readStructure(readPlainOrPacked(sample.structure), sample.structure.string());
}

}  // namespace foldmeter::results
