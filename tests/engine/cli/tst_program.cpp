// The program as its users meet it: exit codes, files, Ctrl-C, a full disk.
#include "support/test_main.h"

#include "base/file.h"
#include "report/run_folder.h"

#include <QDir>
#include <QDirIterator>
#include <QElapsedTimer>
#include <QProcess>
#include <QTemporaryDir>
#include <nlohmann/json.hpp>

#include <csignal>
#include <numeric>

using namespace foldmeter;

namespace {

struct Outcome {
    int code = -1;
    QString output, errors;
};

// Whether a process has a handler for the signal yet.
bool catches(qint64 process, int signal) {
    const std::string status = readText("/proc/" + std::to_string(process) + "/status");
    const std::size_t place = status.find("SigCgt:\t");
    return place != std::string::npos && ((std::stoull(status.substr(place + 8, 16), nullptr, 16) >> (signal - 1)) & 1) != 0;
}

QString example(const char* name) { return QString::fromStdString(test::sourcePath("resources/examples/")) + name + ".json"; }

}  // namespace

class tst_program : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    QString path(const QString& name) const { return m_folder.filePath(name); }

    void prepare(QProcess& process) const {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert("FOLDMETER_CACHE", path("cache"));
        environment.remove("FOLDMETER_MODEL");
        process.setProcessEnvironment(environment);
    }
    Outcome run(const QStringList& arguments) const {
        QProcess process;
        prepare(process);
        process.start(QString::fromStdString(test::programPath("foldmeter")), arguments);
        if (!process.waitForFinished(120000)) return {};
        return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -2, process.readAllStandardOutput(), process.readAllStandardError()};
    }
    QString written(const QString& name, const QString& text) const {
        writeAtomically(path(name).toStdString(), text.toStdString());
        return path(name);
    }

private Q_SLOTS:
    void wrongUse_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("expected");   // on stderr
        const QString input = example("trp-cage"), out = "unused";
        QTest::newRow("no command") << QStringList{} << 1 << "";
        QTest::newRow("unknown command") << QStringList{"fold"} << 1 << "no command fold";
        QTest::newRow("later command") << QStringList{"gui"} << 1 << "not part of this version";
        QTest::newRow("unknown option") << QStringList{"predict", input, "-o", out, "--seed", "1"} << 1 << "did you mean --seeds";
        QTest::newRow("no input") << QStringList{"predict", "-o", out} << 1 << "no input";
        QTest::newRow("no output") << QStringList{"predict", input} << 1 << "no output folder";
        QTest::newRow("wrong value") << QStringList{"predict", input, "-o", out, "--precision", "f64"} << 1 << "f32, bf16, bf16-all";
        QTest::newRow("for GPUs") << QStringList{"predict", input, "-o", out, "--attention", "cudnn"} << 1 << "cudnn";
        QTest::newRow("wrong number") << QStringList{"predict", input, "-o", out, "--samples", "0"} << 1 << "from 1";
        QTest::newRow("wrong seeds") << QStringList{"predict", input, "-o", out, "--seeds", "1,x"} << 1 << "'x'";
        QTest::newRow("both kinds of seeds") << QStringList{"predict", input, "-o", out, "--seeds", "1", "--num-seeds", "2"} << 1 << "not both";
        QTest::newRow("report ending") << QStringList{"predict", input, "-o", out, "--report", "x.html"} << 1 << ".json, .csv, .md";
        QTest::newRow("timeline ending") << QStringList{"predict", input, "-o", out, "--timeline", "x.pftrace"} << 1 << ".json";
        QTest::newRow("progress word") << QStringList{"predict", input, "-o", out, "--progress", "loud"} << 1 << "auto, plain, json, none";
        QTest::newRow("absent input") << QStringList{"predict", "/absent.json", "-o", out} << 2 << "/absent.json";
        QTest::newRow("absent model") << QStringList{"predict", input, "-o", out, "--model", "/absent.bin"} << 2 << "/absent.bin";
        QTest::newRow("one run") << QStringList{"compare", "a"} << 1 << "at least two";
        QTest::newRow("no run") << QStringList{"report", "/tmp/none-such"} << 2 << "no folder";
        QTest::newRow("cache verb") << QStringList{"cache", "wash"} << 1 << "list, verify, clear";
        QTest::newRow("program name") << QStringList{"graph", "--program", "fold"} << 1 << "embed, trunk";
        QTest::newRow("pass name") << QStringList{"graph", "--program", "trunk", "--after", "magic"} << 1 << "fuse";
        QTest::newRow("matrix") << QStringList{"bench", "--matrix", "colour=red"} << 1 << "colour";
    }
    void wrongUse() {
        QFETCH(QStringList, arguments);
        QFETCH(int, code);
        QFETCH(QString, expected);
        const Outcome outcome = run(arguments);
        QCOMPARE(outcome.code, code);
        QVERIFY2(outcome.errors.contains(expected), qPrintable(outcome.errors));
    }
    void everyCommandHasHelp() {
        const QString all = run({"--help"}).output;
        for (const char* command : {"predict", "validate", "plan", "features", "compile", "graph", "kernels", "compare", "report", "bench", "cache", "model", "devices", "selftest", "help", "version"}) {
            const Outcome outcome = run({command, "--help"});
            QCOMPARE(outcome.code, 0);
            QVERIFY2(outcome.output.contains("--help") && all.contains(QString("  ") + command), command);
        }
    }
    void completionsAreSound() {
        QProcess bash;
        bash.start("bash", {"-n"});
        bash.write(run({"completion", "bash"}).output.toUtf8());
        bash.closeWriteChannel();
        QVERIFY(bash.waitForFinished());
        QCOMPARE(bash.exitCode(), 0);
        QVERIFY(run({"manual"}).output.startsWith(".TH FOLDMETER 1"));
    }
    void refusesInputs_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        QTest::newRow("no JSON") << "{\"name\": \n  x}" << "in.json:2:3";
        QTest::newRow("no seeds") << R"({"dialect":"alphafold3","version":1,"name":"x","modelSeeds":[],"sequences":[{"protein":{"id":"A","sequence":"ACD"}}]})" << "seed";
        QTest::newRow("unknown component") << R"({"dialect":"alphafold3","version":1,"name":"x","modelSeeds":[1],"sequences":[{"ligand":{"id":"A","ccdCodes":["QQQQQ"]}}]})" << "QQQQQ";
        QTest::newRow("too large") << R"({"dialect":"alphafold3","version":1,"name":"x","modelSeeds":[1],"sequences":[{"protein":{"id":"A","sequence":"%1","unpairedMsa":"","pairedMsa":"","templates":[]}}]})" << "tokens";
    }
    void refusesInputs() {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        const QString input = written("in.json", text.contains("%1") ? text.arg(QString(120000, 'A')) : text);
        for (const QStringList& command : {QStringList{"validate", input}, QStringList{"plan", input}, QStringList{"predict", input, "-o", path("refused")}}) {
            const Outcome outcome = run(command);
            QCOMPARE(outcome.code, 2);
            QVERIFY2((outcome.output + outcome.errors).contains(expected), qPrintable(outcome.output + outcome.errors));
        }
    }
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
        QVERIFY(folder.timing.firstSeedOverOthers && *folder.timing.firstSeedOverOthers > 1);
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
        process.start(QString::fromStdString(test::programPath("foldmeter")), {"predict", example("trp-cage"), "-o", out, "--num-seeds", "900", "--samples", "2", "--progress", "json"});
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
        const QString program = QString::fromStdString(test::programPath("foldmeter"));
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
    void unwritableOutput() {
        const QString file = written("file", "x");
        const Outcome outcome = run({"predict", example("trp-cage"), "-o", file + "/below"});
        QCOMPARE(outcome.code, 3);
        QVERIFY2(outcome.errors.contains(file), qPrintable(outcome.errors));
    }
};
FOLDMETER_TEST(tst_program)
#include "tst_program.moc"
