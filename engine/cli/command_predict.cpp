// foldmeter predict: every job of the inputs, one after the other in one session, each with its table of stages.
#include "base/file.h"
#include "base/message.h"
#include "cli/common_options.h"
#include "cli/history_entry.h"
#include "cli/job_queue.h"
#include "cli/progress.h"
#include "cli/report_options.h"
#include "predict/batch_summary.h"
#include "predict/plan.h"
#include "predict/run_job.h"
#include "report/run_folder.h"
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

// Chrome's by the ending .json, Perfetto's by its own; absent: neither.
std::optional<publish::ReportFormat> timelineFormat(const fs::path& file) {
    if (file.extension() == ".json") return publish::ReportFormat::ChromeTrace;
    if (file.extension() == ".pftrace" || file.extension() == ".perfetto-trace") return publish::ReportFormat::PerfettoTrace;
    return std::nullopt;
}

// A wrong path or ending is told before hours of work, not after.
void checkOptions(const Invocation& invocation, std::size_t inputs) {
    const Arguments& arguments = invocation.arguments;
    if (!arguments.has("output") && !arguments.has("dry-run")) throw UsageError(message("usage.no_output"));
    if (arguments.has("timeline")) {
        const fs::path file = arguments.text("timeline");
        if (inputs > 1) throw UsageError(message("usage.one_timeline"));
        if (!timelineFormat(file)) throw UsageError(message("usage.timeline_format", {file.string()}));
    }
    if (!arguments.has("report")) return;
    try {
        if (publish::formatOf(arguments.text("report")) == publish::ReportFormat::Pdf) throw UsageError(message("report.pdf"));
    } catch (const InputError& problem) {
        throw UsageError(problem.what());
    }
}

predict::JobOutcome runOne(const Invocation& invocation, predict::Session& session, features::FoldInput input, std::int64_t start) {
    const Arguments& arguments = invocation.arguments;
    const predict::JobRequest request{.input = std::move(input),
                                      .outputParent = arguments.text("output"),
                                      .predict = predictSettingsFrom(arguments, session),
                                      .outputs = {.embeddings = arguments.has("save-embeddings"),
                                                  .distogram = arguments.has("save-distogram"),
                                                  .trajectory = arguments.has("save-trajectory"),
                                                  .pairwisePae = arguments.has("save-pae-cif"),
                                                  .pdb = arguments.has("save-pdb"),
                                                  .compress = arguments.has("compress-large-output-files")},
                                      .overwrite = arguments.has("overwrite"),
                                      .resume = arguments.has("resume"),
                                      .conformers = arguments.text("conformers"),
                                      .saveConformers = arguments.text("save-conformers"),
                                      .commandLine = invocation.commandLine,
                                      .start = start};
    const auto style = progressStyle(arguments.word("progress", {"auto", "plain", "json", "none"}, "auto"), arguments.has("quiet"));
    ProgressDisplay display(style, request.input.name, request.predict, static_cast<int>(request.input.seeds.size()));
    HistoryEntry entry(!arguments.has("no-history"), invocation.log);
    try {
        predict::JobOutcome outcome = predict::runJob(session, request, {.progress = [&](const predict::Progress& progress) { display.show(progress); },
                                                                         .folderMade = [&](const fs::path& folder, const predict::JobSizes&) { entry.begin(request, folder); }});
        entry.end(outcome);
        return outcome;
    } catch (const std::exception& problem) {
        entry.fail(problem.what(), predict::exitCodeOf(problem) == 5);
        throw;
    }
}

void printOutcome(const predict::JobOutcome& outcome, bool quiet) {
    fmt::print("{}\n", message("predict.written", {outcome.name, outcome.folder.string()}));
    if (quiet) return;
    if (!outcome.samples.empty()) {
        const auto best = std::max_element(outcome.samples.begin(), outcome.samples.end(), [](const auto& a, const auto& b) { return a.score < b.score; });
        fmt::print("{}\n", message("predict.best", {std::to_string(best->seed), std::to_string(best->sample), fmt::format("{:.3f}", best->score)}));
    }
    if (outcome.resumedSamples > 0) fmt::print("{}\n", message("predict.resumed_samples", {std::to_string(outcome.resumedSamples)}));
    if (outcome.resumedSeeds > 0) fmt::print("{}\n", message("predict.resumed", {std::to_string(outcome.resumedSeeds)}));
    if (outcome.timing.seeds.empty()) return;
    fmt::print("\n{}\n{}\n{}\n", report::stageTable(outcome.timing), report::seedTable(outcome.timing), report::programTable(outcome.timing));
}

void writeReports(const Invocation& invocation, const std::vector<predict::JobOutcome>& outcomes) {
    const Arguments& arguments = invocation.arguments;
    compare::Side runs;
    for (const predict::JobOutcome& outcome : outcomes)
        if (!outcome.timing.seeds.empty()) runs.runs.push_back(report::readRunFolder(outcome.folder));
    if (runs.runs.empty()) return;
    if (arguments.has("report")) publish::writeReport({runs}, arguments.text("report"), publish::formatOf(arguments.text("report")), reportOptions());
    if (arguments.has("timeline")) writeAtomically(arguments.text("timeline"), publish::makeReport({runs}, *timelineFormat(arguments.text("timeline"))));
}

int dryRun(const Invocation& invocation, const std::vector<fs::path>& files) {
    predict::Session session(sessionOptionsFrom(invocation.arguments), &invocation.cancel, invocation.log);
    for (const fs::path& file : files)
        for (const features::FoldInput& input : readInputs(invocation, file)) fmt::print("{}", toText(predict::planJob(session, input, predictSettingsFrom(invocation.arguments, session))));
    return 0;
}

// All jobs one after the other in one session; one that fails does not take the others along.
class JobsRun {
public:
    JobsRun(const Invocation& invocation, predict::Session& session, std::int64_t begin) : m_invocation(invocation), m_session(session), m_begin(begin) {}

    int run(std::vector<QueuedJob> jobs) {
        for (const QueuedJob& job : jobs) m_summary.add({.name = job.name, .file = job.file.string(), .tokens = job.tokens, .atoms = job.atoms});
        for (std::size_t row = 0; row < jobs.size(); ++row)
            if (!jobs[row].problem.empty()) refuse(row, jobs[row].problem, jobs[row].exitCode);
        writeSummary();
        for (std::size_t row = 0; row < jobs.size() && m_exitCode.value() != 5; ++row)
            if (jobs[row].problem.empty() && m_session.deviceLost()) refuse(row, message("cuda.not_begun", {jobs[row].name}), 3);
            else if (jobs[row].problem.empty()) predictOne(row, jobs[row]);
        writeReports(m_invocation, m_outcomes);
        return m_exitCode.value();
    }

private:
    void refuse(std::size_t row, const std::string& problem, int code) {
        fmt::print(stderr, "foldmeter: {}\n", problem);
        m_exitCode.add(code, false);
        m_summary.fail(row, problem);
    }

    void predictOne(std::size_t row, QueuedJob& job) {
        const std::int64_t start = m_summary.jobs() == 1 ? m_begin : timeline::Recorder::now();
        try {
            m_outcomes.push_back(runOne(m_invocation, m_session, inputOf(m_invocation, job), start));
        } catch (const UsageError&) {
            throw;
        } catch (const std::exception& problem) {
            refuse(row, problem.what(), predict::exitCodeOf(problem));
            if (m_exitCode.value() == 5) m_summary.job(row).state = predict::BatchJob::State::Cancelled;   // before its first seed
            return writeSummary();
        }
        const predict::JobOutcome& outcome = m_outcomes.back();
        m_exitCode.add(predict::exitCodeOf(outcome), !outcome.samples.empty());
        m_summary.finish(row, outcome, static_cast<double>(timeline::Recorder::now() - start) * 1e-9);
        writeSummary();
        printOutcome(outcome, m_invocation.arguments.has("quiet"));
        std::fflush(stdout);
    }

    // A single job has its own files; several have a table over all of them as well.
    void writeSummary() const {
        if (m_summary.jobs() > 1) m_summary.write(m_invocation.arguments.text("output"));
    }

    const Invocation& m_invocation;
    predict::Session& m_session;
    std::int64_t m_begin;
    std::vector<predict::JobOutcome> m_outcomes;
    predict::BatchSummary m_summary;
    ExitCode m_exitCode;
};

}  // namespace

int runPredict(const Invocation& invocation) {
    const std::int64_t begin = timeline::Recorder::now();
    const std::vector<fs::path> files = inputFiles(invocation.arguments);
    checkOptions(invocation, files.size());
    if (invocation.arguments.has("dry-run")) return dryRun(invocation, files);
    predict::Session session(sessionOptionsFrom(invocation.arguments), &invocation.cancel, invocation.log);
    return JobsRun(invocation, session, begin).run(queueJobs(invocation, session, files));
}

}  // namespace foldmeter::cli
