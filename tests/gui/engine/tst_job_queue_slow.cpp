// Jobs through a real engine process: run, watched, held, cancelled, killed at random moments; every run in the history.
#include "gui/engine/job_queue.h"

#include "base/file.h"
#include "base/json.h"
#include "history/history.h"
#include "support/test_main.h"

#include <QElapsedTimer>
#include <QFile>
#include <QRandomGenerator>
#include <QScopeGuard>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTimer>

#include <csignal>

using namespace foldmeter;
using namespace foldmeter::engine;
using worker::JobPhase;
namespace fs = std::filesystem;

namespace {

QueueJob job(const QString& name, std::uint32_t seeds) {
    QueueJob made;
    made.name = name;
    const std::string file = test::sourcePath("resources/examples/trp-cage.json");
    made.input = {readText(file), file};
    for (std::uint32_t seed = 1; seed <= seeds; ++seed) made.options.seeds.push_back(seed);
    return made;
}

// The window's side of it, with a history of its own.
struct Workshop {
    QTemporaryDir place;
    history::History history{fs::path(place.path().toStdString())};
    EngineProcess engine{EngineAddress::local()};
    JobQueue queue{&engine, &history};

    JobPhase phase(int number) const { return queue.entry(number)->state.phase; }
    bool over(int number) const { return isOver(phase(number)); }
};

#define WAIT(condition) QTRY_VERIFY_WITH_TIMEOUT(condition, 60000)

}  // namespace

class tst_job_queue_slow : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void runsJobsOneAfterTheOther() {
        Workshop shop;
        QSignalSpy started(&shop.queue, &JobQueue::jobStarted), ended(&shop.queue, &JobQueue::jobEnded), atoms(&shop.queue, &JobQueue::atomsCame),
            positions(&shop.queue, &JobQueue::positionsCame), samples(&shop.queue, &JobQueue::sampleFinished);
        const int first = shop.queue.add(job("first", 2)), second = shop.queue.add(job("second", 1));
        QCOMPARE(shop.queue.waiting(), 2);
        WAIT(shop.over(second));
        QCOMPARE(shop.phase(first), JobPhase::Finished);
        QCOMPARE(shop.phase(second), JobPhase::Finished);
        QVERIFY(shop.queue.entry(first)->ended <= shop.queue.entry(second)->ended && shop.queue.entry(second)->began >= shop.queue.entry(first)->ended.addMSecs(-50));
        QCOMPARE(started.count(), 2);
        QCOMPARE(ended.count(), 2);
        QCOMPARE(atoms.count(), 2);
        QCOMPARE(samples.count(), 15);
        QVERIFY(positions.count() >= 3);
        const auto runs = shop.history.list();
        QCOMPARE(runs.size(), std::size_t{2});
        QCOMPARE(runs[1].record.title, std::string("first"));
        QCOMPARE(runs[1].samples, 10);
        QCOMPARE(static_cast<int>(runs[0].record.state), static_cast<int>(history::RunState::Finished));
        QVERIFY(runs[0].folder != runs[1].folder && runs[0].wallSeconds);
        QCOMPARE(shop.queue.running(), nullptr);
    }
    void cancellingKeepsWhatIsFinished() {
        Workshop shop;
        const int first = shop.queue.add(job("long", 500)), waiting = shop.queue.add(job("waits", 1)), last = shop.queue.add(job("last", 1));
        WAIT(!shop.queue.entry(first)->state.samples.empty());
        shop.queue.cancel(waiting);
        QCOMPARE(shop.phase(waiting), JobPhase::Cancelled);
        shop.queue.cancel(first);
        WAIT(shop.over(last));
        QCOMPARE(shop.phase(first), JobPhase::Cancelled);
        QCOMPARE(shop.phase(last), JobPhase::Finished);
        const history::Run run = *shop.history.run(shop.queue.entry(first)->run);
        QCOMPARE(static_cast<int>(run.record.state), static_cast<int>(history::RunState::Cancelled));
        QCOMPARE(run.samples, static_cast<int>(shop.queue.entry(first)->state.samples.size()));
    }
    void aHeldJobGoesOnWhenItMay() {
        Workshop shop;
        const int number = shop.queue.add(job("held", 10));
        WAIT(shop.queue.entry(number)->state.progress);
        shop.queue.setPaused(number, true);
        WAIT(shop.phase(number) == JobPhase::Paused);
        const std::size_t before = shop.queue.entry(number)->state.samples.size();
        QTest::qWait(500);
        QCOMPARE(shop.queue.entry(number)->state.samples.size(), before);
        shop.queue.setPaused(number, false);
        WAIT(shop.phase(number) == JobPhase::Finished);
    }
    void whatWaitsCanBeMovedAndHeld() {
        Workshop shop;
        const int first = shop.queue.add(job("a", 30)), second = shop.queue.add(job("b", 1)), third = shop.queue.add(job("c", 1));
        WAIT(shop.queue.running());
        shop.queue.moveUp(third);
        QCOMPARE(shop.queue.entries()[1].number, third);
        shop.queue.moveUp(third);   // not past the one that runs
        QCOMPARE(shop.queue.entries()[0].number, first);
        shop.queue.setPaused(second, true);
        WAIT(shop.over(third));
        QTest::qWait(300);
        QVERIFY(!shop.over(second));
        shop.queue.setPaused(second, false);
        WAIT(shop.over(second));
        shop.queue.clearFinished();
        QVERIFY(shop.queue.entries().empty());
        QCOMPARE(shop.history.list().size(), std::size_t{3});
    }
    void aJobThatIsRefusedDoesNotHoldTheNext() {
        Workshop shop;
        QueueJob wrong = job("wrong", 1);
        wrong.input.text = "{";
        const int first = shop.queue.add(wrong), second = shop.queue.add(job("right", 1));
        WAIT(shop.over(second));
        QCOMPARE(shop.phase(first), JobPhase::Failed);
        QVERIFY2(shop.queue.entry(first)->reason.contains("trp-cage.json:1"), qPrintable(shop.queue.entry(first)->reason));
        QCOMPARE(shop.phase(second), JobPhase::Finished);
    }
    void anEngineThatCannotBeStartedFailsItsJobs() {
        QTemporaryDir place;
        history::History history(place.path().toStdString());
        EngineProcess engine({{"/nowhere/foldmeter", "worker"}, true, "nowhere"});
        JobQueue queue(&engine, &history);
        const int first = queue.add(job("a", 1)), second = queue.add(job("b", 1));
        WAIT(isOver(queue.entry(second)->state.phase));
        QCOMPARE(queue.entry(first)->state.phase, JobPhase::Failed);
        QVERIFY(queue.entry(second)->reason.contains("could not be started"));
        QCOMPARE(engine.state(), EngineProcess::State::Lost);
    }
    void aProgramThatIsNoEngineIsToldByWhatItSaid() {
        EngineProcess engine({{"/bin/sh", "-c", "echo connection refused >&2; exit 255"}, true, "shell"});
        JobQueue queue(&engine, nullptr);
        const int number = queue.add(job("a", 1));
        WAIT(isOver(queue.entry(number)->state.phase));
        QVERIFY2(queue.entry(number)->reason.contains("connection refused") && queue.entry(number)->reason.contains("255"), qPrintable(queue.entry(number)->reason));
    }
    void aRemoteEngineSendsItsResults() {
        QTemporaryDir place;
        history::History history(place.path().toStdString());
        // What ssh would do: another program that passes bytes on, with a greeting before them.
        EngineProcess engine({{"/bin/sh", "-c", "echo 'Welcome to the cluster'; exec \"$0\" worker", QString::fromStdString(test::programPath("foldmeter"))}, true, "shell"});
        JobQueue queue(&engine, &history);
        const int number = queue.add(job("far", 1));
        WAIT(isOver(queue.entry(number)->state.phase));
        QCOMPARE(queue.entry(number)->state.phase, JobPhase::Finished);
        const history::Run run = *history.run(queue.entry(number)->run);
        QCOMPARE(run.samples, 5);
        QVERIFY(run.wallSeconds && run.folder.string().starts_with(history.runsFolder().string()));
        QVERIFY(fs::exists(run.folder / "trp-cage_model.cif"));
    }
    // A machine's name in the settings is reached by ssh: here by a program of that name, which checks how it was called.
    void aMachineIsReachedBySsh() {
        QTemporaryDir place;
        QFile ssh(place.filePath("ssh"));
        QVERIFY(ssh.open(QIODevice::WriteOnly));
        ssh.write(QByteArray::fromStdString("#!/bin/sh\n[ \"$1 $2 $3 $4\" = '-T cluster foldmeter worker' ] || { echo \"called with $*\" >&2; exit 255; }\nexec '" + test::programPath("foldmeter") + "' worker\n"));
        ssh.close();
        QVERIFY(ssh.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
        const QByteArray path = qgetenv("PATH");
        qputenv("PATH", QFile::encodeName(place.path()) + ':' + path);
        const auto restore = qScopeGuard([&] { qputenv("PATH", path); });
        const EngineAddress address = EngineAddress::fromText("cluster");
        QCOMPARE(address.command, (QStringList{"ssh", "-T", "cluster", "foldmeter", "worker"}));
        QVERIFY(address.remote);
        history::History history(place.filePath("history").toStdString());
        EngineProcess engine(address);
        JobQueue queue(&engine, &history);
        const int number = queue.add(job("far", 1));
        WAIT(isOver(queue.entry(number)->state.phase));
        QVERIFY2(queue.entry(number)->state.phase == JobPhase::Finished, qPrintable(queue.entry(number)->reason));
        QCOMPARE(history.run(queue.entry(number)->run)->samples, 5);
        EngineProcess wrong(EngineAddress::fromText("ssh -T elsewhere foldmeter worker"));
        JobQueue nowhere(&wrong, nullptr);
        const int refused = nowhere.add(job("nowhere", 1));
        WAIT(isOver(nowhere.entry(refused)->state.phase));
        QVERIFY2(nowhere.entry(refused)->reason.contains("elsewhere"), qPrintable(nowhere.entry(refused)->reason));
    }
    void lowPriorityIsGivenBack() {
        Workshop shop;
        QueueJob low = job("low", 1);
        low.lowPriority = true;
        const int first = shop.queue.add(low);
        WAIT(shop.over(first));
        const qint64 before = shop.engine.processId();
        const int second = shop.queue.add(job("normal", 1));
        WAIT(shop.over(second));
        QCOMPARE(shop.phase(second), JobPhase::Finished);
        QVERIFY(shop.engine.processId() != before);   // a process that stepped back stays back
    }

    // Killed at any moment: the window lives, the run is marked with the reason, what was finished is there and whole,
    // the next job runs.
    void randomKillsLoseNothing() {
        const int kills = qEnvironmentVariableIntValue("FOLDMETER_TEST_KILLS") > 0 ? qEnvironmentVariableIntValue("FOLDMETER_TEST_KILLS") : 100;
        Workshop shop;
        QRandomGenerator random(20);
        int whileRunning = 0, withSamples = 0, samples = 0;
        for (int kill = 0; kill < kills; ++kill) {
            const int number = shop.queue.add(job(QString::number(kill), 200));
            WAIT(shop.engine.processId() != 0);
            if (kill % 2 == 1) WAIT(!shop.queue.entry(number)->state.samples.empty());   // half of them late enough to have something to lose
            QTest::qWait(static_cast<int>(random.bounded(kill % 2 == 1 ? 150 : 700)));
            ::kill(static_cast<pid_t>(shop.engine.processId()), SIGKILL);
            WAIT(shop.over(number));
            const QueueEntry& entry = *shop.queue.entry(number);
            QCOMPARE(entry.state.phase, JobPhase::Failed);
            QVERIFY2(entry.reason.contains("ended from outside"), qPrintable(entry.reason));
            if (entry.run == 0) continue;   // before it had a folder
            ++whileRunning;
            const history::Run run = *shop.history.run(entry.run);
            QCOMPARE(static_cast<int>(run.record.state), static_cast<int>(history::RunState::Failed));
            QCOMPARE(run.record.reason, entry.reason.toStdString());
            QVERIFY(run.samples >= static_cast<int>(entry.state.samples.size()));
            for (const worker::SampleEvent& sample : entry.state.samples) {
                const std::string name = "seed-" + std::to_string(sample.seed) + "_sample-" + std::to_string(sample.sample), stem = name + "/trp-cage_" + name;
                for (const char* ending : {"_confidences.json", "_summary_confidences.json"}) json::parse(readText(run.folder / (stem + ending)), ending);
                QVERIFY(readText(run.folder / (stem + "_model.cif")).ends_with("#\n"));
            }
            withSamples += entry.state.samples.empty() ? 0 : 1;
            samples += static_cast<int>(entry.state.samples.size());
            shop.queue.clearFinished();
        }
        qInfo("%d kills: %d with a folder, %d with finished samples (%d in all)", kills, whileRunning, withSamples, samples);
        const int after = shop.queue.add(job("after", 1));
        WAIT(shop.over(after));
        QCOMPARE(shop.phase(after), JobPhase::Finished);
        QCOMPARE(shop.history.list().size(), static_cast<std::size_t>(whileRunning + 1));
        QCOMPARE(shop.history.rebuild(), whileRunning + 1);
    }
};

FOLDMETER_TEST(tst_job_queue_slow)
#include "tst_job_queue_slow.moc"
