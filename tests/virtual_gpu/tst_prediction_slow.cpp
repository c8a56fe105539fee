// Whole predictions of a small network through the real path of a GPU - code from NVRTC, modules, streams, graphs - on the
// double of the driver, against the interpreter; and what happens when the device fails on the way.
#include "engine/predict/predict_support.h"
#include "virtual_gpu/virtual_driver.h"

#include "predict/predictor.h"
#include "runtime/compute_device.h"
#include "targets/cuda/driver/driver_error.h"

#include <QTemporaryDir>

using namespace foldmeter;
using namespace foldmeter::predict;

namespace {

// The bundled model's network with half of its token blocks.
const model::Config& config() {
    static const model::Config config = [] {
        model::Config c = model::demoConfig();
        c.tokenBlocks = 4;
        return c;
    }();
    return config;
}

const model::Weights& smallWeights() {
    static const model::Weights weights = model::syntheticWeights(config(), 0);
    return weights;
}

features::Batch caseB() { return test::batchOf(test::readArrays("network/caseB", "in/")); }

constexpr PredictSettings twoSteps{.recycles = 1, .steps = 2, .samples = 2};

struct Deviation {
    double positions = 0, pair = 0, plddt = 0, pae = 0;
    double largest() const { return std::max({positions, pair, plddt, pae}); }
};
Deviation deviationOf(const features::Batch& batch, const SeedResult& result, const SeedResult& from) {
    return {test::atomDifference(batch, result.positions, from.positions, 3).relative(), test::realDifference(batch, result.pair, from.pair, 0, 2).relative(),
            test::atomDifference(batch, result.plddt, from.plddt, 1).relative(), test::realDifference(batch, result.pae, from.pae, 1, 2).relative()};
}

}  // namespace

class tst_prediction_slow : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        QVERIFY2(m_driver.found(), "the driver that was found is not the double");
        QVERIFY(m_cache.isValid());
    }
    void cleanup() { m_driver.reset(); }

    void f32AgreesWithTheInterpreter();
    void bf16IsAsFarOffAsTheInterpreters();
    void aFailureOnTheDeviceIsToldAndLasts();
    void triesWithLessMemory();
    void showsTheDeviceOnTheTimeline();

private:
    runtime::Context context(Precision precision, bool gpu) {
        runtime::Context context;
        context.settings.autotune = 0;   // tst_device_tuning_slow
        context.settings.precision = precision;
        context.settings.cacheFolder = m_cache.path().toStdString();
        context.settings.target = gpu ? "cuda" : "interpret";
        context.weights = smallWeights().source();
        context.pool = &m_pool;
        context.recorder = gpu ? &m_recorder : nullptr;
        if (gpu) context.device = runtime::ComputeDevice::openFor(context.settings, {});
        return context;
    }
    // The interpreter's in f32, made once.
    const SeedResult& exact() {
        if (!m_exact) m_exact = Predictor(config(), context(Precision::F32, false), true).predict(caseB(), 7, twoSteps, {}, nullptr);
        return *m_exact;
    }
    static std::size_t compiledKernels(const Predictor& predictor) {
        std::size_t compiled = 0;
        for (const runtime::Program* program : predictor.programs()) compiled += program->compileRecord().kernelsCompiled;
        return compiled;
    }

    const test::VirtualDriver m_driver;
    QTemporaryDir m_cache;
    std::optional<SeedResult> m_exact;
    ThreadPool m_pool{2};
    timeline::Recorder m_recorder;
};

void tst_prediction_slow::f32AgreesWithTheInterpreter() {
    const features::Batch batch = caseB();
    const SeedResult& expected = exact();
    {
        Predictor predictor(config(), context(Precision::F32, true), false);
        const SeedResult result = predictor.predict(batch, 7, twoSteps, {}, nullptr);
        const Deviation off = deviationOf(batch, result, expected);
        qInfo("positions %.1e, pair %.1e, pLDDT %.1e, PAE %.1e of the largest value", off.positions, off.pair, off.plddt, off.pae);
        QVERIFY2(off.largest() <= 1e-4, qPrintable(QString::number(off.largest())));
        QVERIFY(compiledKernels(predictor) > 0);
        QVERIFY(m_driver.statistics().graphLaunches > 0);
        predictor.predict(batch, 7, {.recycles = 0, .steps = 1, .samples = 2}, {}, nullptr);   // every program has its graph now
        const vgpu::Statistics before = m_driver.statistics();
        predictor.predict(batch, 8, {.recycles = 0, .steps = 2, .samples = 2}, {}, nullptr);
        const vgpu::Statistics after = m_driver.statistics();
        QCOMPARE(after.launchCalls, before.launchCalls);
        QCOMPARE(after.graphLaunches - before.graphLaunches, std::uint64_t{4 + 2 + 2});   // four programs once, the denoiser a step, confidence a sample
        qInfo("a step: one launch of a graph; of all programs %llu kernels", static_cast<unsigned long long>(after.kernels - before.kernels));
        predictor.predict(batch, 8, {.recycles = 0, .steps = 2, .samples = 1}, {}, nullptr);   // the denoiser at another size
        QCOMPARE(m_driver.statistics().graphsUpdated, std::uint64_t{1});
        QCOMPARE(m_driver.statistics().graphsInstantiated, after.graphsInstantiated);
    }
    QCOMPARE(m_driver.statistics().living, std::uint64_t{0});
    Predictor warm(config(), context(Precision::F32, true), false);
    warm.makeCode();
    QCOMPARE(compiledKernels(warm), std::size_t{0});
}

void tst_prediction_slow::bf16IsAsFarOffAsTheInterpreters() {
    const features::Batch batch = caseB();
    const SeedResult rounded = Predictor(config(), context(Precision::BF16, false), true).predict(batch, 7, twoSteps, {}, nullptr);
    Predictor predictor(config(), context(Precision::BF16, true), false);
    const SeedResult result = predictor.predict(batch, 7, twoSteps, {}, nullptr);
    const Deviation reference = deviationOf(batch, rounded, exact()), ours = deviationOf(batch, result, exact());
    qInfo("off f32: pair %.1e (interpreter %.1e), positions %.1e (%.1e), PAE %.1e (%.1e)", ours.pair, reference.pair, ours.positions, reference.positions, ours.pae, reference.pae);
    QVERIFY(ours.pair <= 1.5 * reference.pair);
    QVERIFY(ours.positions <= 1.5 * reference.positions);
    QVERIFY(ours.pae <= 1.5 * reference.pae);
}

void tst_prediction_slow::aFailureOnTheDeviceIsToldAndLasts() {
    const features::Batch batch = caseB();
    Predictor predictor(config(), context(Precision::F32, true), false);
    const PredictSettings settings{.recycles = 0, .steps = 1, .samples = 1};
    m_driver.order("launch:60");
    for (int attempt = 0; attempt < 2; ++attempt) {
        try {
            predictor.predict(batch, 7, settings, {}, nullptr);
            QFAIL("a kernel that failed was not noticed");
        } catch (const cuda::DriverError& error) {
            QVERIFY(error.sticky());
            QVERIFY2(std::string(error.what()).find("in program") != std::string::npos || attempt > 0, error.what());
        }
    }
}

// The device refuses memory while programs are bound: samples are computed one by one, with the same result.
void tst_prediction_slow::triesWithLessMemory() {
    const features::Batch batch = caseB();
    const PredictSettings settings{.recycles = 0, .steps = 1, .samples = 2};
    Predictor predictor(config(), context(Precision::F32, true), false);
    predictor.compileAll();
    const SeedResult expected = predictor.predict(batch, 7, settings, {}, nullptr);
    Predictor poorer(config(), context(Precision::F32, true), false);
    poorer.compileAll();
    m_driver.order("memory:3*2");
    const SeedResult result = poorer.predict(batch, 7, settings, {}, nullptr);
    QVERIFY(deviationOf(batch, result, expected).largest() <= 1e-6);
    const timeline::Timeline timeline = m_recorder.finish();
    QVERIFY(std::any_of(timeline.spans.begin(), timeline.spans.end(), [](const timeline::Span& span) { return span.name == "try with less memory"; }));
}

// Kernels of a first run one by one, graphs after it, each with the launch it came from. When they were cannot be held
// against the launches here: the double's clock stands still while the host works.
void tst_prediction_slow::showsTheDeviceOnTheTimeline() {
    const timeline::Timeline timeline = m_recorder.finish();
    const auto track = std::find_if(timeline.tracks.begin(), timeline.tracks.end(), [](const timeline::Track& each) { return each.name == "GPU 0"; });
    QVERIFY(track != timeline.tracks.end());
    const int number = static_cast<int>(track - timeline.tracks.begin());
    int kernels = 0, graphs = 0;
    QVERIFY(!timeline.flows.empty());
    for (const timeline::Flow& flow : timeline.flows) {
        const timeline::Span &from = timeline.spans[static_cast<std::size_t>(flow.fromSpan)], &to = timeline.spans[static_cast<std::size_t>(flow.toSpan)];
        QCOMPARE(to.track, number);
        (from.name == "launch graph" ? graphs : kernels)++;
    }
    QVERIFY(kernels > 100 && graphs > 0);
}

FOLDMETER_TEST(tst_prediction_slow)
#include "tst_prediction_slow.moc"
