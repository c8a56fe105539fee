// One process, one size after another: code is made for the first only, and programs that met other sizes before give what
// programs made for one size alone give; at small sizes both agree with the interpreter.
#include "features/build_batch.h"
#include "features/fold_input.h"
#include "predict_support.h"

#include <fmt/format.h>

using namespace foldmeter;
using namespace foldmeter::predict;

namespace {

// A protein of so many residues.
features::Batch chainOf(int residues) {
    const std::string letters = "ACDEFGHIKLMNPQRSTVWY";
    std::string sequence;
    for (int n = 0; n < residues; ++n) sequence += letters[static_cast<std::size_t>(7 * n % 20)];
    const std::string job = fmt::format(R"({{"name": "chain", "modelSeeds": [1], "dialect": "alphafold3", "version": 1, "sequences": [{{"protein": {{"id": "A", "sequence": "{}",
        "unpairedMsa": "", "pairedMsa": "", "templates": []}}}}]}})", sequence);
    const features::ReadResult read = features::readFoldInput(job, "chain.json");
    return features::BatchBuilder(*read.input, structure::ComponentDictionary::bundled(), {}).build(1);
}

constexpr Tensor SeedResult::*results[] = {&SeedResult::pair, &SeedResult::single, &SeedResult::distogram, &SeedResult::positions, &SeedResult::plddt, &SeedResult::pae};

}  // namespace

class tst_sizes_slow : public QObject {
    Q_OBJECT
    ThreadPool m_pool{2};
    model::Weights m_weights = model::syntheticWeights(model::demoConfig(), 0);
    const PredictSettings m_settings{.recycles = 1, .steps = 2, .samples = 2};

    Predictor predictor(bool interpret) { return Predictor(model::demoConfig(), test::freshContext(m_weights, m_pool), interpret); }
    SeedResult resultOf(Predictor& predictor, const features::Batch& batch) { return predictor.predict(batch, 5, m_settings, {}, nullptr); }
    static std::size_t kernelsMade(const Predictor& predictor) {
        std::size_t kernels = 0;
        for (const runtime::Program* program : predictor.programs()) kernels += program->compileRecord().kernelsCompiled;
        return kernels;
    }

private Q_SLOTS:
    void oneProcessManySizes();
};

void tst_sizes_slow::oneProcessManySizes() {
    Predictor reused = predictor(false), judge = predictor(true);
    std::size_t kernels = 0, primitives = 0;
    for (const int residues : {1, 5, 20, 37, 64, 65, 128, 130, 384, 5, 65}) {
        const features::Batch batch = chainOf(residues);
        const SeedResult result = resultOf(reused, batch);
        if (kernels == 0) kernels = kernelsMade(reused);
        QVERIFY(kernels > 0);
        QCOMPARE(kernelsMade(reused), kernels);
        for (const auto& [name, record] : reused.bindRecords()) primitives += record.libraryPrimitivesCreated;
        if (residues == 37 || residues == 65 || residues == 130) {
            Predictor fresh = predictor(false);
            const SeedResult alone = resultOf(fresh, batch);
            for (const auto member : results) QVERIFY2(test::sameBits(result.*member, alone.*member), qPrintable(QString::number(residues)));
        }
        if (residues > 20) continue;
        const SeedResult judged = resultOf(judge, batch);
        QVERIFY2(test::atomDifference(batch, result.positions, judged.positions, 3).relative() < 1e-4, qPrintable(QString::number(residues)));
        for (const auto member : results) {
            if (member == &SeedResult::positions) continue;
            const test::Difference difference = test::differenceOf(result.*member, judged.*member, [](std::int64_t) { return true; });
            QVERIFY2(difference.relative() < 1e-4, qPrintable(QString("%1 residues: %2").arg(residues).arg(difference.relative())));
        }
    }
    QCOMPARE(primitives, std::size_t{0});   // the generated products are the default and need none
}

FOLDMETER_TEST(tst_sizes_slow)
#include "tst_sizes_slow.moc"
