#include "predict/run_job.h"

#include "base/error.h"
#include "base/file.h"
#include "base/message.h"
#include "base/version.h"
#include "features/build_batch.h"
#include "predict/confidences.h"
#include "predict/conformer_file.h"
#include "predict/job_folder.h"
#include "predict/job_time.h"
#include "predict/network_arrays.h"
#include "predict/output.h"
#include "predict/pdb_text.h"
#include "predict/preparation.h"
#include "predict/process_counters.h"
#include "predict/trajectory.h"
#include "targets/cuda/tool_range.h"

#include <fmt/format.h>

#include <algorithm>
#include <new>
#include <optional>

namespace foldmeter::predict {
namespace {

using timeline::Category;
using timeline::Recorder;
using timeline::ScopedSpan;

class JobRun {
public:
    JobRun(Session& session, const JobRequest& request, const JobWatch& watch)
        : m_session(session), m_request(request), m_predict(request.predict), m_watch(watch), m_recorder(session.recorder()), m_counters(session.recorder()) {
        m_predict.keepsTrajectory = request.outputs.trajectory;
    }

    JobOutcome run() {
        m_clock.start = m_request.start;
        m_counters.sample();
        m_before = programCosts(m_session);
        const features::BatchBuilder builder = makeBuilder();
        for (const std::string& text : builder.notes()) note(m_session.log(), LogLevel::Info, text);
        m_sizes = jobSizesOf(builder.common());
        prepareFolder(builder);
        compileAndBind(builder);
        try {
            for (std::size_t index = 0; index < m_request.input.seeds.size() && !m_nextWouldFail; ++index) runSeed(builder, index);
        } catch (const Cancelled&) {
            m_outcome.cancelled = true;
        }
        finish();
        return std::move(m_outcome);
    }

private:
    features::BatchBuilder makeBuilder() {
        const auto components = m_session.components();
        if (!m_request.conformers.empty()) m_conformers = ConformerFile::read(m_request.conformers);
        const ReadingSpan span(m_recorder, "featurise job", Category::Featurise);
        return {m_request.input, components, {.buckets = m_session.settings().buckets, .pool = &m_session.pool(), .strictAlphafold3 = m_predict.strictAlphafold3}, &m_recorder};
    }

    void prepareFolder(const features::BatchBuilder& builder) {
        const ModelOrigin model{m_session.card().name, m_session.card().weights.string(), m_session.weights().digest()};
        const ScopedSpan span(&m_recorder, "prepare folder", Category::Write);
        m_folder.emplace(m_request, allSettings(m_session, m_predict), model);
        m_outcome.name = m_request.input.sanitisedName;
        m_outcome.folder = m_folder->path();
        m_outcome.samples = m_folder->finishedSamples();
        if (m_watch.folderMade) m_watch.folderMade(m_outcome.folder, m_sizes);
        m_context = {.input = &m_request.input,
                     .components = builder.components().get(),
                     .modelIdentifier = m_session.weights().identifier(),
                     .modelName = m_session.card().name,
                     .modelWarning = m_session.card().warning,
                     .softwareVersion = std::string(version),
                     .timestamp = m_folder->timestamp(),
                     .strictAlphafold3 = m_predict.strictAlphafold3};
    }

    features::Batch batchOf(const features::BatchBuilder& builder, std::uint32_t seed) {
        ReadingSpan span(m_recorder, "featurise seed", Category::Featurise);   // components are read as they are needed
        const cuda::ToolRange range("featurise");
        span.with("seed", seed);
        const std::int64_t start = Recorder::now();
        features::Batch batch = builder.build(seed);
        if (!m_conformers) m_clock.featurised.push_back(static_cast<double>(Recorder::now() - start) * 1e-9);
        if (m_conformers) batch.arrays["ref_pos"] = m_conformers->injectedInto(batch, seed);
        if (!m_request.saveConformers.empty()) m_conformerText += conformerLines(batch, seed);
        return batch;
    }

    // Before the first seed, so that all seeds find the same programs. Code is made while the first seed is featurised; the
    // first seed's compile time is what was waited for.
    void compileAndBind(const features::BatchBuilder& builder) {
        const auto& seeds = m_request.input.seeds;
        const auto first = std::find_if(seeds.begin(), seeds.end(), [&](std::uint32_t seed) { return !m_folder->isFinished(seed); });
        if (first == seeds.end()) return;
        Preparation preparation(m_session, builder.common(), m_predict);
        m_firstBatch = batchOf(builder, *first);
        if (m_watch.featurised) m_watch.featurised(*m_firstBatch);
        m_counters.sample();
        const std::string refusal = m_request.outputs.pdb ? pdbRefusal(*m_firstBatch) : std::string();
        if (!refusal.empty()) note(m_session.log(), LogLevel::Warning, message("pdb.not_written", {refusal}));
        m_clock.compileStart = Recorder::now();
        const cuda::ToolRange range("compile and bind");
        preparation.awaitCode();
        preparation.awaitWeights();
        Predictor& predictor = m_session.compiledPredictor();
        {
            const ScopedSpan span(&m_recorder, "bind", Category::Codegen);
            predictor.bind(*m_firstBatch, m_predict);
        }
        m_clock.compileEnd = Recorder::now();
        if (!m_session.settings().warmUp) return;
        const ScopedSpan span(&m_recorder, "warm-up", Category::Execute);
        PredictSettings once = m_predict;
        once.recycles = 0;
        once.steps = 1;
        predictor.predict(*m_firstBatch, *first, once, {}, nullptr);
    }

    // Of a seed that was begun only the samples that are missing are made.
    PredictSettings settingsOf(std::uint32_t seed) const {
        PredictSettings settings = m_predict;
        settings.firstSample = m_folder->finishedSamplesOf(seed);
        return settings;
    }

    void runSeed(const features::BatchBuilder& builder, std::size_t index) {
        const std::uint32_t seed = m_request.input.seeds[index];
        if (m_folder->isFinished(seed)) {
            ++m_outcome.resumedSeeds;
            return;
        }
        if (m_session.cancel()) m_session.cancel()->throwIfRequested();
        std::vector<SampleFiles> files;
        std::optional<features::Batch> batch;
        try {
            batch = m_firstBatch ? std::move(m_firstBatch) : batchOf(builder, seed);
            m_firstBatch.reset();
            files = predictSeed(*batch, index);
        } catch (const Cancelled&) {
            throw;
        } catch (const std::exception& problem) {
            fail(seed, problem);
            m_nextWouldFail = m_session.deviceLost();
            return;
        }
        try {
            writeSeed(seed, files);
            // The predictor hands over the samples that were finished when the user asked to stop.
            const PredictSettings settings = settingsOf(seed);
            m_outcome.resumedSamples += settings.firstSample;
            if (settings.firstSample + static_cast<int>(files.size()) < settings.samples) throw Cancelled();
        } catch (const DeviceError& problem) {
            m_nextWouldFail = true;   // the disk is full or gone
            fail(seed, problem);
        }
    }

    std::vector<SampleFiles> predictSeed(const features::Batch& batch, std::size_t index) {
        m_counters.sample();
        SeedInterval interval{.start = Recorder::now()};
        const std::uint32_t seed = m_request.input.seeds[index];
        const PredictSettings settings = settingsOf(seed);
        std::optional<Trajectory> trajectory;
        if (m_request.outputs.trajectory) trajectory.emplace(batch, settings);
        const auto forward = [&](const Progress& progress) {
            m_counters.sampleIfDue();
            if (trajectory) trajectory->add(progress);
            if (!m_watch.progress) return;
            Progress told = progress;
            told.seed = seed;
            told.seedIndex = static_cast<int>(index);
            told.seeds = static_cast<int>(m_request.input.seeds.size());
            m_watch.progress(told);
        };
        std::vector<SampleFiles> files;
        {
            ScopedSpan span(&m_recorder, "seed", Category::Execute);
            span.with("seed", seed);
            const cuda::ToolRange range("seed " + std::to_string(seed));
            const SeedResult result = m_session.predictor().predict(batch, seed, settings, forward, &interval.timing);
            files = extract(batch, result, trajectory);
        }
        interval.end = Recorder::now();
        m_counters.sample();
        interval.timing.seed = seed;
        interval.timing.samples = static_cast<int>(files.size());
        m_clock.seeds.push_back(interval);
        return files;
    }

    std::vector<SampleFiles> extract(const features::Batch& batch, const SeedResult& result, const std::optional<Trajectory>& trajectory) {
        m_context.batch = &batch;
        std::vector<SampleFiles> files;
        const auto samples = static_cast<int>(result.positions.extents().at(0));
        for (int sample = 0; sample < samples; ++sample) {
            const auto numbered = static_cast<std::int64_t>(result.firstSample + sample);
            ScopedSpan span(&m_recorder, "score sample", Category::Execute);
            const std::int64_t start = Recorder::now();
            span.with("sample", numbered).with("seed", static_cast<std::int64_t>(result.seed));
            const SampleScores scores = scoreSample(batch, result, sample);
            ScopedSpan text(&m_recorder, "make files", Category::Write);
            text.with("sample", numbered).with("seed", static_cast<std::int64_t>(result.seed));
            const int number = result.firstSample + sample;
            files.push_back({number, scores.rankingScore, modelCif(m_context, scores), confidencesJson(m_context, scores, result, sample),
                             summaryConfidencesJson(m_context, scores), {}, {}});
            const bool usual = !trajectory && !m_request.outputs.pdb && !m_request.outputs.pairwisePae;
            if (usual) m_clock.samples.push_back(static_cast<double>(Recorder::now() - start) * 1e-9);
            if (m_request.outputs.pairwisePae) files.back().modelWithPae = modelCifWithPae(m_context, scores, result, sample);
            if (m_request.outputs.pdb && pdbRefusal(batch).empty()) files.back().pdb = pdbOf(scores);
            if (trajectory) trajectory->write(m_folder->placeOfTrajectory(result.seed, number), m_context, scores, number);
        }
        writeArrays(batch, result);
        m_context.batch = nullptr;
        return files;
    }

    // Empty, with a warning, where the structure flew apart beyond what the format can write.
    std::string pdbOf(const SampleScores& scores) {
        try {
            return pdbText(m_context, scores);
        } catch (const InputError& refusal) {
            note(m_session.log(), LogLevel::Warning, message("pdb.not_written", {refusal.what()}));
            return {};
        }
    }

    void writeArrays(const features::Batch& batch, const SeedResult& result) {
        const ScopedSpan span(&m_recorder, "write arrays", Category::Write);
        if (m_request.outputs.embeddings) writeEmbeddings(m_folder->placeOf(result.seed, "embeddings", ".npz"), result, batch.tokens);
        if (m_request.outputs.distogram) writeDistogram(m_folder->placeOf(result.seed, "distogram", ".npz"), result, batch.tokens);
    }

    void writeSeed(std::uint32_t seed, const std::vector<SampleFiles>& files) {
        ScopedSpan span(&m_recorder, "write seed", Category::Write);
        span.with("seed", seed);
        for (const SampleFiles& sample : files) {
            m_folder->writeSample(seed, sample);
            m_outcome.samples.push_back({seed, sample.sample, sample.rankingScore});
            if (m_watch.sampleWritten) m_watch.sampleWritten(m_outcome.samples.back());
        }
        m_folder->writeRanking(m_outcome.samples);
    }

    void fail(std::uint32_t seed, const std::exception& problem) {
        m_outcome.failures.push_back({seed, exitCodeOf(problem), problem.what()});
        if (m_watch.seedFailed) m_watch.seedFailed(m_outcome.failures.back());
        note(m_session.log(), LogLevel::Warning, message("seed.failed", {std::to_string(seed), problem.what()}));
    }

    // Files of the whole job. When the disk refuses, what was written stays and the failure is told.
    void finish() {
        try {
            {
                const ScopedSpan span(&m_recorder, "write job", Category::Write);
                m_folder->writeBest(m_outcome.samples);
                writeAtomically(m_folder->path() / "TERMS_OF_USE.md", std::string_view(termsOfUse(m_context)));
                if (!m_request.saveConformers.empty()) writeAtomically(m_request.saveConformers, std::string_view(m_conformerText));
            }
            m_clock.end = Recorder::now();
            const timeline::Timeline timeline = cutTimeline(m_recorder.finish(), m_clock.start, m_clock.end);
            if (m_session.compiled()) {
                m_outcome.timing = makeTiming(m_session, m_outcome.name, m_sizes, m_predict, m_clock, m_before, timeline);
                m_folder->writeTiming(m_outcome.timing, timeline);
                if (!m_outcome.cancelled) recordTimes(m_session, m_sizes, m_predict, m_clock, m_outcome.timing, m_before.byProgram.empty());
            }
        } catch (const DeviceError& problem) {
            m_outcome.failures.push_back({0, exitCodeOf(problem), problem.what()});
            note(m_session.log(), LogLevel::Warning, message("job.unwritten", {m_outcome.name, problem.what()}));
        }
    }

    Session& m_session;
    const JobRequest& m_request;
    PredictSettings m_predict;
    const JobWatch& m_watch;
    Recorder& m_recorder;
    ProcessCounters m_counters;
    JobClock m_clock;
    ProgramCosts m_before;
    JobSizes m_sizes;
    JobOutcome m_outcome;
    OutputContext m_context;
    std::optional<JobFolder> m_folder;
    std::optional<ConformerFile> m_conformers;
    std::string m_conformerText;
    std::optional<features::Batch> m_firstBatch;   // made before the programs were bound, used by the first seed
    bool m_nextWouldFail = false;                  // alike: it is not begun
};

}  // namespace

JobOutcome runJob(Session& session, const JobRequest& request, const JobWatch& watch) { return JobRun(session, request, watch).run(); }

int exitCodeOf(const std::exception& problem) {
    if (dynamic_cast<const Cancelled*>(&problem)) return 5;
    if (dynamic_cast<const InputError*>(&problem)) return 2;
    if (dynamic_cast<const DeviceError*>(&problem) || dynamic_cast<const std::bad_alloc*>(&problem)) return 3;
    return 70;
}

int exitCodeOf(const JobOutcome& outcome) {
    if (outcome.cancelled) return 5;
    if (outcome.failures.empty()) return 0;
    return outcome.samples.empty() ? outcome.failures.front().exitCode : 4;
}

}  // namespace foldmeter::predict
