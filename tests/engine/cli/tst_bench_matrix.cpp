// foldmeter bench --matrix: what it says beside the times, by its structure only, since times are never the same.
#include "engine/cli/program_runner.h"

#include <nlohmann/json.hpp>

using namespace foldmeter;
using namespace foldmeter::test;

class tst_bench_matrix : public QObject, private ProgramRunner {
    Q_OBJECT

    Outcome bench(const QStringList& more) const {
        return run(QStringList{"bench", example("trp-cage"), "--matrix", "precision=f32,bf16-all", "--repeat", "2", "--steps", "20", "--samples", "2", "--recycles", "0", "--autotune", "0"} + more);
    }

private Q_SLOTS:
    void jsonHoldsWhatWasMeasured() {
        const Outcome outcome = bench({"--json"});
        QVERIFY2(outcome.code == 0, qPrintable(outcome.errors));
        const auto json = nlohmann::json::parse(outcome.output.toStdString());
        QCOMPARE(json["series"].size(), std::size_t{2});
        QVERIFY(!json["series"][0].contains("against_first"));
        const auto& against = json["series"][1]["against_first"];
        for (const char* absent : {"runs", "stages", "first_seed_stages", "other_seeds_stages", "first_seed", "seed", "peak_bytes", "compile_seconds"}) QVERIFY2(!against.contains(absent), absent);
        QVERIFY(against["ratio"].get<double>() > 0);
        QCOMPARE(against["verdict"].get<std::string>(), std::string("too few repeats"));
        QVERIFY(against["break_even"].contains("kind"));
        QCOMPARE(against["drift"]["samples"].size(), std::size_t{2});
        for (const auto& sample : against["drift"]["samples"]) {
            QCOMPARE(sample["atoms"].get<int>(), 154);
            QCOMPARE(sample["unmatched"].get<int>(), 0);
            QVERIFY(sample["rmsd"].get<double>() > 0);   // bfloat16 moves atoms
            QVERIFY(sample["lddt"].get<double>() > 0 && sample["lddt"].get<double>() <= 1);
            QVERIFY(sample["pae_difference"].is_number());
        }
    }
    void tableSaysDriftAndBreakEven_data() {
        QTest::addColumn<QByteArray>("language");
        QTest::addColumn<QStringList>("words");
        QTest::newRow("English") << QByteArray("en") << QStringList{"no verdict, too few repeats (2 and 2;", "break-even not told", "structure drift: RMSD", "(2 samples of the same seeds)"};
        QTest::newRow("Chinese") << QByteArray("zh") << QStringList{"不下结论", "不说明回本", "结构漂移：RMSD", " Å（相同种子的 2 个样本）"};
    }
    void tableSaysDriftAndBreakEven() {
        QFETCH(QByteArray, language);
        QFETCH(QStringList, words);
        qputenv("FOLDMETER_LANGUAGE", language);
        const Outcome outcome = bench({});
        qputenv("FOLDMETER_LANGUAGE", "en");
        QVERIFY2(outcome.code == 0, qPrintable(outcome.errors));
        for (const QString& word : words) QVERIFY2(outcome.output.contains(word), qPrintable(word + "\n" + outcome.output));
    }
};
FOLDMETER_TEST(tst_bench_matrix)
#include "tst_bench_matrix.moc"
