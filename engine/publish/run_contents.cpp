#include "publish/run_contents.h"

#include "base/error.h"
#include "base/file.h"
#include "base/json.h"
#include "base/message.h"
#include "results/token_layout.h"
#include "timeline/timeline_file.h"

#include <algorithm>

namespace foldmeter::publish {
namespace {

// Runs `read`; damage becomes a problem in words.
template <typename Read> void attempt(RunContents& contents, const Read& read) {
    try {
        read();
    } catch (const InputError& problem) {
        contents.problems.emplace_back(problem.what());
    }
}

void readTimeline(RunContents& contents) {
    if (contents.run.timelineFile.empty()) return;
    attempt(contents, [&] {
        contents.timeline = timeline::readTimeline(contents.run.timelineFile);
        contents.seeds = report::seedStages(*contents.timeline);
        contents.others = report::medianOfOthers(contents.seeds);
    });
}

void readSettings(RunContents& contents) {
    const std::filesystem::path file = contents.run.folder / (contents.run.name + "_settings.json");
    if (!std::filesystem::exists(file)) return;
    attempt(contents, [&] {
        const json::Value root = json::parse(readText(file), file.string(), {.depth = 16, .bytes = std::size_t{16} << 20});
        const auto text = [&](const char* key) {
            const json::Value* value = root.find(key);
            return value && value->isString() ? value->text : std::string();
        };
        contents.version = text("foldmeter");
        contents.started = text("started");
        contents.commandLine = text("command_line");
    });
}

void readBestSample(RunContents& contents) {
    const results::Prediction prediction = results::readPrediction(contents.run.folder);
    contents.samples = prediction.samples.size();
    const results::Sample* best = results::bestDrawable(prediction);
    if (!best) return;
    contents.best = *best;
    attempt(contents, [&] { contents.structure = results::readSampleStructure(*best); });
    attempt(contents, [&] { contents.picture = results::readStoredPicture(prediction.folder, *best); });
    if (!best->summary.empty()) attempt(contents, [&] { contents.summary = results::readSummary(best->summary); });
    if (!best->confidences.empty()) attempt(contents, [&] { contents.confidences = results::readConfidences(best->confidences); });
    if (!contents.structure || !contents.summary || !contents.confidences) return;
    attempt(contents, [&] { contents.verdict = results::judge(results::verdictInput(*contents.structure, *contents.summary, results::layOutTokens(*contents.structure, *contents.confidences))); });
}

bool hasCounter(const RunContents& contents, std::string_view name) {
    return contents.timeline && std::any_of(contents.timeline->counters.begin(), contents.timeline->counters.end(), [&](const auto& counter) { return counter.name == name && counter.values.size() > 1; });
}

std::vector<std::string> absences(const RunContents& contents) {
    const report::Timing& timing = contents.run.timing;
    constexpr std::size_t leastForInterval = 6;
    std::vector<std::string> absent;
    const auto add = [&](bool missing, const char* id) {
        if (missing) absent.push_back(message(id));
    };
    add(!contents.timeline, "report.absent.timeline");
    add(timing.seeds.size() < 2, "report.absent.second_seed");
    add(timing.seeds.size() >= 2 && timing.seeds.size() - 1 < leastForInterval, "report.absent.interval");
    add(!timing.device.peakF32 && !timing.device.peakBf16, "report.absent.peak");
    add(!timing.memory.predictedPeak, "report.absent.predicted_memory");
    add(!hasCounter(contents, "processor seconds"), "report.absent.processor_time");
    add(!contents.confidences || contents.confidences->pae.empty(), "report.absent.pae");
    add(true, "report.absent.truth");
    add(!hasCounter(contents, "power"), "report.absent.power");
    return absent;
}

}  // namespace

RunContents gatherRun(const report::RunFolder& run) {
    RunContents contents{.run = run};
    readTimeline(contents);
    contents.answer = report::explainRun(run.timing, contents.timeline ? *contents.timeline : timeline::Timeline());
    readSettings(contents);
    attempt(contents, [&] { readBestSample(contents); });
    contents.notMeasured = absences(contents);
    return contents;
}

std::string badgeOf(const std::string& model) {
    if (model == "foldmeter-demo") return message("demo.warning");
    if (model.find("synthetic") != std::string::npos || model.find("random") != std::string::npos) return message("report.synthetic");
    return {};
}

}  // namespace foldmeter::publish
