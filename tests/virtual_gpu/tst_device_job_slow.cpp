// A whole job on the double: the device fails for good in the second of three seeds; what was finished stays, and another
// process goes on where it ended.
#include "virtual_gpu/virtual_driver.h"

#include "predict/run_job.h"
#include "predict/session.h"

#include <QTemporaryDir>

#include <filesystem>

using namespace foldmeter;

namespace {

features::FoldInput peptide() {
    features::Entity entity;
    entity.ids = {"A"};
    entity.sequence = "GASG";
    entity.unpairedMsa = "";
    entity.pairedMsa = "";
    features::FoldInput input;
    input.name = input.sanitisedName = input.file = "peptide";
    input.seeds = {1, 2, 3};
    input.entities = {entity};
    return input;
}

}  // namespace

class tst_device_job_slow : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsWhatWasFinished();

private:
    // `watch` may order faults.
    predict::JobOutcome run(bool resume, const predict::JobWatch& watch, bool& lost) {
        predict::SessionOptions options;
        options.settings.set("target", "cuda");
        options.settings.set("precision", "f32");
        options.settings.threads = 1;   // nothing waits for a worker that is not there
        options.settings.autotune = 0;
        options.settings.cacheFolder = m_folder.path().toStdString() + "/cache";
        options.msaRows = 1;
        const CancelFlag cancel;
        predict::Session session(options, &cancel, [this](LogLevel, const std::string& text) { m_log += text + "\n"; });
        predict::JobRequest request{.input = peptide(), .outputParent = m_folder.path().toStdString() + "/out", .predict = {.recycles = 0, .steps = 1, .samples = 1}};
        request.resume = resume;
        const predict::JobOutcome outcome = predict::runJob(session, request, watch);
        lost = session.deviceLost();
        return outcome;
    }

    const test::VirtualDriver m_driver;
    QTemporaryDir m_folder;
    std::string m_log;
};

void tst_device_job_slow::keepsWhatWasFinished() {
    QVERIFY2(m_driver.found(), "the driver that was found is not the double");
    bool lost = false;
    const predict::JobOutcome broken = run(false, {.sampleWritten = [this](const report::RankedSample&) { m_driver.order("launch:20"); }}, lost);
    QVERIFY(lost);
    QCOMPARE(broken.samples.size(), std::size_t{1});
    QCOMPARE(broken.failures.size(), std::size_t{1});   // the third seed was not begun
    QCOMPARE(broken.failures.front().seed, 2u);
    QVERIFY2(broken.failures.front().text.find("CUDA_ERROR_LAUNCH_FAILED") != std::string::npos, broken.failures.front().text.c_str());
    QCOMPARE(predict::exitCodeOf(broken), 4);
    QVERIFY(std::filesystem::exists(broken.folder / "seed-1_sample-0"));
    QCOMPARE(broken.timing.device.kind, std::string("cuda"));

    m_driver.reset();   // another process
    const predict::JobOutcome whole = run(true, {}, lost);
    QVERIFY(!lost);
    QCOMPARE(whole.resumedSeeds, 1);
    QCOMPARE(whole.samples.size(), std::size_t{3});
    QVERIFY(whole.failures.empty());
    for (const report::ProgramTiming& program : whole.timing.programs) QVERIFY2(program.kernelsCompiled == 0, program.name.c_str());
}

FOLDMETER_TEST(tst_device_job_slow)
#include "tst_device_job_slow.moc"
