#include "history/run_facts.h"

#include "base/error.h"
#include "base/file.h"
#include "base/json.h"
#include "history/thumbnail.h"
#include "report/statistics.h"
#include "results/prediction.h"

#include <algorithm>
#include <charconv>
#include <set>
#include <sstream>
#include <unistd.h>
#include <utility>

namespace foldmeter::history {
namespace {

namespace fs = std::filesystem;

std::string hostName() {
    char name[256] = {};
    return ::gethostname(name, sizeof name - 1) == 0 ? name : "";
}

// When the process began, in ticks since the machine's start; 0: there is no such process.
std::int64_t startOf(std::int64_t process) {
    std::error_code ignored;
    const fs::path file = "/proc/" + std::to_string(process) + "/stat";
    if (process <= 0 || !fs::exists(file, ignored)) return 0;
    try {
        const std::string text = readText(file);
        std::istringstream fields(text.substr(std::min(text.size(), text.rfind(')') + 1)));
        std::string field;
        constexpr int startField = 20;   // the 22nd of the line, counted behind the name
        for (int n = 0; n < startField && fields >> field; ++n) {}
        std::int64_t ticks = 0;
        std::from_chars(field.data(), field.data() + field.size(), ticks);
        return ticks;
    } catch (const InputError&) {
        return 0;
    }
}

bool isComplete(const results::Sample& sample) { return !sample.structure.empty() && !sample.summary.empty() && !sample.confidences.empty(); }

void takeSamples(Run& run, const results::Prediction& prediction) {
    std::set<std::uint32_t> seeds;
    const results::Sample* best = nullptr;
    for (const results::Sample& sample : prediction.samples) {
        if (!isComplete(sample)) continue;
        ++run.samples;
        seeds.insert(sample.seed);
        if (!best || sample.rankingScore > best->rankingScore) best = &sample;
    }
    run.seeds.assign(seeds.begin(), seeds.end());
    if (!best) return;
    run.rankingScore = best->rankingScore;
    try {
        const results::Summary summary = results::readSummary(best->summary);
        run.ptm = summary.ptm;
        run.iptm = summary.iptm;
        if (!run.rankingScore) run.rankingScore = summary.rankingScore;
    } catch (const InputError&) {
    }
}

void takeTiming(Run& run, const report::Timing& timing) {
    run.tokens = timing.tokens;
    run.atoms = timing.atoms;
    run.wallSeconds = timing.stages.wall;
    run.firstSeedOverOthers = timing.firstSeedOverOthers;
    run.peakBytes = timing.memory.peak;
    run.model = timing.model.name;
    run.device = timing.device.name;
    run.settings = timing.settings;
    run.settingsDigest = timing.settingsDigest;
    std::vector<double> seconds;
    for (const report::SeedTiming& seed : timing.seeds) seconds.push_back(seed.execute);
    if (!seconds.empty()) run.seedSeconds = report::median(seconds);
}

// The settings file is written first of all, so that a run without timings has its settings all the same.
void takeSettings(Run& run, const fs::path& file) {
    try {
        const json::Value root = json::parse(readText(file), file.string(), {.depth = 16, .bytes = std::size_t{16} << 20});
        if (const json::Value* version = root.find("foldmeter"); version && version->isString()) run.version = version->text;
        if (const json::Value* seeds = root.find("seeds"); seeds && seeds->isArray())
            for (const json::Value& seed : seeds->items)
                if (seed.kind == json::Kind::Integer && std::in_range<std::uint32_t>(seed.integer)) run.wantedSeeds.push_back(static_cast<std::uint32_t>(seed.integer));
        if (const json::Value* model = root.find("model"); model && model->isObject()) {
            for (const auto& [key, value] : model->members)
                if (value.isString() && key == "name") run.model = value.text;
                else if (value.isString() && key == "file") run.modelFile = value.text;
        }
        if (const json::Value* settings = root.find("settings"); settings && settings->isObject() && run.settings.empty())
            for (const auto& [name, value] : settings->members)
                if (value.isString()) run.settings.emplace_back(name, value.text);
    } catch (const InputError&) {
    }
}

}  // namespace

void readFacts(Run& run) {
    Run fresh;
    fresh.number = run.number;
    fresh.folder = run.folder;
    fresh.imported = run.imported;
    fresh.removed = run.removed;
    fresh.record = run.record;
    run = std::move(fresh);
    std::error_code failure;
    run.missing = !fs::is_directory(run.folder, failure);
    if (run.missing) return;
    for (const auto& entry : fs::directory_iterator(run.folder, failure))
        if (const std::string name = entry.path().filename().string(); name.ends_with("_settings.json")) {
            run.job = name.substr(0, name.size() - std::string("_settings.json").size());
            takeSettings(run, entry.path());
        }
    try {
        const results::Prediction prediction = results::readPrediction(run.folder);
        run.job = prediction.name;
        takeSamples(run, prediction);
        if (prediction.timing) takeTiming(run, *prediction.timing);
    } catch (const InputError&) {   // no sample yet
    }
    for (const auto& [name, value] : run.settings)
        if (name == "precision") run.precision = value;
    for (fs::recursive_directory_iterator entry(run.folder, failure), end; !failure && entry != end; entry.increment(failure))
        if (std::error_code ignored; entry->is_regular_file(ignored)) run.bytes += static_cast<std::int64_t>(entry->file_size(ignored));
    if (const fs::path picture = run.folder / thumbnailFile; fs::exists(picture, failure)) run.thumbnail = picture;
}

bool isAlive(const RunRecord& record) {
    if (record.host != hostName() || record.process == 0) return true;
    return startOf(record.process) == record.processStart && record.processStart != 0;
}

void sign(RunRecord& record, std::int64_t process) {
    record.host = hostName();
    record.process = process;
    record.processStart = startOf(process);
}

}  // namespace foldmeter::history
