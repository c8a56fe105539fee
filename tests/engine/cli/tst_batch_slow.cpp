// Many jobs in one call: their order, the table over all of them, going on after the process was killed.
#include "engine/cli/program_runner.h"

#include "report/run_folder.h"

#include <QDir>
#include <QElapsedTimer>
#include <nlohmann/json.hpp>

#include <csignal>

using namespace foldmeter;
using namespace foldmeter::test;

class tst_batch_slow : public QObject, private ProgramRunner {
    Q_OBJECT

    QStringList arguments(const QString& out) const { return {"predict", path("inputs"), "-o", path(out), "--num-seeds", "2", "--samples", "2", "--steps", "8", "--resume"}; }
    nlohmann::json summaryOf(const QString& out) const { return nlohmann::json::parse(readText(path(out + "/batch_summary.json").toStdString())); }
    static QStringList statesOf(const nlohmann::json& summary) {
        QStringList states;
        for (const auto& job : summary["jobs"]) states += QString::fromStdString(job["job"].get<std::string>() + ":" + job["state"].get<std::string>());
        return states;
    }

private Q_SLOTS:
    void initTestCase() {
        QDir().mkpath(path("inputs"));
        for (const char* name : {"villin", "trp-cage", "insulin"}) QVERIFY(QFile::copy(example(name), path("inputs/") + name + ".json"));
        written("inputs/broken.json", "{}");
        written("inputs/unknown.json", R"({"name": "unknown", "modelSeeds": [1], "dialect": "alphafold3", "version": 1, "sequences": [{"ligand": {"id": "A", "ccdCodes": ["QQQQQ"]}}]})");
    }

    void ordersAndRanks() {
        const Outcome outcome = run(arguments("whole"));
        QCOMPARE(outcome.code, 4);   // two inputs are refused, the rest is written
        QVERIFY(outcome.errors.contains("QQQQQ") && outcome.errors.contains("broken.json"));
        const nlohmann::json summary = summaryOf("whole");
        QCOMPARE(statesOf(summary), (QStringList{"broken:failed", "unknown:failed", "trp-cage:done", "villin:done", "insulin:done"}));   // small ones first
        QVERIFY(summary["jobs"][1]["problem"].get<std::string>().find("QQQQQ") != std::string::npos);
        QCOMPARE(summary["samples"].size(), std::size_t{12});
        double last = 1e9;
        for (std::size_t i = 0; i < 12; ++i) {
            const auto& sample = summary["samples"][i];
            QCOMPARE(sample["rank"].get<std::size_t>(), i + 1);
            QVERIFY(sample["ranking_score"].get<double>() <= last);
            last = sample["ranking_score"].get<double>();
        }
        const auto& best = summary["samples"][0];
        const std::string name = summary["jobs"][best["job"].get<std::size_t>()]["job"].get<std::string>();
        const QStringList lines = QString::fromStdString(readText(path("whole/batch_summary.csv").toStdString())).split("\r\n");
        QCOMPARE(lines.size(), 14);   // head, twelve samples, the last line's end
        QVERIFY(lines[1].startsWith("1," + QString::fromStdString(name) + ","));
        const auto ranked = report::readRankingScores(path("whole/").toStdString() + name + "/" + name + "_ranking_scores.csv");
        QVERIFY(std::any_of(ranked.begin(), ranked.end(), [&](const report::RankedSample& sample) { return sample.score == best["ranking_score"].get<double>(); }));
    }

    // Killed without warning or stopped after the first job; nothing that was finished is made again, and the results are
    // those of a whole run.
    void goesOn_data() {
        QTest::addColumn<int>("signal");
        QTest::newRow("killed") << SIGKILL;
        QTest::newRow("stopped") << SIGINT;
    }
    void goesOn() {
        QFETCH(int, signal);
        const QString out = QTest::currentDataTag();
        QProcess process;
        prepare(process);
        process.start(QString::fromStdString(programPath("foldmeter")), arguments(out));
        const QString first = path(out + "/trp-cage/trp-cage_ranking_scores.csv");
        QElapsedTimer timer;
        timer.start();
        while (!QFile::exists(first) && timer.elapsed() < 60000) process.waitForReadyRead(5);
        ::kill(static_cast<pid_t>(process.processId()), signal);
        QVERIFY(process.waitForFinished());
        if (signal == SIGINT) {
            QCOMPARE(process.exitCode(), 5);
            const QStringList states = statesOf(summaryOf(out));
            QCOMPARE(states.filter("failed"), (QStringList{"broken:failed", "unknown:failed"}));   // stopped is not failed
            QVERIFY2(states.last() == "insulin:waiting" || states.last() == "insulin:cancelled", qPrintable(states.join(' ')));
        }
        QVERIFY(QFile::exists(first));
        QVERIFY(!QFile::exists(path(out + "/insulin/insulin_model.cif")));
        const auto before = report::readRankingScores(first.toStdString());
        QVERIFY(!before.empty());
        const auto file = [&](const report::RankedSample& sample) {
            const QString folder = QString("seed-%1_sample-%2").arg(sample.seed).arg(sample.sample);
            return path(out + "/trp-cage/" + folder + "/trp-cage_" + folder + "_model.cif");
        };
        const QDateTime written = QFileInfo(file(before.front())).lastModified();

        const Outcome outcome = run(arguments(out));
        QCOMPARE(outcome.code, 4);
        QVERIFY2(outcome.output.contains("finished before and not repeated"), qPrintable(outcome.output));
        QCOMPARE(QFileInfo(file(before.front())).lastModified(), written);
        const nlohmann::json summary = summaryOf(out), whole = summaryOf("whole");
        QCOMPARE(statesOf(summary), statesOf(whole));
        for (std::size_t i = 0; i < 12; ++i) QCOMPARE(summary["samples"][i].dump(), whole["samples"][i].dump());
        QVERIFY(QDir(path(out)).entryList({"*_2*"}, QDir::Dirs).isEmpty());   // no folder was begun anew
    }

    // Only the samples that are missing are made, and they are the same.
    void makesMissingSamples() {
        const QStringList words = {"predict", example("zinc-finger"), "-o", path("samples"), "--samples", "3", "--steps", "8", "--resume", "--compress-large-output-files"};
        QCOMPARE(run(words).code, 0);
        const auto ranking = [&] { return readText(path("samples/zinc-finger/zinc-finger_ranking_scores.csv").toStdString()); };
        const std::string before = ranking();
        QVERIFY(QFile::remove(path("samples/zinc-finger/seed-1_sample-1/zinc-finger_seed-1_sample-1_model.cif.zst")));
        const Outcome outcome = run(words);
        QCOMPARE(outcome.code, 0);
        QVERIFY2(outcome.output.contains("1 further samples were finished"), qPrintable(outcome.output));
        QCOMPARE(ranking(), before);
        QVERIFY(QFile::exists(path("samples/zinc-finger/seed-1_sample-1/zinc-finger_seed-1_sample-1_model.cif.zst")));
        QVERIFY(QFile::exists(path("samples/zinc-finger/zinc-finger_model.cif.zst")) && !QFile::exists(path("samples/zinc-finger/zinc-finger_model.cif")));
    }

    void writesWhatIsAskedFor() {
        const Outcome outcome = run({"predict", example("zinc-finger"), "-o", path("extra"), "--samples", "2", "--steps", "20", "--bucket", "64", "--save-embeddings", "--save-distogram", "--save-trajectory",
                                     "--save-pae-cif", "--save-pdb"});
        QVERIFY2(outcome.code == 0, qPrintable(outcome.errors));
        const QString job = path("extra/zinc-finger/");
        const auto holds = [&](const QString& file, const char* text) { return readText((job + file).toStdString()).find(text) != std::string::npos; };
        for (const char* file : {"seed-1_embeddings/zinc-finger_seed-1_embeddings.npz", "seed-1_distogram/zinc-finger_seed-1_distogram.npz", "zinc-finger_model.pdb", "zinc-finger_model_pae.cif"}) QVERIFY2(QFile::exists(job + file), file);
        QVERIFY(holds("seed-1_embeddings/zinc-finger_seed-1_embeddings.npz", "single_embeddings.npy") && holds("seed-1_embeddings/zinc-finger_seed-1_embeddings.npz", "pair_embeddings.npy"));
        QVERIFY(holds("seed-1_distogram/zinc-finger_seed-1_distogram.npz", "distogram.npy"));
        const std::string trajectory = readText((job + "seed-1_sample-1/zinc-finger_seed-1_sample-1_trajectory.cif").toStdString());
        QVERIFY(trajectory.find(" 20\n") != std::string::npos && trajectory.find(" 21\n") == std::string::npos);
        QVERIFY(holds("zinc-finger_settings.json", "\"save-trajectory\": \"on\""));
    }
};

FOLDMETER_TEST(tst_batch_slow)
#include "tst_batch_slow.moc"
