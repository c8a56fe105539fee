// Every score of every golden sample against the reference's full-precision values.
#include "engine/predict/golden_case.h"

#include "structure/clash.h"
#include "structure/exposure.h"

#include <cmath>

using namespace foldmeter;
using namespace foldmeter::predict;

namespace {

std::vector<double> flatten(const nlohmann::json& json) {
    if (json.is_null()) return {std::nan("")};
    if (json.is_number()) return {json.get<double>()};
    std::vector<double> values;
    for (const auto& item : json)
        for (const double value : flatten(item)) values.push_back(value);
    return values;
}

// "" when equal, NaN where NaN, within `tolerance` relative to values above one.
std::string difference(const std::vector<double>& ours, const std::vector<double>& golden, double tolerance) {
    if (ours.size() != golden.size()) return std::to_string(ours.size()) + " values instead of " + std::to_string(golden.size());
    for (std::size_t i = 0; i < ours.size(); ++i)
        if (std::isnan(ours[i]) != std::isnan(golden[i]) ||
            std::abs(ours[i] - golden[i]) > tolerance * std::max(1.0, std::abs(golden[i])))
            return "value " + std::to_string(i) + ": " + std::to_string(ours[i]) + " instead of " + std::to_string(golden[i]);
    return {};
}

std::map<std::string, std::vector<double>> asTable(const SampleScores& s) {
    return {{"ptm", {s.ptm}}, {"iptm", {s.iptm}}, {"ptm_iptm_average", {s.ptmIptmAverage}},
            {"ranking_score", {s.rankingScore}}, {"fraction_disordered", {s.fractionDisordered}},
            {"has_clash", {s.hasClash ? 1.0 : 0.0}}, {"chain_pair_iptm", s.chainPairIptm}, {"iptm_ichain", s.chainPtm},
            {"iptm_xchain", s.chainIptm}, {"chain_pair_pae_min", s.chainPairPaeMin},
            {"ranking_confidence", {s.rankingConfidence}}, {"ranking_confidence_pae", {s.rankingConfidencePae}},
            {"predicted_distance_error", {s.predictedDistanceError}}, {"chain_pair_pde_mean", s.chainPairPdeMean},
            {"chain_pair_pde_min", s.chainPairPdeMin}, {"intra_chain_single_pde", s.chainSinglePde},
            {"cross_chain_single_pde", s.crossChainSinglePde}, {"pae_ichain", s.chainPae}, {"pae_xchain", s.crossChainPae}};
}

}  // namespace

class tst_confidences : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void equalsTheReference_data() {
        QTest::addColumn<std::string>("name");
        for (const auto& [name, sample] : test::goldenSamples()) QTest::newRow(name.c_str()) << name;
    }
    void equalsTheReference() {
        QFETCH(std::string, name);
        const test::GoldenSample golden = test::goldenSamples()[name];
        const features::Batch batch = test::goldenBatch(golden.batchFolder);
        const SampleScores scores = scoreSample(batch, test::goldenResult(test::goldenArrays(golden.results), golden.prefix), golden.sample);
        const auto expected = nlohmann::json::parse(test::goldenText(golden.scores));
        for (const auto& [key, values] : asTable(scores)) {
            const bool summedInFloat32 = key.find("pde") != std::string::npos || key.starts_with("pae");   // by the reference
            const std::string wrong = difference(values, flatten(expected.at(golden.scorePrefix + key)), summedInFloat32 ? 2e-6 : 1e-9);
            QVERIFY2(wrong.empty(), (key + ", " + wrong).c_str());
        }
        QCOMPARE(scores.atomPlddt.size(), batch.atoms.size());
        QCOMPARE(scores.atomPositions.size(), 3 * batch.atoms.size());
    }

    // Padded arrays give the same scores up to the noise of the padded run.
    void ignoresPadding() {
        const features::Batch padded = test::goldenBatch("a", "batch_bucket32");
        QCOMPARE(padded.tokens, std::int64_t{20});
        QCOMPARE(padded.paddedTokens, std::int64_t{32});
        const features::Batch exact = test::goldenBatch("a");
        const SeedResult small = test::goldenResult(test::goldenArrays("a/results_files"), "seed1/");
        SeedResult wide;
        const auto widen = [](const Tensor& from, std::int64_t slots) {   // (samples, 20, x) to (samples, 32, x')
            const std::int64_t samples = from.extents()[0], inner = from.count() / samples / 20, wider = slots > 0 ? inner : 32;
            Tensor out(DType::F32, slots > 0 ? Extents{samples, 32, inner} : Extents{samples, 32, 32});
            for (float& x : out.mutableAs<float>()) x = 777;
            for (std::int64_t s = 0; s < samples; ++s)
                for (std::int64_t i = 0; i < 20; ++i)
                    for (std::int64_t k = 0; k < inner; ++k)
                        out.mutableAs<float>()[static_cast<std::size_t>((s * 32 + i) * wider + k)] =
                            from.as<float>()[static_cast<std::size_t>((s * 20 + i) * inner + k)];
            return out;
        };
        wide.positions = widen(small.positions, 24).reshaped({2, 32, 24, 3});
        wide.plddt = widen(small.plddt, 24);
        wide.pae = widen(small.pae, 0);
        wide.pde = widen(small.pde, 0);
        wide.tmGlobal = widen(small.tmGlobal, 0);
        wide.tmInterface = widen(small.tmInterface, 0);
        wide.averagePde = small.averagePde;
        wide.contactProbs = widen(small.contactProbs.reshaped({1, 20, 20}), 0).reshaped({32, 32});
        const auto a = asTable(scoreSample(exact, small, 1)), b = asTable(scoreSample(padded, wide, 1));
        for (const auto& [key, values] : a) QVERIFY2(difference(b.at(key), values, 0).empty(), key.c_str());
    }

    void anAtomWithoutSlotLiesAtTheOrigin() {
        features::Batch batch = test::goldenBatch("a");
        batch.atoms.back().slot = -1;
        const SampleScores scores = scoreSample(batch, test::goldenResult(test::goldenArrays("a/results_files"), "seed1/"), 0);
        QCOMPARE(scores.atomPlddt.back(), 0.0f);
        QCOMPARE(scores.atomPositions.back(), 0.0f);
    }

    void countsClashes_data() {
        QTest::addColumn<double>("distance");
        QTest::addColumn<int>("pairs");
        QTest::addColumn<int>("atoms");
        QTest::addColumn<bool>("clash");
        QTest::newRow("touching, more than half") << 1.1 << 6 << 10 << true;
        QTest::newRow("touching, exactly half") << 1.1 << 5 << 10 << false;
        QTest::newRow("apart") << 1.11 << 10 << 10 << false;
        QTest::newRow("100 of many") << 1.0 << 100 << 1000 << false;
        QTest::newRow("101 of many") << 1.0 << 101 << 1000 << true;
    }
    void countsClashes() {   // chain B lies `distance` beside the first `pairs` atoms of chain A, the rest far away
        QFETCH(double, distance);
        QFETCH(int, pairs);
        QFETCH(int, atoms);
        QFETCH(bool, clash);
        structure::Structure s;
        for (int i = 0; i < atoms; ++i) s.addAtom("A", i + 1, "GLY", "CA", "C", {5.0 * i, 0, 0}, 0);
        for (int i = 0; i < atoms; ++i) s.addAtom("B", i + 1, "GLY", "CA", "C", {5.0 * i, i < pairs ? distance : 50.0, 0}, 0);
        QCOMPARE(structure::hasClash(s), clash);
    }
    void neighboursDoNotClash() {
        for (const int step : {0, 1, 2}) {
            structure::Structure s;
            for (int i = 0; i < 4; ++i) s.addAtom("A", 1 + (i % 2) * step, i % 2 ? "GLY" : "ALA", "CA", "C", {10.0 * (i / 2), 0, 0.5 * (i % 2)}, 0);
            QCOMPARE(structure::hasClash(s), step == 2);
        }
        QVERIFY(!structure::hasClash(structure::Structure{}));
    }

    void smoothsWithMirroredEnds() {
        const auto one = structure::smoothedExposure({0.3});
        QCOMPARE(one.size(), std::size_t{1});
        QVERIFY(std::abs(one[0] - 0.3) < 1e-12);
        const auto two = structure::smoothedExposure({1, 0});   // 1 0 1 0 ... : 13 of 25 where the value itself is 1
        QVERIFY(std::abs(two[0] - 13.0 / 25) < 1e-12 && std::abs(two[1] - 12.0 / 25) < 1e-12);
        std::vector<double> step(40, 0.0);
        step[0] = 1;
        const auto smoothed = structure::smoothedExposure(step);
        QVERIFY(std::abs(smoothed[0] - 1.0 / 25) < 1e-12);    // the end is not repeated
        QVERIFY(std::abs(smoothed[12] - 1.0 / 25) < 1e-12 && smoothed[13] == 0);
    }
};

FOLDMETER_TEST(tst_confidences)
#include "tst_confidences.moc"
