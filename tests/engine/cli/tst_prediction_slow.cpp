// Whole predictions by the program: files, resuming, Ctrl-C, a full disk.
#include "engine/cli/program_runner.h"

#include "report/run_folder.h"

#include <QDir>
#include <QElapsedTimer>
#include <nlohmann/json.hpp>

#include <csignal>
#include <numeric>

using namespace foldmeter;
using namespace foldmeter::test;

namespace {

// Whether a process has a handler for the signal yet.
bool catches(qint64 process, int signal) {
    const std::string status = readText("/proc/" + std::to_string(process) + "/status");
    const std::size_t place = status.find("SigCgt:\t");
    return place != std::string::npos && ((std::stoull(status.substr(place + 8, 16), nullptr, 16) >> (signal - 1)) & 1) != 0;
}

}  // namespace

class tst_prediction_slow : public QObject, private ProgramRunner {
    Q_OBJECT
private Q_SLOTS:
    void predictsAndExplainsItsTime() {
        const Outcome outcome = run({"predict", example("trp-cage"), "-o", path("run"), "--num-seeds", "3", "--samples", "2", "--progress", "json", "--report", path("r.csv"), "--timeline", path("t.json")});
        QVERIFY2(outcome.code == 0, qPrintable(outcome.errors));
        for (const char* word : {"code generation", "first seed over the others", "median of 2", "denoise"}) QVERIFY2(outcome.output.contains(word), word);
        QVERIFY(outcome.errors.contains("memorised"));   // the demonstration model says so
        int progressLines = 0;
        double last = 0;
        for (const QString& line : outcome.errors.split('\n')) {
            if (!line.startsWith('{')) continue;
            const auto json = nlohmann::json::parse(line.toStdString());
            last = json["fraction"].get<double>();
            ++progressLines;
        }
        QVERIFY(progressLines > 60);
        QVERIFY(last > 0.99);
        const report::RunFolder folder = report::readRunFolder(path("run/trp-cage").toStdString());
        QCOMPARE(folder.samples.size(), std::size_t{6});
        const auto& stages = folder.timing.stages;
        const double sum = std::accumulate(stages.seconds.begin(), stages.seconds.end(), 0.0);
        QVERIFY(std::abs(sum - stages.wall) < 1e-6 * stages.wall);
        QCOMPARE(folder.timing.seeds.size(), std::size_t{3});
        QVERIFY(folder.timing.firstSeedOverOthers && *folder.timing.firstSeedOverOthers > 0);
        QVERIFY(!folder.timelineFile.empty() && !folder.timing.kernels.empty());
        for (const char* file : {"trp-cage_model.cif", "trp-cage_confidences.json", "trp-cage_summary_confidences.json", "trp-cage_data.json", "trp-cage_settings.json", "seed-3_sample-1/trp-cage_seed-3_sample-1_model.cif"})
            QVERIFY2(QFile::exists(path("run/trp-cage/") + file), file);
        QVERIFY(nlohmann::json::parse(readText(path("t.json").toStdString()))["traceEvents"].size() > 100);
        QVERIFY(readText(path("r.csv").toStdString()).starts_with("run,kind,name,quantity,value"));
    }
    void resumesWhereItStopped() {
        const QStringList arguments = {"predict", example("trp-cage"), "-o", path("run"), "--num-seeds", "4", "--samples", "2", "--resume"};
        const QString old = path("run/trp-cage/seed-1_sample-0/trp-cage_seed-1_sample-0_model.cif");
        QVERIFY(QFile::exists(old));
        const QDateTime before = QFileInfo(old).lastModified();
        QVERIFY(QFile::remove(path("run/trp-cage/seed-2_sample-1/trp-cage_seed-2_sample-1_model.cif")));
        const Outcome outcome = run(arguments);
        QVERIFY2(outcome.code == 0, qPrintable(outcome.errors));
        QVERIFY2(outcome.output.contains("2 seeds were finished before"), qPrintable(outcome.output));   // 1 and 3; 2 had lost a file
        QCOMPARE(QFileInfo(old).lastModified(), before);
        QCOMPARE(report::readRankingScores(path("run/trp-cage/trp-cage_ranking_scores.csv").toStdString()).size(), std::size_t{8});
        QVERIFY(QFile::exists(path("run/trp-cage/seed-4_sample-1/trp-cage_seed-4_sample-1_model.cif")));
    }
    void leavesAFullFolderAlone() {
        const Outcome outcome = run({"predict", example("trp-cage"), "-o", path("run"), "--samples", "1", "--steps", "2", "-q"});
        QCOMPARE(outcome.code, 0);
        QCOMPARE(QDir(path("run")).entryList({"trp-cage_*"}, QDir::Dirs).size(), 1);
    }
    void comparesItsRuns() {
        const QString first = path("run/trp-cage"), second = path("run/") + QDir(path("run")).entryList({"trp-cage_*"}, QDir::Dirs).value(0);
        const Outcome outcome = run({"compare", first, second});
        QCOMPARE(outcome.code, 0);
        QVERIFY2(outcome.output.contains("differs in steps: 20, 2"), qPrintable(outcome.output));
        QCOMPARE(run({"compare", second, first, "--fail-above", "5%"}).code, 6);   // twenty steps are slower than two
    }
    void oneFailingSeedLeavesTheOthers() {
        const QString conformers = written("nan.tsv", "2\tA\t1\tN\tnan\t0\t0\n");
        const Outcome outcome = run({"predict", example("trp-cage"), "-o", path("partial"), "--num-seeds", "3", "--samples", "1", "--steps", "2", "--conformers", conformers});
        QCOMPARE(outcome.code, 4);
        QVERIFY2(outcome.errors.contains("seed 2 failed"), qPrintable(outcome.errors));
        const auto samples = report::readRankingScores(path("partial/trp-cage/trp-cage_ranking_scores.csv").toStdString());
        QCOMPARE(samples.size(), std::size_t{2});
    }
    void savesAndTakesConformers() {
        QCOMPARE(run({"predict", example("trp-cage"), "-o", path("saved"), "--samples", "1", "--steps", "2", "--save-conformers", path("c.tsv"), "-q"}).code, 0);
        const QString text = QString::fromStdString(readText(path("c.tsv").toStdString()));
        QCOMPARE(text.count('\n'), 154);
        QVERIFY(text.startsWith("1\tA\t1\tN\t"));
        QCOMPARE(run({"predict", example("trp-cage"), "-o", path("saved"), "--samples", "1", "--steps", "2", "--conformers", path("c.tsv"), "--save-conformers", path("again.tsv"), "-q"}).code, 0);
        QCOMPARE(readText(path("again.tsv").toStdString()), readText(path("c.tsv").toStdString()));
    }
    void oneBadInputLeavesTheOthers() {
        QDir().mkpath(path("inputs"));
        written("inputs/a.json", "{}");
        QFile::copy(example("trp-cage"), path("inputs/b.json"));
        const Outcome outcome = run({"predict", path("inputs"), "-o", path("many"), "--samples", "1", "--steps", "2"});
        QCOMPARE(outcome.code, 4);
        QVERIFY(QFile::exists(path("many/trp-cage/trp-cage_model.cif")));
    }
    // Another size in the same process: no code is made, and the timing file tells of this job alone.
    void theNextSizeNeedsNoCode() {
        const Outcome outcome = run({"predict", example("trp-cage"), example("villin"), "-o", path("two"), "--samples", "1", "--steps", "2", "--autotune", "0", "--cache", "off"});
        QVERIFY2(outcome.code == 0, qPrintable(outcome.errors));
        const report::Timing first = report::readRunFolder(path("two/trp-cage").toStdString()).timing;
        const report::Timing second = report::readRunFolder(path("two/villin").toStdString()).timing;
        QCOMPARE(first.kernels.size(), second.kernels.size());
        QVERIFY(first.tokens != second.tokens);
        for (std::size_t n = 0; n < first.kernels.size(); ++n) QCOMPARE(second.kernels[n].calls, first.kernels[n].calls);
        std::int64_t compiledFirst = 0, compiledSecond = 0;
        for (const report::ProgramTiming& program : first.programs) compiledFirst += program.kernelsCompiled;
        for (const report::ProgramTiming& program : second.programs) {
            compiledSecond += program.kernelsCompiled;
            QCOMPARE(program.cache, std::string("off"));
        }
        QVERIFY(compiledFirst > 50);
        QCOMPARE(compiledSecond, std::int64_t{0});
    }
    void budgetTooSmall() {
        const Outcome outcome = run({"predict", example("trp-cage"), "-o", path("small"), "--memory-budget", "1M"});
        QCOMPARE(outcome.code, 3);
        QVERIFY2(outcome.errors.contains("--memory-budget allows"), qPrintable(outcome.errors));
    }

    void stopsOnRequest_data() {
        QTest::addColumn<int>("signal");
        QTest::addColumn<QString>("after");   // text on stderr that is waited for
        QTest::newRow("Ctrl-C before anything") << SIGINT << "";
        QTest::newRow("Ctrl-C with the model chosen") << SIGINT << "memorised";
        QTest::newRow("Ctrl-C in the trunk") << SIGINT << "\"stage\":\"trunk\"";
        QTest::newRow("Ctrl-C in the second seed") << SIGINT << "\"seed\":2,\"seed_index\":1,\"seeds\":900,\"stage\":\"denoise\"";
        QTest::newRow("terminate in the second seed") << SIGTERM << "\"seed\":2,\"seed_index\":1,\"seeds\":900,\"stage\":\"trunk\"";
    }
    void stopsOnRequest() {
        QFETCH(int, signal);
        QFETCH(QString, after);
        const QString out = path(QString("stopped-") + QTest::currentDataTag());
        QProcess process;
        prepare(process);
        process.start(QString::fromStdString(programPath("foldmeter")), {"predict", example("trp-cage"), "-o", out, "--num-seeds", "900", "--samples", "2", "--progress", "json"});
        QVERIFY(process.waitForStarted());
        QString errors;
        QElapsedTimer clock;
        clock.start();
        while (!errors.contains(after) && clock.elapsed() < 60000 && process.state() == QProcess::Running) {
            process.waitForReadyRead(100);
            errors += process.readAllStandardError();
        }
        QVERIFY2(errors.contains(after), qPrintable(errors));
        while (!catches(process.processId(), signal) && clock.elapsed() < 60000) QTest::qWait(1);
        ::kill(static_cast<pid_t>(process.processId()), signal);
        QVERIFY(process.waitForFinished(30000));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 5);
        if (!after.contains("seed_index")) return;   // nothing was finished
        const report::RunFolder folder = report::readRunFolder((out + "/trp-cage").toStdString());
        QVERIFY(folder.samples.size() >= (after.contains("\"seed_index\":1") ? 2u : 0u) && folder.samples.size() < 100);
        QVERIFY(QFile::exists(out + "/trp-cage/trp-cage_model.cif"));
    }

    // Wherever it is: reading, featurising, tracing, generating code, tuning, the first steps.
    void stopsInEveryStage_data() {
        QTest::addColumn<int>("milliseconds");
        for (const int moment : {100, 250, 400, 600, 900}) QTest::addRow("after %d ms", moment) << moment;
    }
    void stopsInEveryStage() {
        QFETCH(int, milliseconds);
        const QString out = path(QString("stopped-after-%1").arg(milliseconds));
        QProcess process;
        prepare(process);
        process.start(QString::fromStdString(programPath("foldmeter")),
                      {"predict", example("villin"), "-o", out, "--num-seeds", "900", "--samples", "1", "--steps", "2000", "--cache", "off", "--autotune", "3", "-q"});
        QVERIFY(process.waitForStarted());
        QElapsedTimer clock;
        clock.start();
        while (!catches(process.processId(), SIGINT) && clock.elapsed() < 60000) QTest::qWait(1);
        QTest::qWait(milliseconds);
        ::kill(static_cast<pid_t>(process.processId()), SIGINT);
        QVERIFY(process.waitForFinished(30000));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 5);
    }

    void fullDisk_data() {
        QTest::addColumn<QString>("size");
        QTest::addColumn<int>("code");
        QTest::newRow("nothing fits") << "4k" << 3;
        QTest::newRow("one seed fits") << "400k" << 4;
    }
    void fullDisk() {
        QFETCH(QString, size);
        QFETCH(int, code);
        const QString mount = path("disk-" + size);
        QDir().mkpath(mount);
        const QString program = QString::fromStdString(programPath("foldmeter"));
        QProcess process;
        prepare(process);
        const QString script = QString("mount -t tmpfs -o size=%1 none '%2' || exit 99; '%3' predict '%4' -o '%2' --num-seeds 20 --samples 2 --steps 2 -q; echo code $?; find '%2' -name '*.cif.*' -o -name '*.json.*' -o -name '*.csv.*' | sed 's/^/left /'")
                                   .arg(size, mount, program, example("trp-cage"));
        process.start("unshare", {"-rm", "bash", "-c", script});
        QVERIFY(process.waitForFinished(60000));
        if (process.exitCode() != 0) QSKIP("this machine allows no mount in a namespace of its own");
        const QString output = process.readAllStandardOutput(), errors = process.readAllStandardError();
        QVERIFY2(output.contains(QString("code %1").arg(code)), qPrintable(output + errors));
        QVERIFY2(errors.contains("No space left"), qPrintable(errors));
        QVERIFY2(!output.contains("left "), qPrintable(output));   // no piece of a file
    }
};
FOLDMETER_TEST(tst_prediction_slow)
#include "tst_prediction_slow.moc"
