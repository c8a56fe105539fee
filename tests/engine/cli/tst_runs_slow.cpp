// The history as the command line shows it.
#include "engine/cli/program_runner.h"

#include "report/run_folder.h"

#include <QDir>
#include <nlohmann/json.hpp>

using namespace foldmeter;
using namespace foldmeter::test;

class tst_runs_slow : public QObject, private ProgramRunner {
    Q_OBJECT

    nlohmann::json shown(const QString& run) const { return nlohmann::json::parse(this->run({"runs", "show", run, "--json"}).output.toStdString()).at(0); }

private Q_SLOTS:
    void predictionsAreEntered() {
        QVERIFY(run({"runs", "list"}).errors.contains("no runs"));
        QCOMPARE(run({"predict", example("trp-cage"), "-o", path("out"), "--num-seeds", "2", "--samples", "2", "--precision", "f32"}).code, 0);
        const auto entry = shown("1");
        QCOMPARE(entry["title"], "trp-cage");
        QCOMPARE(entry["state"], "finished");
        QCOMPARE(entry["samples"], 4);
        QCOMPARE(entry["folder"].get<std::string>(), path("out/trp-cage").toStdString());
        QCOMPARE(entry["settings"]["precision"], "f32");
        QVERIFY(entry["wall_seconds"].get<double>() > 0 && !entry["device"].get<std::string>().empty() && entry["model"] == "foldmeter-demo");
        QVERIFY(run({"runs", "list", "trp"}).output.contains("trp-cage"));
        QCOMPARE(run({"predict", example("trp-cage"), "-o", path("silent"), "--no-history"}).code, 0);
        QVERIFY(!run({"runs", "list", "silent"}).output.contains("silent"));
    }
    void numbersAndNamesStandForFolders() {
        QVERIFY(run({"report", "1"}).output.contains("trp-cage"));
        QVERIFY(run({"compare", "1", "trp-cage"}).output.contains("code generation"));
        const Outcome absent = run({"compare", "1", "nobody"});
        QCOMPARE(absent.code, 2);
        QVERIFY2(absent.errors.contains("nobody"), qPrintable(absent.errors));
    }
    void runsAgainWithWhatIsAskedForOtherwise() {
        const Outcome outcome = run({"runs", "rerun", "1", "-o", path("again"), "--samples", "1", "--quiet"});
        QVERIFY2(outcome.code == 0, qPrintable(outcome.errors));
        const auto entry = shown("2");
        QCOMPARE(entry["samples"], 2);
        QCOMPARE(entry["seeds"], nlohmann::json({1, 2}));
        QCOMPARE(entry["settings"]["precision"], "f32");
    }
    void moreSeedsJoinTheSameRun() {
        const Outcome outcome = run({"runs", "rerun", "1", "--seeds", "1-3", "--resume"});
        QVERIFY2(outcome.code == 0 && outcome.output.contains("2"), qPrintable(outcome.errors));
        const auto entry = shown("1");
        QCOMPARE(entry["seeds"], nlohmann::json({1, 2, 3}));
        QCOMPARE(entry["samples"], 6);
    }
    void tagsNotesAndTitles() {
        QCOMPARE(run({"runs", "tag", "1", "paper", "good"}).code, 0);
        QCOMPARE(run({"runs", "note", "1", "for", "figure 2"}).code, 0);
        QCOMPARE(run({"runs", "rename", "1", "best one"}).code, 0);
        QVERIFY(run({"runs", "list", "tag:paper"}).output.contains("best one"));
        QVERIFY(run({"runs", "show", "best one"}).output.contains("for figure 2"));
    }
    void removingIsUndone() {
        QCOMPARE(run({"runs", "remove", "best one"}).code, 0);
        QVERIFY(!QDir(path("out/trp-cage")).exists());
        QVERIFY(run({"runs", "list", "--trash"}).output.contains("best one"));
        QCOMPARE(run({"runs", "restore", "1"}).code, 0);
        QVERIFY(QDir(path("out/trp-cage")).exists());
    }
    void copiesTravelWithTheirRecord() {
        QCOMPARE(run({"runs", "export", "1", "-o", path("carried")}).code, 0);
        QCOMPARE(run({"runs", "export", "1", "-o", path("carried")}).code, 2);
        const Outcome imported = run({"runs", "import", path("carried")});
        QVERIFY2(imported.code == 0 && imported.output.contains("best one"), qPrintable(imported.errors));
    }
    void theIndexCanBeLost() {
        QVERIFY(QFile::remove(path("history/index.sqlite")));
        QVERIFY(run({"runs", "list"}).output.contains("best one"));
        QVERIFY(run({"runs", "rebuild"}).output.contains("3 runs"));
    }
    void wrongUse_data() {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<int>("code");
        QTest::newRow("nothing") << QStringList{"runs"} << 1;
        QTest::newRow("unknown") << QStringList{"runs", "dance", "1"} << 1;
        QTest::newRow("no run") << QStringList{"runs", "show"} << 1;
        QTest::newRow("no such run") << QStringList{"runs", "show", "99"} << 2;
        QTest::newRow("no place") << QStringList{"runs", "export", "1"} << 1;
        QTest::newRow("nothing to import") << QStringList{"runs", "import", "/proc"} << 2;
    }
    void wrongUse() {
        QFETCH(QStringList, words);
        QFETCH(int, code);
        QCOMPARE(run(words).code, code);
    }
};

FOLDMETER_TEST(tst_runs_slow)
#include "tst_runs_slow.moc"
