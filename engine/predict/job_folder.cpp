#include "predict/job_folder.h"

#include "base/digest.h"
#include "base/error.h"
#include "base/file.h"
#include "base/json.h"
#include "base/version.h"
#include "predict/output.h"
#include "predict/run_job.h"
#include "timeline/timeline_file.h"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <ctime>
#include <map>

namespace foldmeter::predict {
namespace {

namespace fs = std::filesystem;
using Settings = std::vector<std::pair<std::string, std::string>>;

constexpr std::array<const char*, 3> sampleEndings = {"model.cif", "confidences.json", "summary_confidences.json"};

// Settings that change neither the numbers nor which files there are, so that a run may be resumed with others.
bool mattersForResults(const std::string& setting) {
    static constexpr std::array<const char*, 6> free = {"cache", "cache-dir", "warm-up", "autotune-budget", "memory-budget", "threads"};
    return std::find(free.begin(), free.end(), setting) == free.end();
}

std::string resumeDigest(const JobRequest& request, const Settings& settings, const std::string& modelDigest) {
    features::FoldInput input = request.input;
    input.seeds.clear();   // more seeds may be asked for the second time
    DigestBuilder builder;
    builder.add(version).add(modelDigest).add(dataJson(input));
    for (const auto& [name, value] : settings)
        if (mattersForResults(name)) builder.add(name).add(value);
    return builder.finish().toHex();
}

// The digest in a folder's settings file; "" when there is none that can be read.
std::string digestIn(const fs::path& settingsFile) {
    std::error_code ignored;
    if (!fs::exists(settingsFile, ignored)) return {};
    try {
        const json::Value root = json::parse(readText(settingsFile), settingsFile.string());
        const json::Value* digest = root.find("resume_digest");
        return digest ? digest->text : std::string();
    } catch (const InputError&) {
        return {};
    }
}

// As Python prints a float: shortest text that reads back equal, always with a point.
std::string floatText(double value) {
    std::string text = fmt::format("{}", value);
    if (text.find_first_of(".en") == std::string::npos) text += ".0";
    return text;
}

void makeFolder(const fs::path& folder) {
    std::error_code failure;
    fs::create_directories(folder, failure);
    if (failure) throw DeviceError(fmt::format("cannot make the folder {}: {}", folder.string(), failure.message()), failure.value());
}

}  // namespace

JobFolder::JobFolder(const JobRequest& request, const Settings& settings, const std::string& modelDigest)
    : m_name(request.input.sanitisedName), m_timestamp(fmt::format("{:%Y-%m-%d %H:%M:%S}", fmt::localtime(std::time(nullptr)))) {
    m_digest = resumeDigest(request, settings, modelDigest);
    m_path = request.outputParent / m_name;
    if (request.resume && digestIn(file("_settings.json")) == m_digest) {
        takeOver(request.predict.samples);
    } else {
        makeFolder(request.outputParent);
        m_path = makeOutputFolder(request.outputParent, m_name, request.overwrite);
        makeFolder(m_path);
    }
    writeAtomically(file("_data.json"), dataJson(request.input));
    writeSettings(request, settings);
}

fs::path JobFolder::file(const std::string& ending) const { return m_path / (m_name + ending); }

fs::path JobFolder::sampleFile(std::uint32_t seed, int sample, const std::string& ending) const {
    const std::string folder = fmt::format("seed-{}_sample-{}", seed, sample);
    return m_path / folder / fmt::format("{}_{}_{}", m_name, folder, ending);
}

// Seeds all of whose samples are ranked and lie there complete.
void JobFolder::takeOver(int samplesPerSeed) {
    const fs::path ranking = file("_ranking_scores.csv");
    std::error_code ignored;
    if (!fs::exists(ranking, ignored)) return;
    std::map<std::uint32_t, std::vector<report::RankedSample>> bySeed;
    for (const report::RankedSample& sample : report::readRankingScores(ranking))
        if (std::all_of(sampleEndings.begin(), sampleEndings.end(),
                        [&](const char* ending) { return fs::exists(sampleFile(sample.seed, sample.sample, ending), ignored); }))
            bySeed[sample.seed].push_back(sample);
    for (const auto& [seed, samples] : bySeed)
        if (static_cast<int>(samples.size()) >= samplesPerSeed) m_finished.insert(m_finished.end(), samples.begin(), samples.end());
}

bool JobFolder::isFinished(std::uint32_t seed) const {
    return std::any_of(m_finished.begin(), m_finished.end(), [&](const report::RankedSample& sample) { return sample.seed == seed; });
}

void JobFolder::writeSample(std::uint32_t seed, const SampleFiles& files) const {
    makeFolder(sampleFile(seed, files.sample, "").parent_path());
    writeAtomically(sampleFile(seed, files.sample, sampleEndings[0]), files.modelCif);
    writeAtomically(sampleFile(seed, files.sample, sampleEndings[1]), files.confidences);
    writeAtomically(sampleFile(seed, files.sample, sampleEndings[2]), files.summary);
}

void JobFolder::writeRanking(const std::vector<report::RankedSample>& samples) const {
    std::string text = "seed,sample,ranking_score\r\n";
    for (const report::RankedSample& sample : samples) text += fmt::format("{},{},{}\r\n", sample.seed, sample.sample, floatText(sample.score));
    writeAtomically(file("_ranking_scores.csv"), text);
}

void JobFolder::writeBest(const std::vector<report::RankedSample>& samples) const {
    const auto best = std::max_element(samples.begin(), samples.end(), [](const auto& a, const auto& b) { return a.score < b.score; });
    if (best == samples.end()) return;
    for (const char* ending : sampleEndings)
        writeAtomically(file(std::string("_") + ending), readText(sampleFile(best->seed, best->sample, ending)));
}

void JobFolder::writeSettings(const JobRequest& request, const Settings& settings) const {
    nlohmann::ordered_json json = {{"format", "foldmeter-settings"}, {"version", 1}, {"foldmeter", version}, {"started", m_timestamp}, {"command_line", request.commandLine},
                                   {"input", request.input.file}, {"seeds", request.input.seeds}, {"resume_digest", m_digest}};
    for (const auto& [name, value] : settings) json["settings"][name] = value;
    writeAtomically(file("_settings.json"), json.dump(1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n");
}

void JobFolder::writeTiming(const report::Timing& timing, const timeline::Timeline& timeline) const {
    timeline::writeTimeline(file(".timeline"), timeline);
    writeAtomically(file("_timing.json"), report::toJson(timing));
}

}  // namespace foldmeter::predict
