// Calibrating in processes of their own: what each measured is kept, stopping stops the one that runs.
#include "engine/cli/program_runner.h"

#include "predict/calibration.h"

#include <QDir>
#include <QElapsedTimer>
#include <nlohmann/json.hpp>

#include <csignal>

using namespace foldmeter;
using namespace foldmeter::test;

class tst_calibrate_slow : public QObject, private ProgramRunner {
    Q_OBJECT

    nlohmann::json calibration() const {
        const QFileInfoList files = QDir(path("cache/calibration")).entryInfoList({"*.json"});
        return files.size() == 1 ? nlohmann::json::parse(readText(files[0].filePath().toStdString())) : nlohmann::json();
    }
    nlohmann::json planned() const { return nlohmann::json::parse(run({"plan", example("trp-cage"), "--json", "--samples", "2"}).output.toStdString())["jobs"][0]; }

private Q_SLOTS:
    void keepsWhatWasMeasured() {
        QVERIFY(!planned()["calibrated"].get<bool>());
        QProcess process;
        prepare(process);
        process.start(QString::fromStdString(programPath("foldmeter")), {"plan", "--calibrate", "--samples", "2"});
        QVERIFY(process.waitForStarted());
        QString told;
        QElapsedTimer clock;
        clock.start();
        while (!told.contains("calibration-64-256") && clock.elapsed() < 60000 && process.state() == QProcess::Running) {
            process.waitForReadyRead(100);
            told += process.readAllStandardError();
        }
        QVERIFY2(told.contains("calibration-24-1") && told.contains("calibration-64-256"), qPrintable(told));
        ::kill(static_cast<pid_t>(process.processId()), SIGTERM);
        QVERIFY(process.waitForFinished(30000));
        QCOMPARE(process.exitCode(), 5);

        const nlohmann::json kept = calibration();
        QVERIFY(kept["observations"]["load"].size() >= 2u);      // of each start of the program
        QVERIFY(kept["observations"]["trunk"].size() >= 4u);     // of each seed
        QVERIFY(planned()["calibrated"].get<bool>());
    }

    // The reason is the prediction's own.
    void tellsWhatFailed() {
        const Outcome outcome = run({"plan", "--calibrate", "--memory-budget", "1M"});
        QCOMPARE(outcome.code, 3);
        QVERIFY2(outcome.errors.contains("--memory-budget allows"), qPrintable(outcome.errors));
    }
};

FOLDMETER_TEST(tst_calibrate_slow)
#include "tst_calibrate_slow.moc"
