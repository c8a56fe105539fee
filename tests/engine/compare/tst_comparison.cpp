#include "support/recorded_run.h"

#include "base/error.h"
#include "compare/comparison.h"
#include "compare/comparison_text.h"

#include <QTemporaryDir>
#include <nlohmann/json.hpp>

#include <cmath>

using namespace foldmeter;
using namespace foldmeter::compare;

namespace {

report::Timing timingWith(double factor, const std::string& precision, double codegen = 2, std::uint32_t seeds = 6) {
    report::Timing timing;
    timing.job = "job";
    timing.settings = {{"precision", precision}, {"fusion", "on"}};
    timing.stages.seconds = {1 * factor, 0, 0, 0, codegen, 0, 5 * factor, 0, 0};
    timing.stages.wall = 6 * factor + codegen;
    timing.memory.peak = 1 << 20;
    for (std::uint32_t seed = 1; seed <= seeds; ++seed) timing.seeds.push_back({.seed = seed, .wall = factor * (seed == 1 ? 3 : 1), .execute = factor * (1 + 0.001 * seed), .recycles = {}});
    return timing;
}

}  // namespace

class tst_comparison : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    std::filesystem::path path(const std::string& name) const { return std::filesystem::path(m_folder.path().toStdString()) / name; }
    void makeRun(const std::string& folder, const report::Timing& timing, const std::string& job = "job") const {
        std::filesystem::create_directories(path(folder));
        writeAtomically(path(folder) / (job + "_timing.json"), report::toJson(timing));
    }
    Comparison compared(const std::vector<std::string>& folders, const CompareOptions& options = {}) const {
        std::vector<Side> sides;
        for (const std::string& folder : folders) sides.push_back(readSide(path(folder)));
        return compareSides(std::move(sides), options);
    }

private Q_SLOTS:
    void initTestCase() {
        makeRun("a/job", timingWith(1, "f32"));
        makeRun("b/job", timingWith(1.25, "bf16"));
        makeRun("few/job", timingWith(1.25, "bf16", 2, 4));
        for (const char* input : {"one", "two"}) {
            makeRun(std::string("base/") + input, timingWith(1, "f32"), input);
            makeRun(std::string("tuned/") + input, timingWith(input == std::string("one") ? 0.5 : 0.8, "f32", 12), input);
        }
        for (const char* repeat : {"1", "2", "3"}) {
            makeRun(std::string("repeats-a/") + repeat + "/job", timingWith(1, "f32", repeat == std::string("1") ? 2 : 0, 1));
            makeRun(std::string("repeats-b/") + repeat + "/job", timingWith(2, "bf16", 0, 1));
        }
        test::copyRecordedRun("insulin", path("clean"));
        test::copyRecordedRun("cold-cache", path("cold"));
    }
    void comparesRuns() {
        const Comparison comparison = compared({"a", "b"});
        QCOMPARE(comparison.sides[0], std::string("a/job"));
        QCOMPARE(comparison.differences, std::vector<std::string>{"precision: f32, bf16"});
        const Cell& cell = *comparison.cell(1, 0);
        QVERIFY(std::abs(*cell.ratio - 1.25) < 1e-12);
        QVERIFY(std::abs(cell.test.p - 2.0 / 252) < 1e-12);   // five seeds each, all apart
        QVERIFY(cell.verdict == report::Verdict::Slower);
        QVERIFY(cell.ratioInterval.lower > 1.24 && cell.ratioInterval.upper < 1.26);
        QVERIFY(cell.breakEven->kind == report::BreakEven::Kind::Never);
        QVERIFY(std::abs(comparison.worstRatio() - 1.25) < 1e-12);
        QVERIFY(!comparison.cell(0, 0)->ratio);
        QVERIFY(!cell.first);                                  // no timeline
        QCOMPARE(cell.drift->samples.size(), std::size_t{0});
        QVERIFY(!cell.drift->problems.empty());
        const QString table = QString::fromStdString(toTable(comparison));
        QVERIFY(table.contains("1.25x") && table.contains("slower (Mann-Whitney p = 0.0079)"));
        QCOMPARE(nlohmann::json::parse(toJson(comparison))["worst_ratio"].get<double>(), comparison.worstRatio());
    }
    void noVerdictUnderFiveRepeats() {
        const Comparison comparison = compared({"a", "few"});
        QVERIFY(comparison.cell(1, 0)->verdict == report::Verdict::TooFew);
        QVERIFY(std::isnan(comparison.cell(1, 0)->ratioInterval.lower));
        QVERIFY(toTable(comparison).find("no verdict, too few repeats (5 and 3; 5 on each side are needed)") != std::string::npos);
    }
    void anyRunMayBeTheBaseline() {
        const Comparison comparison = compared({"a", "b"}, {.baseline = 1});
        QVERIFY(std::abs(*comparison.cell(0, 0)->ratio - 0.8) < 1e-12);
        QVERIFY(!comparison.cell(1, 0)->ratio);
        QVERIFY_EXCEPTION_THROWN(compared({"a", "b"}, {.baseline = 2}), InputError);
        QVERIFY_EXCEPTION_THROWN(compared({"a"}), InputError);
        QVERIFY_EXCEPTION_THROWN(readSide(path("absent")), InputError);
    }
    void severalInputsHaveAGeometricMean() {
        const Comparison comparison = compared({"base", "tuned"});
        QCOMPARE(comparison.inputs, (std::vector<std::string>{"one", "two"}));
        QVERIFY(std::abs(*comparison.meanRatio[1] - std::sqrt(0.5 * 0.8)) < 1e-12);
        // 10 s more of compilation; a seed takes 1.004 s there, half of it here.
        const report::BreakEven& pays = *comparison.cell(1, 0)->breakEven;
        QVERIFY(pays.kind == report::BreakEven::Kind::AfterSeeds);
        QVERIFY(std::abs(pays.seeds - 10 / (0.5 * 1.004)) < 1e-9);
        QVERIFY(breakEvenText(*comparison.cell(1, 0)).find("from seed 20 on") != std::string::npos);
    }
    void breakEvenNamesTheFirstSeed_data() {
        QTest::addColumn<int>("kind");
        QTest::addColumn<double>("seeds");
        QTest::addColumn<QString>("words");
        using Kind = report::BreakEven::Kind;
        QTest::newRow("within the first") << int(Kind::AfterSeeds) << 0.3 << "pays from the first seed on: that seed";
        QTest::newRow("the second") << int(Kind::AfterSeeds) << 1.5 << "pays from seed 2 on";
        QTest::newRow("behind at once") << int(Kind::UntilSeeds) << 0.4 << "never pays: its first seed";
        QTest::newRow("ahead for one") << int(Kind::UntilSeeds) << 1.7 << "ahead for the first seed only";
        QTest::newRow("ahead for two") << int(Kind::UntilSeeds) << 2.2 << "ahead for the first 2 seeds only";
    }
    void breakEvenNamesTheFirstSeed() {
        QFETCH(int, kind);
        QFETCH(double, seeds);
        QFETCH(QString, words);
        Cell cell;
        cell.verdict = report::Verdict::Faster;
        cell.breakEven = report::BreakEven{.kind = report::BreakEven::Kind(kind), .seeds = seeds};
        QVERIFY2(QString::fromStdString(breakEvenText(cell)).startsWith(words), breakEvenText(cell).c_str());
    }
    // Three runs of one seed each: their seeds are the repeats, and the compilation is the cold run's.
    void repeatedRunsArePooled() {
        const Comparison comparison = compared({"repeats-a", "repeats-b"});
        QCOMPARE(comparison.cell(0, 0)->runs, std::size_t{3});
        QCOMPARE(comparison.cell(0, 0)->seed.seconds.size(), std::size_t{3});
        QCOMPARE(comparison.cell(0, 0)->compile, 2.0);
        QCOMPARE(*comparison.cell(1, 0)->ratio, 2.0);
    }
    void recordedRunsShowTheirStages() {
        const Comparison comparison = compared({"clean", "cold"});
        const Cell &clean = *comparison.cell(0, 0), &cold = *comparison.cell(1, 0);
        QVERIFY(clean.first && clean.others && cold.first);
        QVERIFY(cold.first->of(timeline::Category::Codegen) > 10 * clean.first->of(timeline::Category::Codegen) + 0.1);
        QVERIFY(clean.others->of(timeline::Category::Execute) > 0.2 && clean.others->of(timeline::Category::Execute) < 0.4);
    }
    void theSameRunTwiceDoesNotDrift() {
        const Comparison comparison = compared({"clean", "clean"});
        QCOMPARE(comparison.sides[1], std::string("clean (2)"));
        const Drift& drift = *comparison.cell(1, 0)->drift;
        QCOMPARE(drift.samples.size(), std::size_t{8});
        QVERIFY(drift.worstRmsd() < 1e-6);
        QCOMPARE(drift.medianLddt(), 1.0);
        QCOMPARE(*drift.samples[0].pae, 0.0);
        QVERIFY(comparison.cell(1, 0)->verdict != report::Verdict::Faster && comparison.cell(1, 0)->verdict != report::Verdict::Slower);
    }
    void otherDevicesAreNamed() {
        report::Timing other = timingWith(1, "f32");
        other.device.name = "another processor";
        makeRun("other/job", other);
        const Comparison comparison = compared({"a", "other"});
        QCOMPARE(comparison.notes.size(), std::size_t{1});
        QVERIFY(comparison.notes[0].find("another processor") != std::string::npos);
    }
};
FOLDMETER_TEST(tst_comparison)
#include "tst_comparison.moc"
