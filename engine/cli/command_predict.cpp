// foldmeter predict: every job of the inputs, one after the other in one session, then the table of stages.
#include "base/file.h"
#include "base/message.h"
#include "cli/common_options.h"
#include "cli/progress.h"
#include "predict/plan.h"
#include "predict/run_job.h"
#include "report/report.h"
#include "report/stage_table.h"

#include <fmt/format.h>

#include <algorithm>

namespace foldmeter::cli {
namespace {

namespace fs = std::filesystem;

// What went wrong over all jobs, as one exit code: 0, 4 when something else succeeded, or the failure's own.
class ExitCode {
public:
    void add(int code, bool wroteSomething) {
        m_worst = m_worst == 0 ? code : m_worst;
        m_cancelled = m_cancelled || code == 5;
        m_wrote = m_wrote || wroteSomething;
    }
    int value() const {
        if (m_cancelled) return 5;
        return m_worst != 0 && m_wrote ? 4 : m_worst;
    }

private:
    int m_worst = 0;
    bool m_wrote = false, m_cancelled = false;
};

// A wrong path or ending is told before hours of work, not after.
void checkOptions(const Invocation& invocation, std::size_t inputs) {
    const Arguments& arguments = invocation.arguments;
    if (!arguments.has("output") && !arguments.has("dry-run")) throw UsageError(message("usage.no_output"));
    if (arguments.has("timeline")) {
        const fs::path file = arguments.text("timeline");
        if (inputs > 1) throw UsageError(message("usage.one_timeline"));
        if (file.extension() != ".json") throw UsageError(message("usage.timeline_format", {file.string()}));
    }
    if (!arguments.has("report")) return;
    try {
        report::formatOf(arguments.text("report"));
    } catch (const InputError& problem) {
        throw UsageError(problem.what());
    }
}

predict::JobOutcome runOne(const Invocation& invocation, predict::Session& session, features::FoldInput input, std::int64_t start) {
    const Arguments& arguments = invocation.arguments;
    const predict::JobRequest request{.input = std::move(input),
                                      .outputParent = arguments.text("output"),
                                      .predict = predictSettingsFrom(arguments, session),
                                      .overwrite = arguments.has("overwrite"),
                                      .resume = arguments.has("resume"),
                                      .conformers = arguments.text("conformers"),
                                      .saveConformers = arguments.text("save-conformers"),
                                      .commandLine = invocation.commandLine,
                                      .start = start};
    const auto style = progressStyle(arguments.word("progress", {"auto", "plain", "json", "none"}, "auto"), arguments.has("quiet"));
    ProgressDisplay display(style, request.input.name, request.predict, static_cast<int>(request.input.seeds.size()));
    return predict::runJob(session, request, {.progress = [&](const predict::Progress& progress) { display.show(progress); }});
}

void printOutcome(const predict::JobOutcome& outcome, bool quiet) {
    fmt::print("{}\n", message("predict.written", {outcome.name, outcome.folder.string()}));
    if (quiet) return;
    if (!outcome.samples.empty()) {
        const auto best = std::max_element(outcome.samples.begin(), outcome.samples.end(), [](const auto& a, const auto& b) { return a.score < b.score; });
        fmt::print("{}\n", message("predict.best", {std::to_string(best->seed), std::to_string(best->sample), fmt::format("{:.3f}", best->score)}));
    }
    if (outcome.resumedSeeds > 0) fmt::print("{}\n", message("predict.resumed", {std::to_string(outcome.resumedSeeds)}));
    if (outcome.timing.seeds.empty()) return;
    fmt::print("\n{}\n{}\n{}\n", report::stageTable(outcome.timing), report::seedTable(outcome.timing), report::programTable(outcome.timing));
}

void writeReports(const Invocation& invocation, const std::vector<predict::JobOutcome>& outcomes) {
    const Arguments& arguments = invocation.arguments;
    std::vector<report::RunFolder> runs;
    for (const predict::JobOutcome& outcome : outcomes)
        if (!outcome.timing.seeds.empty()) runs.push_back(report::readRunFolder(outcome.folder));
    if (runs.empty()) return;
    if (arguments.has("report")) report::writeReport(runs, arguments.text("report"));
    if (arguments.has("timeline")) writeAtomically(arguments.text("timeline"), report::makeReport(runs, report::ReportFormat::ChromeTrace));
}

int dryRun(const Invocation& invocation, const std::vector<fs::path>& files) {
    predict::Session session(sessionOptionsFrom(invocation.arguments), &invocation.cancel, invocation.log);
    for (const fs::path& file : files)
        for (const features::FoldInput& input : readInputs(invocation, file)) fmt::print("{}", toText(predict::planJob(session, input, predictSettingsFrom(invocation.arguments, session))));
    return 0;
}

}  // namespace

int runPredict(const Invocation& invocation) {
    const std::int64_t begin = timeline::Recorder::now();
    const std::vector<fs::path> files = inputFiles(invocation.arguments);
    checkOptions(invocation, files.size());
    if (invocation.arguments.has("dry-run")) return dryRun(invocation, files);
    predict::Session session(sessionOptionsFrom(invocation.arguments), &invocation.cancel, invocation.log);
    std::vector<predict::JobOutcome> outcomes;
    ExitCode exitCode;
    // False when nothing more is to be done.
    const auto guarded = [&](const auto& work) {
        try {
            return work();
        } catch (const UsageError&) {
            throw;
        } catch (const std::exception& problem) {
            fmt::print(stderr, "foldmeter: {}\n", problem.what());
            exitCode.add(predict::exitCodeOf(problem), false);
            return exitCode.value() != 5;
        }
    };
    const auto predictOne = [&](const features::FoldInput& input) {
        const std::int64_t start = outcomes.empty() ? begin : timeline::Recorder::now();
        outcomes.push_back(runOne(invocation, session, input, start));
        exitCode.add(predict::exitCodeOf(outcomes.back()), !outcomes.back().samples.empty());
        printOutcome(outcomes.back(), invocation.arguments.has("quiet"));
        return !outcomes.back().cancelled;
    };
    bool goOn = true;
    for (std::size_t f = 0; f < files.size() && goOn; ++f) {
        std::vector<features::FoldInput> inputs;
        goOn = guarded([&] {
            inputs = readInputs(invocation, files[f]);
            return true;
        });
        for (std::size_t i = 0; i < inputs.size() && goOn; ++i) goOn = guarded([&] { return predictOne(inputs[i]); });
    }
    writeReports(invocation, outcomes);
    return exitCode.value();
}

}  // namespace foldmeter::cli
