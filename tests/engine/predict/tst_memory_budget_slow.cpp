// Predictions under a memory budget, at small sizes: work is cut in every way there is, results stay the same to the last
// bit, and what the programs book stays within what was forecast for them.
#include "model/batch_inputs.h"
#include "predict/key_tree.h"
#include "predict/program_set.h"
#include "predict/run_job.h"
#include "predict_support.h"

#include "features/build_batch.h"

#include <QTemporaryDir>

using namespace foldmeter;
using namespace foldmeter::predict;

namespace {

constexpr std::int64_t unlimited = std::int64_t{1} << 50;

ir::Sizes sizesOf(const features::Batch& batch, int samples) {
    const TensorMap inputs = model::batchInputs(batch.arrays, 1);
    return {{"tokens", batch.paddedTokens},
            {"blocks", inputs.at("key_index").extents()[0]},
            {"templates", inputs.at("template_aatype").extents()[0]},
            {"msa_rows", msaRowCount(batch.at("msa_mask"), model::demoConfig().msaRows)},
            {"samples", samples}};
}

// The middle of the budgets under which these programs are cut as wanted; 0 when there is none.
template <typename Wanted> std::int64_t budgetOf(ProgramSet& programs, const ir::Sizes& sizes, Wanted wanted) {
    constexpr int steps = 200;
    const auto plain = static_cast<std::int64_t>(programs.fit(sizes, unlimited, true).bytes);
    std::int64_t most = 0, least = 0;
    for (int step = 0; step < steps; ++step) {
        const std::int64_t budget = plain - plain * step / steps;
        const MemoryFit fit = programs.fit(sizes, budget, true);
        if (!fit.fits) break;
        if (!wanted(fit)) continue;
        most = std::max(most, budget);
        least = budget;
    }
    return (most + least) / 2;
}

// What the spans say of the parts that work was cut into; 1 when none does.
std::int64_t mostChunks(const timeline::Timeline& timeline) {
    std::int64_t chunks = 1;
    for (const timeline::Span& span : timeline.spans)
        for (const auto& argument : span.arguments)
            if (std::string(argument.name) == "chunks") chunks = std::max(chunks, std::get<std::int64_t>(argument.value));
    return chunks;
}

}  // namespace

class tst_memory_budget_slow : public QObject {
    Q_OBJECT
    ThreadPool m_pool{2};
    model::Weights m_weights = model::syntheticWeights(model::demoConfig(), 0);
    features::Batch m_small = test::batchOf(test::readArrays("network/caseB", "in/")), m_large = test::batchOf(test::readArrays("network/caseA", "in/"));

    runtime::Context context() { return test::freshContext(m_weights, m_pool); }
    // What a prediction takes besides its programs.
    std::int64_t hostBytes(const ir::Sizes& sizes, std::size_t programs, const PredictSettings& settings) {
        const std::int64_t tokens = sizes.at("tokens"), rows = sizes.at("msa_rows");
        const JobSizes job{tokens, sizes.at("blocks") * 32 - 1, rows, tokens, sizes.at("templates")};
        return static_cast<std::int64_t>(Predictor(model::demoConfig(), context()).forecastMemory(job, settings).peakBytes - programs);
    }

private Q_SLOTS:
    void cutsChangeNothing_data();
    void cutsChangeNothing();
    void changesItsFormBetweenJobs();
    void packsOneFormOfTheDenoiser();
    void countsTheAlignmentAndTheTrajectory();
    void countsTheCodeGeneratorOnceItIsNeeded();
};

void tst_memory_budget_slow::cutsChangeNothing_data() {
    QTest::addColumn<int>("way");
    QTest::newRow("conditioning in every step") << 0;
    QTest::newRow("fewer samples at once") << 1;
    QTest::newRow("slices") << 2;
}

void tst_memory_budget_slow::cutsChangeNothing() {
    QFETCH(int, way);
    const PredictSettings settings{.recycles = 1, .steps = 2, .samples = way == 0 ? 1 : 3};
    const ir::Sizes sizes = sizesOf(m_large, settings.samples);
    ProgramSet programs(model::demoConfig(), context(), false);
    const auto wanted = [&](const MemoryFit& fit) { return way == 0 ? !fit.hoisted && fit.slices == 0 : way == 1 ? fit.samples < settings.samples && fit.slices == 0 : fit.slices > 1; };
    const std::int64_t budget = budgetOf(programs, sizes, wanted);
    QVERIFY2(budget > 0, "no budget cuts the programs this way");
    const MemoryFit fit = programs.fit(sizes, budget, true);
    QVERIFY(fit.fits && wanted(fit));

    runtime::Context uncut = context(), within = context();
    uncut.settings.hoist = fit.hoisted;   // the other form has other kernels
    const SeedResult plain = Predictor(model::demoConfig(), uncut).predict(m_large, 5, settings, {}, nullptr);
    timeline::Recorder recorder;
    within.recorder = &recorder;
    within.settings.memoryBudget = budget + hostBytes(sizes, programs.fit(sizes, unlimited, true).bytes, settings);
    Predictor predictor(model::demoConfig(), within);
    const SeedResult cut = predictor.predict(m_large, 5, settings, {}, nullptr);
    QCOMPARE(predictor.bindRecords().size(), std::size_t{fit.hoisted ? 6u : 5u});
    QVERIFY(within.ledger->bytes <= budget);
    for (const auto member : {&SeedResult::pair, &SeedResult::single, &SeedResult::distogram, &SeedResult::positions, &SeedResult::plddt, &SeedResult::pae})
        QVERIFY(test::sameBits(cut.*member, plain.*member));

    const std::int64_t batches = (settings.samples + fit.samples - 1) / fit.samples;
    QCOMPARE(mostChunks(recorder.finish()), std::max<std::int64_t>(batches, static_cast<std::int64_t>(std::max<std::size_t>(1, fit.slices))));
}

// A large job that does not fit hoisted stands between two small ones that do: each gets the form that its size allows, and
// the small one the same result before and after.
void tst_memory_budget_slow::changesItsFormBetweenJobs() {
    const PredictSettings settings{.recycles = 0, .steps = 2, .samples = 1};
    const ir::Sizes sizes = sizesOf(m_large, 1);
    ProgramSet programs(model::demoConfig(), context(), false);
    const std::int64_t budget = budgetOf(programs, sizes, [](const MemoryFit& fit) { return !fit.hoisted; });
    QVERIFY(budget > 0);
    runtime::Context within = context();
    within.settings.memoryBudget = budget + hostBytes(sizes, programs.fit(sizes, unlimited, true).bytes, settings);
    Predictor predictor(model::demoConfig(), within);
    const auto hasCondition = [&] {
        for (const auto& [name, record] : predictor.bindRecords())
            if (name == "condition") return true;
        return false;
    };
    const SeedResult before = predictor.predict(m_small, 5, settings, {}, nullptr);
    QVERIFY(hasCondition());
    const SeedResult between = predictor.predict(m_large, 5, settings, {}, nullptr);
    QVERIFY(!hasCondition());
    QVERIFY(within.ledger->bytes <= budget);   // the weights of the form that is not bound are given back
    const SeedResult after = predictor.predict(m_small, 5, settings, {}, nullptr);
    QVERIFY(hasCondition());
    QVERIFY(test::sameBits(after.positions, before.positions));
    runtime::Context whole = context();
    whole.settings.hoist = false;
    const SeedResult expected = Predictor(model::demoConfig(), whole).predict(m_large, 5, settings, {}, nullptr);
    QVERIFY(test::atomDifference(m_large, between.positions, expected.positions, 3).relative() < 1e-6);
}

// A whole job whose conditioning is computed in every step: the weights of the form that is not bound are never kept.
void tst_memory_budget_slow::packsOneFormOfTheDenoiser() {
    QTemporaryDir folder;
    SessionOptions options;
    options.model = demoModelName;
    options.settings = context().settings;
    JobRequest request{.input = features::loadFoldInput(test::sourcePath("resources/examples/insulin.json")), .outputParent = folder.path().toStdString(), .predict = {.recycles = 0, .steps = 1, .samples = 1}};
    request.input.seeds = {1};
    const features::Batch batch = features::BatchBuilder(request.input, structure::ComponentDictionary::bundled(), {}).build(1);
    const ir::Sizes sizes = sizesOf(batch, 1);
    ProgramSet programs(model::demoConfig(), context(), false);
    const std::int64_t budget = budgetOf(programs, sizes, [](const MemoryFit& fit) { return !fit.hoisted; });
    QVERIFY2(budget > 0, "no budget has the conditioning in every step");
    const std::size_t beside = Session(options, nullptr, {}).predictor().forecastMemory(jobSizesOf(batch), request.predict).peakBytes - programs.fit(sizes, unlimited, true).bytes;

    options.settings.memoryBudget = budget + static_cast<std::int64_t>(beside);
    Session session(options, nullptr, {});
    const JobOutcome outcome = runJob(session, request, {});
    QVERIFY(outcome.failures.empty() && outcome.samples.size() == 1);
    int denoisers = 0;
    for (const runtime::Program* program : session.predictor().programs()) {
        const std::string name = program->compileRecord().program;
        if (name == "condition") QCOMPARE(program->packedWeightBytes(), std::size_t{0});
        if (name == "denoise") denoisers += program->packedWeightBytes() > 0;
    }
    QCOMPARE(denoisers, 1);
}

// What is kept beside the network's arrays counts where work is cut as it does in the forecast of the peak.
void tst_memory_budget_slow::countsTheAlignmentAndTheTrajectory() {
    const JobSizes job{40, 300, 40000, 40, 1};
    const PredictSettings plain{.recycles = 0, .steps = 20000, .samples = 1};
    const auto forecast = [&](PredictSettings settings, JobSizes sizes, std::int64_t budget) {
        runtime::Context within = context();
        within.settings.memoryBudget = budget;
        return Predictor(model::demoConfig(), within).forecastMemory(sizes, settings);
    };
    const auto enough = static_cast<std::int64_t>(forecast(plain, job, unlimited).peakBytes);
    QVERIFY(forecast(plain, job, enough).fits);
    PredictSettings keeping = plain;
    keeping.keepsTrajectory = true;
    JobSizes deeper = job;
    deeper.msaRows *= 11;   // rows beyond those that a pass draws: the network's arrays do not grow
    for (const MemoryForecast& larger : {forecast(keeping, job, enough), forecast(plain, deeper, enough)}) {
        QVERIFY(static_cast<std::int64_t>(larger.peakBytes) > enough);
        QVERIFY(!larger.fits);
    }
}

// With a cache that knows one form of the denoiser, wanting the other calls for the code generator and its memory.
void tst_memory_budget_slow::countsTheCodeGeneratorOnceItIsNeeded() {
    QTemporaryDir folder;
    const PredictSettings settings{.recycles = 0, .steps = 1, .samples = 1};
    const ir::Sizes sizes = sizesOf(m_large, 1);
    runtime::Context within = context();
    within.settings.cache = CacheUse::ReadWrite;
    within.settings.cacheFolder = folder.path().toStdString();
    Predictor(model::demoConfig(), within).makeCode();
    within.settings.cache = CacheUse::Read;
    const auto forecast = [&](std::int64_t budget) {
        within.settings.memoryBudget = budget;
        return Predictor(model::demoConfig(), within).forecastMemory(jobSizesOf(m_large), settings);
    };
    ProgramSet programs(model::demoConfig(), within, false);
    const std::size_t beside = forecast(unlimited).peakBytes - programs.fit(sizes, unlimited, false).bytes;
    const MemoryFit smallest = programs.fit(sizes, 0, false);
    QVERIFY(!smallest.hoisted);
    const auto budget = static_cast<std::int64_t>(smallest.bytes + beside);
    const MemoryForecast cut = forecast(budget);
    QCOMPARE(cut.fits, static_cast<std::int64_t>(cut.peakBytes) <= budget);
}

FOLDMETER_TEST(tst_memory_budget_slow)
#include "tst_memory_budget_slow.moc"
