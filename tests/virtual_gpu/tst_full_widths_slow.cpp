// The specification's test vectors A and B (full widths, reduced depths), whole seeds through the real path of a GPU on the
// double of the driver. Minutes each, so it runs only where FOLDMETER_FULL_WIDTHS names the cases and precisions wanted
// ("A-f32 B-bf16", or "all"): by hand after a change of the generated code (packaging/full-widths). What tests run every
// time is tst_prediction_slow, the same with narrow channels.
#include "engine/predict/predict_support.h"
#include "virtual_gpu/virtual_driver.h"

#include "predict/predictor.h"
#include "runtime/compute_device.h"

#include <QElapsedTimer>

using namespace foldmeter;
using namespace foldmeter::predict;

namespace {

model::Config vectorConfig() {
    model::Config config = test::reducedConfig();
    config.msaRows = 16;
    return config;
}

struct Vectors {
    features::Batch batch;
    TensorMap out;
    explicit Vectors(const std::string& name) : batch(test::batchOf(test::readArrays("network/case" + name, "in/"))), out(test::readArrays("network/case" + name, "out/")) {}

    std::map<std::string, double> deviations(const SeedResult& result) const {
        return {{"pair", test::realDifference(batch, result.pair, out.at("pair"), 0, 2).relative()},
                {"single", test::realDifference(batch, result.single, out.at("single"), 0, 1).relative()},
                {"distogram", test::realDifference(batch, result.distogram, out.at("distogram"), 0, 2).relative()},
                {"positions", test::atomDifference(batch, result.positions, out.at("positions"), 3).relative()},
                {"predicted_lddt", test::atomDifference(batch, result.plddt, out.at("predicted_lddt"), 1).relative()},
                {"full_pae", test::realDifference(batch, result.pae, out.at("full_pae"), 1, 2).relative()},
                {"full_pde", test::realDifference(batch, result.pde, out.at("full_pde"), 1, 2).relative()}};
    }
};

}  // namespace

class tst_full_widths_slow : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY2(m_driver.found(), "the driver that was found is not the double"); }
    void cleanup() { m_driver.reset(); }

    void wholeSeed_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("bf16");
        for (const char* name : {"A", "B"}) {
            QTest::addRow("%s-f32", name) << name << false;
            QTest::addRow("%s-bf16", name) << name << true;
        }
    }
    void wholeSeed();

private:
    SeedResult predict(const Vectors& vectors, bool bf16, bool gpu, bool interpret = false) {
        static const model::Weights weights = model::syntheticWeights(test::reducedConfig(), 0);
        runtime::Context context;
        context.settings.precision = bf16 ? Precision::BF16 : Precision::F32;
        context.settings.cache = CacheUse::Off;
        context.settings.autotune = 0;
        context.settings.target = gpu ? "cuda" : "cpu";
        context.pool = &m_pool;
        context.weights = weights.source();
        if (gpu) context.device = runtime::ComputeDevice::openFor(context.settings, {});
        const int samples = static_cast<int>(vectors.out.at("positions").extents()[0]);
        return Predictor(vectorConfig(), context, interpret).predict(vectors.batch, 7, {.recycles = 1, .steps = 3, .samples = samples}, {}, nullptr);
    }

    const test::VirtualDriver m_driver;
    ThreadPool m_pool{availableThreads()};
};

void tst_full_widths_slow::wholeSeed() {
    QFETCH(QString, name);
    QFETCH(bool, bf16);
    const QString wanted = qEnvironmentVariable("FOLDMETER_FULL_WIDTHS");
    if (wanted != "all" && !wanted.split(' ').contains(QTest::currentDataTag())) QSKIP("takes minutes; packaging/full-widths runs it");
    const Vectors vectors(name.toStdString());
    QElapsedTimer timer;
    timer.start();
    const auto ours = vectors.deviations(predict(vectors, bf16, true));
    qInfo("%.0f s, %.3g million warp instructions", timer.elapsed() * 1e-3, static_cast<double>(m_driver.statistics().warpInstructions) * 1e-6);
    const auto reference = bf16 ? vectors.deviations(predict(vectors, true, false, true)) : ours;   // rounds where the specification says
    for (const auto& [array, off] : ours) qInfo("%s: %.2g of the largest value%s", array.c_str(), off, bf16 ? qPrintable(QString(", of the interpreter %1").arg(reference.at(array), 0, 'g', 2)) : "");
    for (const auto& [array, off] : ours) QVERIFY2(off <= (bf16 ? 1.5 * reference.at(array) : 1e-4), array.c_str());
}

FOLDMETER_TEST(tst_full_widths_slow)
#include "tst_full_widths_slow.moc"
