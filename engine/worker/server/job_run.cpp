#include "worker/server/job_run.h"

#include "base/error.h"
#include "base/file.h"
#include "base/message.h"
#include "dialects/any_input.h"
#include "features/problem_list.h"
#include "predict/estimate.h"
#include "predict/job_timing.h"
#include "worker/server/live_positions.h"
#include "worker/server/stage_watch.h"

#include <fmt/format.h>

#include <set>
#include <system_error>
#include <unistd.h>

namespace foldmeter::worker {
namespace {

namespace fs = std::filesystem;
using timeline::Recorder;

double secondsNow() { return static_cast<double>(Recorder::now()) * 1e-9; }

int numberWithin(const std::optional<int>& given, int recommended, int least, int most, const char* name) {
    const int number = given.value_or(recommended);
    if (number < least || number > most) throw InputError(message("worker.field", {name, fmt::format("a whole number from {} to {}", least, most)}));
    return number;
}

predict::OutputChoices outputsOf(const OutputWishes& wishes) {
    return {.embeddings = wishes.embeddings, .distogram = wishes.distogram, .trajectory = wishes.trajectory, .pairwisePae = wishes.pairwisePae, .pdb = wishes.pdb,
            .compress = wishes.compress};
}

// Samples the memory twice a second while it lives.
class MemoryWatch {
public:
    MemoryWatch(std::function<void(MemoryEvent)> send) : m_send(std::move(send)), m_thread([this] { run(); }) {}
    ~MemoryWatch() {
        {
            const std::lock_guard lock(m_mutex);
            m_ending = true;
        }
        m_wake.notify_one();
        m_thread.join();
    }

private:
    void run() {
        const double start = secondsNow();
        std::unique_lock lock(m_mutex);
        do m_send({secondsNow() - start, predict::currentMemoryBytes(), predict::availableMemoryBytes()});
        while (!m_wake.wait_for(lock, std::chrono::milliseconds(500), [&] { return m_ending; }));
    }

    std::function<void(MemoryEvent)> m_send;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    bool m_ending = false;
    std::thread m_thread;
};

// A folder for results that are sent and not kept.
class OutputPlace {
public:
    explicit OutputPlace(const std::string& wished) : m_path(wished) {
        if (!wished.empty()) return;
        std::string pattern = (fs::temp_directory_path() / "foldmeter-XXXXXX").string();
        if (!::mkdtemp(pattern.data())) throw DeviceError(message("worker.temporary", {pattern}), errno);
        m_path = m_temporary = pattern;
    }
    ~OutputPlace() {
        std::error_code ignored;
        if (!m_temporary.empty()) fs::remove_all(m_temporary, ignored);
    }
    const fs::path& path() const { return m_path; }

private:
    fs::path m_path, m_temporary;
};

// The stages hear of the recorder's spans while this lives.
class Observation {
public:
    Observation(Recorder& recorder, StageWatch& stages) : m_recorder(recorder) {
        recorder.observe([&stages](const char* name, timeline::Category category) { stages.spanBegan(name, category); });
    }
    ~Observation() { m_recorder.observe({}); }
    Observation(const Observation&) = delete;
    Observation& operator=(const Observation&) = delete;

private:
    Recorder& m_recorder;
};

class PredictionRun {
public:
    PredictionRun(predict::Session& session, RequestId id, const PredictRequest& request, JobControl& control, Outbox& outbox)
        : m_session(session), m_id(id), m_request(request), m_control(control), m_outbox(outbox),
          m_live(request.live, [this](PositionsEvent event) { say(std::move(event)); }),
          m_stages([this](timeline::Category category) { say(StageEvent{std::string(nameOf(category))}); }) {}

    void run() {
        const std::int64_t start = Recorder::now();
        const Observation observation(m_session.recorder(), m_stages);
        const OutputPlace place(m_request.outputParent);
        const predict::JobRequest job{.input = readJob(m_request.input, m_request.options, m_session.log()),
                                      .outputParent = place.path(),
                                      .predict = predictSettingsOf(m_request.options, m_session),
                                      .outputs = outputsOf(m_request.outputs),
                                      .overwrite = m_request.overwrite,
                                      .resume = m_request.resume,
                                      .commandLine = m_request.commandLine,
                                      .start = start};
        m_estimate.emplace(job.predict, static_cast<int>(job.input.seeds.size()));
        predict::JobOutcome outcome;
        {
            const MemoryWatch memory([this](MemoryEvent event) { say(event); });
            outcome = predict::runJob(m_session, job, watchOf(job));
        }
        if (m_request.sendFiles) sendRemaining(outcome.folder);
        say(FinishedEvent{.cancelled = outcome.cancelled,
                          .samples = static_cast<int>(outcome.samples.size()),
                          .failedSeeds = static_cast<int>(outcome.failures.size()),
                          .resumedSeeds = outcome.resumedSeeds,
                          .wallSeconds = static_cast<double>(Recorder::now() - start) * 1e-9});
    }

private:
    template <typename T> void say(T event) { m_outbox.put({m_id, std::move(event)}); }

    predict::JobWatch watchOf(const predict::JobRequest& job) {
        return {.progress = [this](const predict::Progress& progress) { tellProgress(progress); },
                .folderMade = [this, &job](const fs::path& folder, const predict::JobSizes& sizes) { tellStart(job, folder, sizes); },
                .featurised = [this](const features::Batch& batch) { tellAtoms(batch); },
                .sampleWritten = [this](const report::RankedSample& sample) {
                    if (m_request.sendFiles) sendSample(sample);
                    say(SampleEvent{sample.seed, sample.sample, sample.score});
                },
                .seedFailed = [this](const predict::SeedFailure& failure) { say(SeedFailedEvent{failure.seed, failure.text}); }};
    }

    void tellStart(const predict::JobRequest& job, const fs::path& folder, const predict::JobSizes& sizes) {
        m_folder = folder;
        StartedEvent event{.job = job.input.name, .folder = folder.string(), .seeds = job.input.seeds, .tokens = sizes.tokens, .atoms = sizes.atoms,
                           .recycles = job.predict.recycles, .steps = job.predict.steps, .samples = job.predict.samples, .model = m_session.card().name,
                           .modelWarning = m_session.card().warning};
        for (const auto& [name, value] : m_session.settings().toPairs())
            if (name == "precision") event.precision = value;
        say(std::move(event));
    }

    void tellAtoms(const features::Batch& batch) {
        AtomsEvent atoms = m_live.follow(batch);
        if (m_request.live != LivePositions::None) say(std::move(atoms));
    }

    void tellProgress(const predict::Progress& progress) {
        const double now = secondsNow();
        m_stages.executing();
        const bool lastStep = progress.stage == "confidence" && progress.done == progress.total && progress.seedIndex + 1 == progress.seeds;
        if (lastStep) m_stages.lastSeedRan();
        m_estimate->update(progress, now);
        m_live.look(progress, now);
        const bool edge = progress.stage != m_toldStage || progress.done == 0 || progress.done == progress.total;
        if (edge || now - m_told >= LivePositionsFeed::leastInterval) {
            m_told = now;
            m_toldStage = progress.stage;
            say(ProgressEvent{.stage = progress.stage, .seed = progress.seed, .seedIndex = progress.seedIndex, .seeds = progress.seeds, .done = progress.done,
                              .total = progress.total, .fraction = m_estimate->fraction(), .secondsLeft = m_estimate->secondsLeft()});
        }
        m_control.pauseHere([this](bool isPaused) { tellPause(isPaused); });
        if (m_outbox.readerIsGone()) m_control.cancel();
    }

    void tellPause(bool isPaused) {
        if (isPaused) m_pauseSpan = m_session.recorder().begin("paused", timeline::Category::Other);
        else m_session.recorder().end(m_pauseSpan);
        say(PausedEvent{isPaused});
    }

    void sendFile(const fs::path& relative) {
        m_sent.insert(relative);
        say(FileEvent{relative.generic_string(), readText(m_folder / relative)});
    }
    void sendSample(const report::RankedSample& sample) {
        const fs::path folder = fmt::format("seed-{}_sample-{}", sample.seed, sample.sample);
        for (const auto& entry : fs::directory_iterator(m_folder / folder)) sendFile(folder / entry.path().filename());
    }
    void sendRemaining(const fs::path& folder) {
        for (const auto& entry : fs::recursive_directory_iterator(folder)) {
            const fs::path relative = fs::relative(entry.path(), folder);
            if (entry.is_regular_file() && !m_sent.contains(relative)) sendFile(relative);
        }
    }

    predict::Session& m_session;
    RequestId m_id;
    const PredictRequest& m_request;
    JobControl& m_control;
    Outbox& m_outbox;
    LivePositionsFeed m_live;
    StageWatch m_stages;
    std::optional<predict::Estimate> m_estimate;
    fs::path m_folder;
    std::set<fs::path> m_sent;
    std::string m_toldStage;
    double m_told = 0;
    int m_pauseSpan = 0;
};

}  // namespace

features::FoldInput readJob(const JobInput& input, const PredictOptions& options, const Log& log) {
    const std::string name = input.file.empty() ? "input" : input.file;
    const dialects::AnyOptions how{.strictAlphafold3 = options.strictAlphafold3};
    dialects::AnyInput read = input.text.empty() ? dialects::readAnyInput(input.file, how) : dialects::readAnyText(input.text, name, how);
    if (read.hasErrors()) throw InputError(features::toText(read.problems, features::Problem::Severity::Error, name));
    for (const features::Problem& warning : read.problems) note(log, LogLevel::Warning, features::toText(warning, name));
    for (const dialects::Remark& remark : read.remarks)
        note(log, remark.kind == dialects::Remark::Kind::Dropped ? LogLevel::Warning : LogLevel::Info, dialects::toText(remark, name));
    if (read.jobs.size() != 1) throw InputError(message("usage.one_job", {name, std::to_string(read.jobs.size())}));
    if (!options.seeds.empty()) read.jobs.front().seeds = options.seeds;
    return std::move(read.jobs.front());
}

predict::PredictSettings predictSettingsOf(const PredictOptions& options, predict::Session& session) {
    const predict::PredictSettings recommended = session.recommended();
    return {.recycles = numberWithin(options.recycles, recommended.recycles, 0, 1000, "recycles"),
            .steps = numberWithin(options.steps, recommended.steps, 1, 100000, "steps"),
            .samples = numberWithin(options.samples, recommended.samples, 1, 10000, "samples"),
            .strictAlphafold3 = options.strictAlphafold3};
}

void runPrediction(predict::Session& session, RequestId id, const PredictRequest& request, JobControl& control, Outbox& outbox) {
    PredictionRun(session, id, request, control, outbox).run();
}

}  // namespace foldmeter::worker
