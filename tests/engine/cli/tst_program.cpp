// The program as its users meet it: exit codes and messages. Predictions are in tst_prediction_slow.
#include "engine/cli/program_runner.h"

using namespace foldmeter;
using namespace foldmeter::test;

class tst_program : public QObject, private ProgramRunner {
    Q_OBJECT
private Q_SLOTS:
    void wrongUse_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("expected");   // on stderr
        const QString input = example("trp-cage"), out = "unused";
        QTest::newRow("no command") << QStringList{} << 1 << "";
        QTest::newRow("unknown command") << QStringList{"fold"} << 1 << "no command fold";
        QTest::newRow("unknown option") << QStringList{"predict", input, "-o", out, "--seed", "1"} << 1 << "did you mean --seeds";
        QTest::newRow("no input") << QStringList{"predict", "-o", out} << 1 << "no input";
        QTest::newRow("no output") << QStringList{"predict", input} << 1 << "no output folder";
        QTest::newRow("wrong value") << QStringList{"predict", input, "-o", out, "--precision", "f64"} << 1 << "f32, bf16, bf16-all";
        QTest::newRow("for GPUs") << QStringList{"predict", input, "-o", out, "--attention", "cudnn"} << 1 << "cudnn";
        QTest::newRow("wrong number") << QStringList{"predict", input, "-o", out, "--samples", "0"} << 1 << "from 1";
        QTest::newRow("wrong seeds") << QStringList{"predict", input, "-o", out, "--seeds", "1,x"} << 1 << "'x'";
        QTest::newRow("both kinds of seeds") << QStringList{"predict", input, "-o", out, "--seeds", "1", "--num-seeds", "2"} << 1 << "not both";
        QTest::newRow("report ending") << QStringList{"predict", input, "-o", out, "--report", "x.docx"} << 1 << ".html";
        QTest::newRow("timeline ending") << QStringList{"predict", input, "-o", out, "--timeline", "x.txt"} << 1 << ".json";
        QTest::newRow("progress word") << QStringList{"predict", input, "-o", out, "--progress", "loud"} << 1 << "auto, plain, json, none";
        QTest::newRow("absent input") << QStringList{"predict", "/absent.json", "-o", out} << 2 << "/absent.json";
        QTest::newRow("absent model") << QStringList{"predict", input, "-o", out, "--model", "/absent.bin"} << 2 << "/absent.bin";
        QTest::newRow("one run") << QStringList{"compare", "a"} << 1 << "at least two";
        QTest::newRow("no run") << QStringList{"report", "/tmp/none-such"} << 2 << "no folder";
        QTest::newRow("cache verb") << QStringList{"cache", "wash"} << 1 << "list, verify, clear";
        QTest::newRow("program name") << QStringList{"graph", "--program", "fold"} << 1 << "embed, trunk";
        QTest::newRow("pass name") << QStringList{"graph", "--program", "trunk", "--after", "magic"} << 1 << "fuse";
        QTest::newRow("arrays on stdout") << QStringList{"features", input, "-o", "-"} << 1 << "-o FILE";
        QTest::newRow("several jobs on stdout") << QStringList{"convert", written("two.fasta", ">a\nACDEGHIK\n>b\nGHIKACDE\n"), "--job-per-record", "-o", "-"} << 1 << "2 jobs";
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
    void convertsToStandardOutput() {
        const QString input = example("trp-cage"), file = path("converted.json");
        QCOMPARE(run({"convert", input, "-o", file}).code, 0);
        const Outcome outcome = run({"convert", input, "-o", "-"});
        QCOMPARE(outcome.code, 0);
        QFile written(file);
        QVERIFY(written.open(QIODevice::ReadOnly));
        QCOMPARE(outcome.output, QString::fromUtf8(written.readAll()));
        QVERIFY(!QFile::exists("-"));
    }
    void everyCommandHasHelp() {
        const QString all = run({"--help"}).output;
        for (const char* command : {"predict", "validate", "plan", "convert", "features", "compile", "graph", "kernels", "compare", "report", "bench", "cache", "model", "devices", "selftest", "runs", "worker", "help", "version"}) {
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
    void unwritableOutput() {
        const QString file = written("file", "x");
        const Outcome outcome = run({"predict", example("trp-cage"), "-o", file + "/below"});
        QCOMPARE(outcome.code, 3);
        QVERIFY2(outcome.errors.contains(file), qPrintable(outcome.errors));
    }
};
FOLDMETER_TEST(tst_program)
#include "tst_program.moc"
