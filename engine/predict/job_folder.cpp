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
#include <set>

namespace foldmeter::predict {
namespace {

namespace fs = std::filesystem;
using Settings = std::vector<std::pair<std::string, std::string>>;

// Files of a sample; the large ones are packed on request.
struct Ending {
    const char* text;
    bool large;
};
constexpr std::array<Ending, 3> sampleEndings = {{{"model.cif", true}, {"confidences.json", true}, {"summary_confidences.json", false}}};
constexpr std::array<Ending, 2> extraEndings = {{{"model_pae.cif", true}, {"model.pdb", false}}};

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
    for (const auto& [name, value] : request.outputs.toPairs()) builder.add(name).add(value);
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

JobFolder::JobFolder(const JobRequest& request, const Settings& settings, const ModelOrigin& model)
    : m_name(request.input.sanitisedName), m_timestamp(fmt::format("{:%Y-%m-%d %H:%M:%S}", fmt::localtime(std::time(nullptr)))),
      m_compress(request.outputs.compress), m_samplesPerSeed(request.predict.samples) {
    m_digest = resumeDigest(request, settings, model.digest);
    if (request.resume) findResumed(request);
    if (!m_path.empty()) {
        takeOver();
    } else {
        makeFolder(request.outputParent);
        m_path = makeOutputFolder(request.outputParent, m_name, request.overwrite);
        makeFolder(m_path);
    }
    write(file("_data.json"), dataJson(request.input), false);
    writeSettings(request, settings, model);
}

// The folder that an earlier run of the same input, settings and model left: under its plain name or with a time in it.
void JobFolder::findResumed(const JobRequest& request) {
    std::error_code ignored;
    std::vector<fs::path> candidates = {request.outputParent / m_name};
    for (const auto& entry : fs::directory_iterator(request.outputParent, ignored))
        if (entry.is_directory(ignored) && entry.path().filename().string().starts_with(m_name + "_")) candidates.push_back(entry.path());
    std::sort(candidates.begin() + 1, candidates.end());
    for (const fs::path& candidate : candidates)
        if (digestIn(candidate / (m_name + "_settings.json")) == m_digest) m_path = candidate;   // the latest
}

fs::path JobFolder::file(const std::string& ending) const { return m_path / (m_name + ending); }

fs::path JobFolder::sampleFile(std::uint32_t seed, int sample, const std::string& ending) const {
    const std::string folder = fmt::format("seed-{}_sample-{}", seed, sample);
    return m_path / folder / fmt::format("{}_{}_{}", m_name, folder, ending);
}

fs::path JobFolder::placeOf(std::uint32_t seed, const std::string& subject, const std::string& ending) const {
    const std::string folder = fmt::format("seed-{}_{}", seed, subject);
    makeFolder(m_path / folder);
    return m_path / folder / fmt::format("{}_{}{}", m_name, folder, ending);
}

fs::path JobFolder::placeOfTrajectory(std::uint32_t seed, int sample) const {
    const fs::path place = writtenAs(sampleFile(seed, sample, "trajectory.cif"), true);
    makeFolder(place.parent_path());
    return place;
}

fs::path JobFolder::writtenAs(const fs::path& path, bool large) const { return large && m_compress ? fs::path(path.string() + ".zst") : path; }

// Plain or packed, never both: what an earlier run left in the other form is removed.
void JobFolder::write(const fs::path& path, const std::string& text, bool large) const {
    const fs::path place = writtenAs(path, large), packed = path.string() + ".zst";
    if (place == packed) writeAtomically(place, compressZstd(text));
    else writeAtomically(place, text);
    std::error_code ignored;
    if (large) fs::remove(place == packed ? path : packed, ignored);
}

// Samples that are ranked and lie there complete.
void JobFolder::takeOver() {
    const fs::path ranking = file("_ranking_scores.csv");
    std::error_code ignored;
    if (!fs::exists(ranking, ignored)) return;
    std::set<std::pair<std::uint32_t, int>> seen;
    for (const report::RankedSample& sample : report::readRankingScores(ranking)) {
        const bool complete = std::all_of(sampleEndings.begin(), sampleEndings.end(), [&](const Ending& ending) {
            return fs::exists(writtenAs(sampleFile(sample.seed, sample.sample, ending.text), ending.large), ignored);
        });
        if (complete && sample.sample < m_samplesPerSeed && seen.emplace(sample.seed, sample.sample).second) m_finished.push_back(sample);
    }
    // Samples of a seed are made in order: what lies behind a gap is made again.
    std::map<std::uint32_t, int> counts;
    for (const report::RankedSample& sample : m_finished) counts[sample.seed] = finishedSamplesOf(sample.seed);
    std::erase_if(m_finished, [&](const report::RankedSample& sample) { return sample.sample >= counts[sample.seed]; });
}

int JobFolder::finishedSamplesOf(std::uint32_t seed) const {
    std::set<int> samples;
    for (const report::RankedSample& sample : m_finished)
        if (sample.seed == seed) samples.insert(sample.sample);
    int count = 0;
    while (samples.contains(count)) ++count;
    return count;
}

void JobFolder::writeSample(std::uint32_t seed, const SampleFiles& files) const {
    makeFolder(sampleFile(seed, files.sample, "").parent_path());
    const std::array<const std::string*, 3> texts = {&files.modelCif, &files.confidences, &files.summary};
    for (std::size_t i = 0; i < texts.size(); ++i) write(sampleFile(seed, files.sample, sampleEndings[i].text), *texts[i], sampleEndings[i].large);
    const std::array<const std::string*, 2> extras = {&files.modelWithPae, &files.pdb};
    for (std::size_t i = 0; i < extras.size(); ++i)
        if (!extras[i]->empty()) write(sampleFile(seed, files.sample, extraEndings[i].text), *extras[i], extraEndings[i].large);
}

void JobFolder::writeRanking(const std::vector<report::RankedSample>& samples) const {
    std::string text = "seed,sample,ranking_score\r\n";
    for (const report::RankedSample& sample : samples) text += fmt::format("{},{},{}\r\n", sample.seed, sample.sample, floatText(sample.score));
    writeAtomically(file("_ranking_scores.csv"), text);
}

void JobFolder::writeBest(const std::vector<report::RankedSample>& samples) const {
    const auto best = std::max_element(samples.begin(), samples.end(), [](const auto& a, const auto& b) { return a.score < b.score; });
    if (best == samples.end()) return;
    std::error_code ignored;
    const auto copyBest = [&](const Ending& ending) {
        const fs::path from = writtenAs(sampleFile(best->seed, best->sample, ending.text), ending.large), plain = file(std::string("_") + ending.text);
        if (!fs::exists(from, ignored)) return false;
        const fs::path to = writtenAs(plain, ending.large);
        writeAtomically(to, std::string_view(readText(from)));
        if (ending.large) fs::remove(to == plain ? fs::path(plain.string() + ".zst") : plain, ignored);
        return true;
    };
    for (const Ending& ending : sampleEndings)
        if (!copyBest(ending)) throw DeviceError(fmt::format("{} is gone", sampleFile(best->seed, best->sample, ending.text).string()));
    for (const Ending& ending : extraEndings) copyBest(ending);
}

void JobFolder::writeSettings(const JobRequest& request, const Settings& settings, const ModelOrigin& model) const {
    nlohmann::ordered_json json = {{"format", "foldmeter-settings"}, {"version", 1}, {"foldmeter", version}, {"started", m_timestamp}, {"command_line", request.commandLine},
                                   {"input", request.input.file}, {"seeds", request.input.seeds}, {"resume_digest", m_digest},
                                   {"model", {{"name", model.name}, {"file", model.file}, {"digest", model.digest}}}};
    for (const auto& [name, value] : settings) json["settings"][name] = value;
    for (const auto& [name, value] : request.outputs.toPairs()) json["settings"][name] = value;
    writeAtomically(file("_settings.json"), json.dump(1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n");
}

void JobFolder::writeTiming(const report::Timing& timing, const timeline::Timeline& timeline) const {
    timeline::writeTimeline(file(".timeline"), timeline);
    writeAtomically(file("_timing.json"), report::toJson(timing));
}

}  // namespace foldmeter::predict
