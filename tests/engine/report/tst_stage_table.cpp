#include "support/test_main.h"

#include "report/stage_table.h"

#include <cmath>

using namespace foldmeter::report;

namespace {

Timing timingWith(double factor, const std::string& precision) {
    Timing timing;
    timing.job = "job";
    timing.settings = {{"precision", precision}, {"fusion", "on"}};
    timing.stages.seconds = {1 * factor, 0, 0, 0, 2 * factor, 0, 5 * factor, 0, 0};
    timing.stages.wall = 8 * factor;
    for (std::uint32_t seed = 1; seed <= 6; ++seed) timing.seeds.push_back({.seed = seed, .wall = factor * (seed == 1 ? 3 : 1), .execute = factor * (1 + 0.001 * seed), .recycles = {}});
    return timing;
}

}  // namespace

class tst_stage_table : public QObject {
    Q_OBJECT
private Q_SLOTS:
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
FOLDMETER_TEST(tst_stage_table)
#include "tst_stage_table.moc"
