// Predictions on a device with little memory, on the double of the driver: work is cut into slices, by a budget, by what is
// free, or after memory was refused; results stay the same to the last bit.
#include "engine/predict/predict_support.h"
#include "virtual_gpu/virtual_driver.h"

#include "model/batch_inputs.h"
#include "predict/key_tree.h"
#include "predict/predictor.h"
#include "predict/program_set.h"
#include "runtime/compute_device.h"

#include <QTemporaryDir>

using namespace foldmeter;
using namespace foldmeter::predict;

namespace {

// The bundled model's network with thin atoms, so that the trunk needs most of the memory: it has most that can be cut.
const model::Config& config() {
    static const model::Config config = [] {
        model::Config c = model::demoConfig();
        c.conditionPair = 16, c.trunkBlocks = 1, c.tokenBlocks = 4;
        c.embedAtom.pairChannels = c.denoiseAtom.pairChannels = 4;
        return c;
    }();
    return config;
}

const model::Weights& smallWeights() {
    static const model::Weights weights = model::syntheticWeights(config(), 0);
    return weights;
}

const features::Batch& batch() {
    static const features::Batch batch = test::batchOf(test::readArrays("network/caseA", "in/"));
    return batch;
}

constexpr PredictSettings oneStep{.recycles = 0, .steps = 1, .samples = 1};

ir::Sizes sizes() {
    const TensorMap inputs = model::batchInputs(batch().arrays, 1);
    return {{"tokens", batch().paddedTokens},
            {"blocks", inputs.at("key_index").extents()[0]},
            {"templates", inputs.at("template_aatype").extents()[0]},
            {"msa_rows", msaRowCount(batch().at("msa_mask"), config().msaRows)},
            {"samples", oneStep.samples}};
}

bool sameBits(const Tensor& a, const Tensor& b) { return a.extents() == b.extents() && std::equal(a.bytes().begin(), a.bytes().end(), b.bytes().begin(), b.bytes().end()); }
bool sameBits(const SeedResult& a, const SeedResult& b) {
    for (const auto member : {&SeedResult::pair, &SeedResult::single, &SeedResult::distogram, &SeedResult::positions, &SeedResult::plddt, &SeedResult::pae})
        if (!sameBits(a.*member, b.*member)) return false;
    return true;
}

std::int64_t largest(const timeline::Timeline& timeline, const std::string& spans, const std::string& argument) {
    std::int64_t most = -1;
    for (const timeline::Span& span : timeline.spans)
        for (const auto& each : span.arguments)
            if ((spans.empty() || span.name == spans) && each.name == argument) most = std::max(most, std::get<std::int64_t>(each.value));
    return most;
}

}  // namespace

class tst_device_memory_slow : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        QVERIFY2(m_driver.found(), "the driver that was found is not the double");
        m_plain = predictor(nullptr).predict(batch(), 7, oneStep, {}, nullptr);
    }
    void cleanup() { m_driver.reset(); }

    void aBudgetCutsIntoSlices();
    void whatIsFreeIsABudget();
    void refusedMemoryLeadsToSlices();
    void givesUpWhenNothingIsLeft();

private:
    runtime::Context context(timeline::Recorder* recorder) {
        runtime::Context context;
        context.settings.autotune = 0;   // tst_device_tuning_slow
        context.settings.precision = Precision::BF16;
        context.settings.cacheFolder = m_cache.path().toStdString();
        context.settings.target = "cuda";
        context.weights = smallWeights().source();
        context.pool = &m_pool;
        context.recorder = recorder;
        context.device = runtime::ComputeDevice::openFor(context.settings, {});
        return context;
    }
    Predictor predictor(timeline::Recorder* recorder, std::int64_t budget = 0) {
        runtime::Context with = context(recorder);
        with.settings.memoryBudget = budget;
        m_ledger = with.ledger;
        return Predictor(config(), std::move(with), false);
    }
    // The middle of the budgets under which all samples stay together and work is cut into slices.
    std::int64_t slicingBudget() {
        ProgramSet programs(config(), context(nullptr), false);
        const auto plain = static_cast<std::int64_t>(programs.fit(sizes(), std::int64_t{1} << 50, true).bytes), least = static_cast<std::int64_t>(programs.smallest(sizes(), true, false).bytes);
        constexpr int steps = 10;
        std::vector<std::int64_t> found;
        for (int step = 0; step <= steps; ++step) {
            const std::int64_t budget = plain - (plain - least) * step / steps;
            const MemoryFit fit = programs.fit(sizes(), budget, true);
            if (fit.fits && fit.slices > 1 && fit.samples == oneStep.samples) found.push_back(budget);
        }
        return found.empty() ? 0 : found[found.size() / 2];
    }

    const test::VirtualDriver m_driver;
    QTemporaryDir m_cache;
    SeedResult m_plain;
    std::shared_ptr<runtime::Ledger> m_ledger;
    ThreadPool m_pool{2};
};

void tst_device_memory_slow::aBudgetCutsIntoSlices() {
    const std::int64_t budget = slicingBudget();
    QVERIFY2(budget > 0, "no budget cuts the programs into slices");
    timeline::Recorder recorder;
    Predictor within = predictor(&recorder, budget);
    const SeedResult cut = within.predict(batch(), 7, oneStep, {}, nullptr);
    QVERIFY(sameBits(cut, m_plain));
    QVERIFY(m_ledger->bytes > 0 && m_ledger->bytes <= budget);
    std::size_t slices = 0;
    for (const auto& [name, record] : within.bindRecords()) slices = std::max(slices, record.slices);
    QVERIFY(slices > 1);
    const timeline::Timeline timeline = recorder.finish();
    QCOMPARE(largest(timeline, "bind", "slices"), static_cast<std::int64_t>(slices));
    QCOMPARE(largest(timeline, "", "slice"), static_cast<std::int64_t>(slices) - 1);   // of a kernel on the device's track
    QVERIFY(sameBits(within.predict(batch(), 7, oneStep, {}, nullptr), m_plain));      // as graphs
}

void tst_device_memory_slow::whatIsFreeIsABudget() {
    const std::int64_t budget = slicingBudget();
    m_driver.order("room:" + std::to_string(budget));
    Predictor poorer = predictor(nullptr);
    poorer.compileAll();
    poorer.bind(batch(), oneStep, runtime::Tuning::Now);
    QVERIFY(static_cast<std::int64_t>(m_driver.statistics().bytesMost) <= budget);
    std::size_t slices = 0;
    for (const auto& [name, record] : poorer.bindRecords()) slices = std::max(slices, record.slices);
    QVERIFY(slices > 1);
}

void tst_device_memory_slow::refusedMemoryLeadsToSlices() {
    timeline::Recorder recorder;
    Predictor poorer = predictor(&recorder);
    poorer.compileAll();
    m_driver.order("memory:2*2");
    QVERIFY(sameBits(poorer.predict(batch(), 7, oneStep, {}, nullptr), m_plain));
    const timeline::Timeline timeline = recorder.finish();
    QVERIFY(largest(timeline, "try with less memory", "slices") > 1);
    QVERIFY(largest(timeline, "try with less memory", "bytes") > 0);
    QVERIFY(largest(timeline, "", "slice") > 0);
}

void tst_device_memory_slow::givesUpWhenNothingIsLeft() {
    Predictor poorest = predictor(nullptr);
    poorest.compileAll();
    m_driver.order("memory:1+");
    QVERIFY_EXCEPTION_THROWN(poorest.predict(batch(), 7, oneStep, {}, nullptr), DeviceError);
    QVERIFY(m_ledger->bytes >= 0);
}

FOLDMETER_TEST(tst_device_memory_slow)
#include "tst_device_memory_slow.moc"
