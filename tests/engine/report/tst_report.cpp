#include "support/test_main.h"

#include "base/error.h"
#include "base/file.h"
#include "report/comparison.h"
#include "report/report.h"
#include "report/stage_table.h"
#include "timeline/timeline_file.h"

#include <QTemporaryDir>
#include <nlohmann/json.hpp>

#include <cmath>

using namespace foldmeter;
using namespace foldmeter::report;

namespace {

Timing timingWith(double factor, const std::string& precision) {
    Timing timing;
    timing.job = "job";
    timing.settings = {{"precision", precision}, {"fusion", "on"}};
    timing.stages.seconds = {1 * factor, 0, 0, 0, 2 * factor, 0, 5 * factor, 0, 0};
    timing.stages.wall = 8 * factor;
    for (std::uint32_t seed = 1; seed <= 6; ++seed) timing.seeds.push_back({.seed = seed, .wall = factor * (seed == 1 ? 3 : 1), .execute = factor * (1 + 0.001 * seed), .recycles = {}});
    timing.kernels = {{"a, kernel", "trunk", "x", 3, 0.5, 1e9, 1e8}};
    return timing;
}

}  // namespace

class tst_report : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    std::filesystem::path path(const std::string& name) const { return std::filesystem::path(m_folder.path().toStdString()) / name; }

    void makeRun(const std::string& folder, double factor, const std::string& precision) const {
        std::filesystem::create_directories(path(folder));
        writeAtomically(path(folder) / "job_timing.json", toJson(timingWith(factor, precision)));
        writeAtomically(path(folder) / "job_ranking_scores.csv", std::string_view("seed,sample,ranking_score\r\n1,0,0.25\r\n1,1,-99.5\r\n"));
        timeline::Timeline timeline;
        timeline.tracks = {{"main"}};
        timeline.spans = {{"span", timeline::Category::Execute, 0, 1000, 0, 0, {}}};
        timeline::writeTimeline(path(folder) / "job.timeline", timeline);
    }

private Q_SLOTS:
    void initTestCase() {
        makeRun("a/job", 1, "f32");
        makeRun("b/job", 1.25, "bf16");
    }
    void readsAFolder() {
        const RunFolder run = readRunFolder(path("a"));
        QCOMPARE(run.name, std::string("job"));
        QCOMPARE(run.samples.size(), std::size_t{2});
        QCOMPARE(run.samples[1].score, -99.5);
        QVERIFY(!run.timelineFile.empty());
        QVERIFY_EXCEPTION_THROWN(readRunFolder(path("")), InputError);   // nothing one level below
        QVERIFY_EXCEPTION_THROWN(readRunFolder(path("absent")), InputError);
    }
    void comparesRuns() {
        const Comparison comparison = compareRuns({readRunFolder(path("a")), readRunFolder(path("b"))});
        QCOMPARE(comparison.runs[0], std::string("a/job"));
        QCOMPARE(comparison.differences, std::vector<std::string>{"precision: f32, bf16"});
        QCOMPARE(comparison.stages.back().ratios[1], 1.25);
        QVERIFY(std::isnan(comparison.stages[1].ratios[1]));
        QVERIFY(std::abs(comparison.worstRatio - 1.25) < 1e-12);
        QVERIFY(comparison.p[1] && std::abs(*comparison.p[1] - 2.0 / 252) < 1e-12);   // five seeds each, all apart
        QVERIFY(QString::fromStdString(toTable(comparison)).contains("1.25x"));
        QCOMPARE(nlohmann::json::parse(toJson(comparison))["worst_ratio"].get<double>(), comparison.worstRatio);
        QVERIFY_EXCEPTION_THROWN(compareRuns({readRunFolder(path("a"))}), InputError);
    }
    void writesEveryFormat_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("expected");
        QTest::newRow("json") << "r.json" << "\"ranking_score\": -99.5";
        QTest::newRow("csv") << "r.csv" << "job,kernel,\"trunk/a, kernel\",seconds,0.5";
        QTest::newRow("md") << "r.md" << "| code generation | 2 s | 25.0 % |";
        QTest::newRow("chrome") << "r.trace.json" << "\"name\":\"span\"";
    }
    void writesEveryFormat() {
        QFETCH(QString, file);
        QFETCH(QString, expected);
        writeReport({readRunFolder(path("a"))}, path(file.toStdString()));
        const std::string text = readText(path(file.toStdString()));
        QVERIFY2(QString::fromStdString(text).contains(expected), text.c_str());
    }
    void reportOfTwoHoldsTheirComparison() {
        const std::vector<RunFolder> runs = {readRunFolder(path("a")), readRunFolder(path("b"))};
        QVERIFY(nlohmann::json::parse(makeReport(runs, ReportFormat::Json)).contains("comparison"));
        QVERIFY(QString::fromStdString(makeReport(runs, ReportFormat::Markdown)).contains("## Comparison"));
        QVERIFY_EXCEPTION_THROWN(makeReport(runs, ReportFormat::ChromeTrace), InputError);
    }
    void refusesOtherEndings() { QVERIFY_EXCEPTION_THROWN(formatOf("x.html"), InputError); }
    void refusesBadRanking_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("two fields") << QByteArray("seed,sample,ranking_score\n1,2\n");
        QTest::newRow("text") << QByteArray("seed,sample,ranking_score\n1,2,x\n");
        QTest::newRow("negative seed") << QByteArray("seed,sample,ranking_score\n-1,2,0.5\n");
    }
    void refusesBadRanking() {
        QFETCH(QByteArray, text);
        writeAtomically(path("bad.csv"), text.toStdString());
        QVERIFY_EXCEPTION_THROWN(readRankingScores(path("bad.csv")), InputError);
    }
    void durations_data() {
        QTest::addColumn<double>("seconds");
        QTest::addColumn<QString>("text");
        QTest::newRow("short") << 0.0312 << "31.2 ms";
        QTest::newRow("seconds") << 76.5 << "76.5 s";
        QTest::newRow("minutes") << 192.0 << "3 min 12 s";
        QTest::newRow("rounds up") << 119.6 << "2 min 00 s";
        QTest::newRow("none") << std::nan("") << "-";
    }
    void durations() {
        QFETCH(double, seconds);
        QFETCH(QString, text);
        QCOMPARE(QString::fromStdString(durationText(seconds)), text);
    }
    void tablesNameEveryStage() {
        const std::string table = stageTable(timingWith(1, "f32"));
        for (const char* stage : {"featurisation", "loading", "tracing", "optimisation", "code generation", "autotuning", "execution", "writing", "other"}) QVERIFY2(table.find(stage) != std::string::npos, stage);
        QVERIFY(seedTable(timingWith(1, "f32")).find("median of 5") != std::string::npos);
    }
};
FOLDMETER_TEST(tst_report)
#include "tst_report.moc"
