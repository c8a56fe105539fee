// The engine process with the demonstration model: asked, cancelled, held, left alone, sent nonsense.
#include "engine/worker/server/worker_process.h"

#include "base/file.h"
#include "report/run_folder.h"
#include "structure/mmcif.h"

#include <QRegularExpression>
#include <QTemporaryDir>

#include <algorithm>
#include <cmath>
#include <set>

using namespace foldmeter;
using namespace foldmeter::test;
using namespace foldmeter::worker;
namespace fs = std::filesystem;

namespace {

// Atom lines only: the rest of an mmCIF file holds the time.
std::string atomsOf(const fs::path& folder, int seed) {
    const std::string name = "seed-" + std::to_string(seed) + "_sample-0";
    const std::string text = readText(folder / name / ("trp-cage_" + name + "_model.cif"));
    return text.substr(text.find("\nATOM "));
}
int niceOf(qint64 process) {
    const std::string text = readText("/proc/" + std::to_string(process) + "/stat");
    const QStringList fields = QString::fromStdString(text.substr(text.rfind(')') + 2)).split(' ');
    return fields.at(16).toInt();
}

}  // namespace

class tst_server_slow : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_place;
    std::string at(const std::string& name) const { return m_place->path().toStdString() + "/" + name; }
    PredictRequest prediction(std::uint32_t seeds) const { return {.input = exampleInput("trp-cage"), .options = {.seeds = seedsTo(seeds)}, .outputParent = at("out")}; }

private Q_SLOTS:
    void init() { m_place = std::make_unique<QTemporaryDir>(); }

    void saysWhoItIsAndWhatTheMachineOffers() {
        WorkerProcess worker;
        const auto* hello = worker.answer<HelloEvent>(worker.ask(HelloRequest{}));
        QVERIFY(hello && hello->version == protocolVersion && hello->processId == worker.process().processId());
        const auto* devices = worker.answer<DevicesEvent>(worker.ask(DevicesRequest{}));
        QVERIFY(devices && devices->threads > 0 && devices->totalMemory > devices->availableMemory && !devices->cpu.empty() && !devices->gpuNote.empty());
        QVERIFY(!devices->peakF32);
    }
    void plans() {
        WorkerProcess worker;
        const auto* plan = worker.answer<PlanEvent>(worker.ask(PlanRequest{exampleInput("trp-cage"), {.samples = 2, .seeds = seedsTo(3)}}));
        QVERIFY(plan);
        QCOMPARE(plan->tokens, 20);
        QCOMPARE(plan->seeds, 3);
        QCOMPARE(plan->samples, 2);
        QVERIFY(plan->peakBytes > 0 && plan->secondsHigh >= plan->secondsLow && !plan->cache.empty() && !plan->modelWarning.empty());
    }
    void predictsAndTellsHowItGoes() {
        WorkerProcess worker;
        PredictRequest request = prediction(2);
        request.options.settings.cache = CacheUse::Off;   // so that every stage has something to do
        const RequestId job = worker.ask(request);
        const auto* finished = worker.answer<FinishedEvent>(job);
        QVERIFY(finished && !finished->cancelled);
        QCOMPARE(finished->samples, 10);
        QCOMPARE(worker.told<AcceptedEvent>(job).size(), std::size_t{1});
        const StartedEvent started = worker.told<StartedEvent>(job).at(0);
        QCOMPARE(started.folder, at("out/trp-cage"));
        QCOMPARE(started.atoms, 154);
        std::vector<std::string> stages;
        for (const StageEvent& stage : worker.told<StageEvent>(job)) stages.push_back(stage.stage);
        QCOMPARE(stages.front(), std::string("featurise"));
        QCOMPARE(stages.back(), std::string("write"));
        for (const char* stage : {"trace", "optimize", "codegen", "execute"}) QVERIFY2(std::find(stages.begin(), stages.end(), stage) != stages.end(), stage);
        double last = 0;
        for (const ProgressEvent& progress : worker.told<ProgressEvent>(job)) {
            QVERIFY(progress.fraction >= last - 0.2 && progress.fraction <= 1.0001);   // it is an estimate
            last = progress.fraction;
        }
        QVERIFY(last > 0.99);
        QCOMPARE(worker.told<SampleEvent>(job).size(), std::size_t{10});
        QVERIFY(!worker.told<MemoryEvent>(job).empty());
        for (const MemoryEvent& memory : worker.told<MemoryEvent>(job)) QVERIFY(memory.bytes > 10'000'000 && memory.availableBytes > 0);
        QCOMPARE(report::readRunFolder(at("out/trp-cage")).samples.size(), std::size_t{10});
    }
    void livePositionsAreThoseOfTheStructureToBe() {
        WorkerProcess worker;
        PredictRequest request = prediction(1);
        request.live = LivePositions::AllSamples;
        const RequestId job = worker.ask(request);
        QVERIFY(worker.answer<FinishedEvent>(job));
        const AtomsEvent atoms = worker.told<AtomsEvent>(job).at(0);
        QCOMPARE(atoms.chains.size(), std::size_t{154});
        QCOMPARE(atoms.atomNames.at(1), std::string("CA"));
        const auto positions = worker.told<PositionsEvent>(job);
        QVERIFY(positions.size() >= 2);
        const PositionsEvent& end = positions.back();
        QCOMPARE(end.samples, 5);
        QCOMPARE(end.step, end.steps);
        for (const float value : end.values) QVERIFY(std::isfinite(value));
        // The last step is the structure that is written, but for the little noise that was left.
        for (int sample = 0; sample < end.samples; ++sample) {
            const std::string name = "seed-1_sample-" + std::to_string(sample);
            const auto structure = structure::loadStructure(at("out/trp-cage/" + name + "/trp-cage_" + name + "_model.cif"));
            QCOMPARE(structure.atomNames, atoms.atomNames);
            double furthest = 0;
            for (std::size_t atom = 0; atom < structure.atoms(); ++atom)
                for (std::size_t axis = 0; axis < 3; ++axis)
                    furthest = std::max(furthest, std::abs(structure.positions[atom][axis] - static_cast<double>(end.values[(static_cast<std::size_t>(sample) * 154 + atom) * 3 + axis])));
            QVERIFY2(furthest < 0.1, qPrintable(QString::number(furthest)));
        }
    }
    void cancellingKeepsWhatIsFinished() {
        WorkerProcess worker;
        const RequestId job = worker.ask(prediction(500));
        QVERIFY(worker.answer<SampleEvent>(job));
        worker.ask(CancelRequest{job});
        const auto* finished = worker.answer<FinishedEvent>(job, 20);
        QVERIFY(finished && finished->cancelled && finished->samples >= 1 && finished->samples < 2500);
        QCOMPARE(report::readRankingScores(at("out/trp-cage/trp-cage_ranking_scores.csv")).size(), static_cast<std::size_t>(finished->samples));
        QVERIFY(fs::exists(at("out/trp-cage/trp-cage_timing.json")));
        const RequestId next = worker.ask(prediction(1));   // and it goes on working
        QVERIFY(worker.answer<FinishedEvent>(next));
        QVERIFY(!worker.told<FinishedEvent>(next).at(0).cancelled);
    }
    void aJobThatWaitsIsCancelledBeforeItBegins() {
        WorkerProcess worker;
        const RequestId first = worker.ask(prediction(500)), second = worker.ask(prediction(1));
        QVERIFY(worker.answer<SampleEvent>(first));
        worker.ask(CancelRequest{second});
        const auto* failed = worker.answer<FailedEvent>(second, 10);
        QVERIFY(failed);
        QCOMPARE(failed->exitCode, 5);
        worker.ask(CancelRequest{first});
        QVERIFY(worker.answer<FinishedEvent>(first, 20));
    }
    void aHeldJobStandsStillAndGoesOnUnchanged() {
        WorkerProcess worker;
        const RequestId plain = worker.ask(prediction(6));
        QVERIFY(worker.answer<FinishedEvent>(plain));
        const std::string folder = worker.told<StartedEvent>(plain).at(0).folder;
        const RequestId held = worker.ask(prediction(6));
        QVERIFY(worker.answer<ProgressEvent>(held));
        worker.ask(PauseRequest{held});
        const auto* paused = worker.answer<PausedEvent>(held, 10);
        QVERIFY(paused && paused->paused);
        QVERIFY(!worker.until([&](const Event& event) { return std::holds_alternative<ProgressEvent>(event.what) || std::holds_alternative<SampleEvent>(event.what); }, 1));
        worker.ask(ResumeRequest{held});
        QVERIFY(worker.answer<FinishedEvent>(held));
        const std::string second = worker.told<StartedEvent>(held).at(0).folder;
        QVERIFY(second != folder);   // as the reference does: a folder with the time in its name
        for (int seed = 1; seed <= 6; ++seed) QCOMPARE(atomsOf(second, seed), atomsOf(folder, seed));
        const auto timing = report::readRunFolder(second).timing;
        QVERIFY(timing.stages.of(timeline::Category::Other) > 0.9);   // the pause is nobody's work
    }
    void aHeldJobCanBeCancelled() {
        WorkerProcess worker;
        const RequestId job = worker.ask(prediction(500));
        worker.ask(PauseRequest{job});
        QVERIFY(worker.answer<PausedEvent>(job));
        worker.ask(CancelRequest{job});
        QVERIFY(worker.until([&](const Event& event) { return event.id == job && (std::holds_alternative<FinishedEvent>(event.what) || std::holds_alternative<FailedEvent>(event.what)); }, 10));
    }
    void theSecondJobFindsEverythingReady() {
        WorkerProcess worker;
        const RequestId first = worker.ask(prediction(1)), second = worker.ask(prediction(1));
        QVERIFY(worker.answer<FinishedEvent>(first));
        QCOMPARE(worker.told<AcceptedEvent>(second).at(0).ahead, 1);
        QVERIFY(worker.answer<FinishedEvent>(second));
        for (const StageEvent& stage : worker.told<StageEvent>(second)) QVERIFY2(stage.stage != "trace" && stage.stage != "optimize", stage.stage.c_str());
    }
    void compilesAhead() {
        WorkerProcess worker;
        const auto* compiled = worker.answer<CompiledEvent>(worker.ask(CompileRequest{exampleInput("trp-cage"), {}}));
        QVERIFY(compiled && compiled->kernels > 50);
    }

    void tellsWhyAJobFails_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("setting");
        QTest::addColumn<QString>("value");
        QTest::addColumn<int>("exitCode");
        QTest::addColumn<QString>("says");
        const QString sound = QString::fromStdString(readText(sourcePath("resources/examples/trp-cage.json")));
        QTest::newRow("no JSON") << "{" << "" << "" << 2 << "job.json:1";
        QTest::newRow("unknown letter") << QString(sound).replace("NLYIQ", "NL1IQ") << "" << "" << 2 << "job.json";
        QTest::newRow("memory") << sound << "memory-budget" << "1M" << 3 << "memory";
        QTest::newRow("no such device") << sound << "target" << "cuda:7" << 3 << "cuda:7";
    }
    void tellsWhyAJobFails() {
        QFETCH(QString, text);
        QFETCH(QString, setting);
        QFETCH(QString, value);
        QFETCH(int, exitCode);
        QFETCH(QString, says);
        WorkerProcess worker;
        PredictRequest request = prediction(1);
        request.input = {text.toStdString(), "job.json"};
        if (!setting.isEmpty()) request.options.settings.set(setting.toStdString(), value.toStdString());
        const auto* failed = worker.answer<FailedEvent>(worker.ask(request));
        QVERIFY(failed);
        QCOMPARE(failed->exitCode, exitCode);
        QVERIFY2(QString::fromStdString(failed->text).contains(says), failed->text.c_str());
        const RequestId after = worker.ask(prediction(1));
        QVERIFY(worker.answer<FinishedEvent>(after));
    }
    void sendsItsFilesToAnotherDisk() {
        WorkerProcess worker;
        PredictRequest request = prediction(1);
        request.outputParent.clear();
        request.sendFiles = true;
        const RequestId job = worker.ask(request);
        QVERIFY(worker.answer<FinishedEvent>(job));
        std::set<std::string> paths;
        for (const FileEvent& file : worker.told<FileEvent>(job)) {
            QVERIFY(paths.insert(file.path).second);
            QVERIFY(!file.bytes.empty());
        }
        for (const char* path : {"trp-cage_model.cif", "trp-cage_timing.json", "trp-cage.timeline", "seed-1_sample-4/trp-cage_seed-1_sample-4_confidences.json"})
            QVERIFY2(paths.contains(path), path);
        QVERIFY(worker.answer<HelloEvent>(worker.ask(HelloRequest{})));   // it is through with the job
        QVERIFY(!fs::exists(worker.told<StartedEvent>(job).at(0).folder));
    }
    void stepsBackOnRequest() {
        WorkerProcess worker;
        PredictRequest request = prediction(1);
        request.lowPriority = true;
        QVERIFY(worker.answer<FinishedEvent>(worker.ask(request)));
        QCOMPARE(niceOf(worker.process().processId()), 10);
    }
    void endsWhenItsAskerIsGone() {
        WorkerProcess worker;
        const RequestId job = worker.ask(prediction(500));
        QVERIFY(worker.answer<SampleEvent>(job));
        worker.process().closeWriteChannel();
        QVERIFY(worker.process().waitForFinished(15000));
        QCOMPARE(worker.process().exitStatus(), QProcess::NormalExit);
        QVERIFY(fs::exists(at("out/trp-cage/trp-cage_timing.json")));   // cancelled in order
    }
    // A job that runs is told about in the new language from then on.
    void speaksAnotherLanguageWhenAsked() {
        WorkerProcess worker;
        const auto refusal = [&] { return QString::fromStdString(worker.answer<RefusedEvent>(worker.ask(PlanRequest{{"{}", "empty.json"}, {}}))->text); };
        static const QRegularExpression chinese("[\\x{4e00}-\\x{9fff}]");
        QVERIFY2(!refusal().contains(chinese), qPrintable(refusal()));
        worker.ask(LanguageRequest{"zh"});
        QVERIFY2(refusal().contains(chinese), qPrintable(refusal()));
        worker.ask(LanguageRequest{"en"});
        QVERIFY2(!refusal().contains(chinese), qPrintable(refusal()));
    }
    void finishesWhatWasAskedBeforeAShutdown() {
        WorkerProcess worker;
        const RequestId job = worker.ask(prediction(1));
        worker.ask(ShutdownRequest{});
        QVERIFY(worker.answer<FinishedEvent>(job));
        QVERIFY(worker.process().waitForFinished(10000));
        QCOMPARE(worker.process().exitCode(), 0);
    }
    void survivesNonsense_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("text") << QByteArray(200, 'x');
        QTest::newRow("broken head") << QByteArray::fromStdString(toBytes(Request{1, HelloRequest{}})).replace("hello", "\x01\x02\xFF\xFE\x05");
        QTest::newRow("unknown request") << QByteArray::fromStdString(toBytes(Request{1, HelloRequest{}})).replace("hello", "dance");
    }
    void survivesNonsense() {
        QFETCH(QByteArray, bytes);
        WorkerProcess worker;
        worker.write(bytes.toStdString());
        QVERIFY(worker.answer<HelloEvent>(worker.ask(HelloRequest{}), 10));
    }
    void refusesAStreamThatBreaks() {
        WorkerProcess worker;
        QVERIFY(worker.answer<HelloEvent>(worker.ask(HelloRequest{})));
        worker.write("and now for something else entirely");
        QVERIFY(worker.until([](const Event& event) { return std::holds_alternative<RefusedEvent>(event.what); }, 10));
        QVERIFY(worker.process().waitForFinished(10000));
        QCOMPARE(worker.process().exitCode(), 0);
    }
    void speaksInLinesForPeople() {
        QProcess process;
        process.start(QString::fromStdString(programPath("foldmeter")), {"worker", "--text"});
        process.write("{\"request\":\"hello\",\"id\":1}\n\n{\"request\":\"plan\",\"id\":2,\"file\":\"" + QByteArray::fromStdString(exampleInput("trp-cage").file) + "\"}\n");
        process.closeWriteChannel();
        QVERIFY(process.waitForFinished(30000));
        const QByteArray said = process.readAllStandardOutput();
        QVERIFY(said.contains("\"event\":\"hello\",\"id\":1"));
        QVERIFY2(said.contains("\"event\":\"plan\",\"id\":2,\"job\":\"trp-cage\""), said);   // the end of the input is no wish to stop
    }
};

FOLDMETER_TEST(tst_server_slow)
#include "tst_server_slow.moc"
