// Tuning on a device, on the double of the driver, whose clock moves by the work that is done and by nothing else: what is
// chosen follows that clock, is recorded with all that lost, travels with the cache, and is found again by the next process.
#include "support/repeat_graphs.h"
#include "support/run_program.h"
#include "virtual_gpu/virtual_driver.h"

#include "base/file.h"
#include "runtime/cache.h"
#include "runtime/compute_device.h"
#include "runtime/tuning_record.h"
#include "targets/cuda/schedule.h"

#include <QTemporaryDir>

#include <fstream>
#include <set>

using namespace foldmeter;
using namespace foldmeter::runtime;
using namespace foldmeter::test;
namespace fs = std::filesystem;

namespace {

const ir::Sizes sizes{{"tokens", 60}};

std::string implementations(const Program& program) {
    std::string text;
    for (const KernelRecord& kernel : program.kernelRecords()) text += kernel.implementation + ";";
    return text;
}

}  // namespace

class tst_device_tuning_slow : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY2(m_driver.found(), "the driver that was found is not the double"); }
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void cleanup() { m_driver.reset(); }

    void theClockDecides();
    void neighboursAndOtherProcessesReuse();
    void recordsAreObeyed();
    void recordsTravelWithTheCache();
    void aRecordOfAnotherDeviceIsRefused();
    void anotherDriverTunesAnew();
    void switchedOff_data();
    void switchedOff();
    void candidatesAreVerified();
    void candidatesFitTheDevice();

private:
    Context context(int level, const std::string& folder = "code") {
        Context context = contextWith(m_pool);
        context.settings.target = "cuda";
        context.settings.cache = CacheUse::ReadWrite;
        context.settings.cacheFolder = fs::path(m_folder->path().toStdString()) / folder;
        context.settings.autotune = level;
        context.settings.autotuneBudget = 1000;
        context.log = [this](LogLevel, const std::string& text) { m_log += text + "\n"; };
        context.device = ComputeDevice::openFor(context.settings, {});
        return context;
    }
    std::vector<fs::path> recordFiles(const std::string& folder = "code") const {
        std::vector<fs::path> files;
        for (const auto& file : fs::directory_iterator(fs::path(m_folder->path().toStdString()) / folder))
            if (file.path().filename().string().starts_with("tuning-")) files.push_back(file.path());
        return files;
    }
    void tuneInto(const std::string& folder) { compile(m_graph, DType::F32, context(3, folder))->bind(sizes); }

    const test::VirtualDriver m_driver;
    const ir::Graph m_graph = repeat_graphs::residual();
    ThreadPool m_pool{2};
    std::unique_ptr<QTemporaryDir> m_folder;
    std::string m_log;
};

void tst_device_tuning_slow::theClockDecides() {
    const auto program = compile(m_graph, DType::F32, context(3));
    QVERIFY(program->candidateRecords().empty());
    const auto bound = program->bind(sizes);
    QVERIFY(differenceFromInterpreter(*bound, m_graph, randomInputs(m_graph, sizes)) < 2e-5);
    const TuningRecord record = TuningRecord::fromJson(readText(recordFiles().at(0)), "");
    QVERIFY(record.machine().find("Virtual GPU") != std::string::npos);
    int timed = 0;
    for (const TunedSite& site : record.sites()) {
        QVERIFY(!site.reason.empty());
        const auto secondsOf = [&](const std::string& schedule) {
            return std::find_if(site.candidates.begin(), site.candidates.end(), [&](const TimedCandidate& each) { return each.schedule == schedule; })->seconds;
        };
        QVERIFY(secondsOf("default") > 0 && secondsOf(site.choice) > 0);
        double least = secondsOf("default");
        for (const TimedCandidate& candidate : site.candidates) {
            if (candidate.seconds > 0) least = std::min(least, candidate.seconds);
            timed += candidate.seconds > 0;
            QVERIFY2(candidate.seconds > 0 ? candidate.note.starts_with("warm") : candidate.note.starts_with("left out: "), candidate.note.c_str());
        }
        if (least < 0.97 * secondsOf("default")) QCOMPARE(secondsOf(site.choice), least);
        else QCOMPARE(site.choice, std::string("default"));
    }
    QVERIFY(timed > static_cast<int>(record.sites().size()));
    tuneInto("again");   // the same clock, the same record
    QCOMPARE(readText(recordFiles("again").at(0)), readText(recordFiles().at(0)));
}

void tst_device_tuning_slow::neighboursAndOtherProcessesReuse() {
    const auto program = compile(m_graph, DType::F32, context(3));
    program->bind(sizes);
    const double spent = program->compileRecord().autotune;
    QVERIFY(spent > 0);
    program->bind({{"tokens", 65}});
    QCOMPARE(program->compileRecord().autotune, spent);
    program->bind({{"tokens", 300}});
    QVERIFY(program->compileRecord().autotune > spent);
    for (const int level : {1, 3}) {
        const auto other = compile(m_graph, DType::F32, context(level));
        QCOMPARE(other->compileRecord().cache, std::string("hit"));
        other->bind(sizes);
        QCOMPARE(other->compileRecord().autotune, 0.0);
        QCOMPARE(other->compileRecord().kernelsCompiled, std::size_t{0});
        QVERIFY(!other->candidateRecords().empty());
    }
}

// A choice planted in the record is what runs, and computes the same.
void tst_device_tuning_slow::recordsAreObeyed() {
    tuneInto("code");
    const fs::path file = recordFiles().at(0);
    TuningRecord planted = TuningRecord::fromJson(readText(file), "");
    std::set<std::string> choices;
    for (TunedSite site : std::vector<TunedSite>(planted.sites())) {
        site.choice = site.candidates.back().schedule;
        choices.insert(site.choice);
        planted.add(site);
    }
    std::ofstream(file) << planted.toJson();
    const auto program = compile(m_graph, DType::F32, context(1));
    const auto bound = program->bind(sizes);
    for (const std::string& choice : choices) QVERIFY2(implementations(*program).find(choice) != std::string::npos, implementations(*program).c_str());
    const TensorMap inputs = randomInputs(m_graph, sizes);
    QVERIFY(differenceFromInterpreter(*bound, m_graph, inputs) < 2e-5);
    QVERIFY(differenceFromInterpreter(*bound, m_graph, inputs) < 2e-5);   // as a graph
}

void tst_device_tuning_slow::recordsTravelWithTheCache() {
    tuneInto("code");
    const fs::path folder(m_folder->path().toStdString()), file = folder / "cache.tar";
    exportCache(folder / "code", file);
    fs::create_directory(folder / "there");
    importCache(folder / "there", file);
    const auto program = compile(m_graph, DType::F32, context(1, "there"));
    program->bind(sizes);
    QVERIFY(!program->candidateRecords().empty());
    QCOMPARE(program->compileRecord().kernelsCompiled, std::size_t{0});
}

void tst_device_tuning_slow::aRecordOfAnotherDeviceIsRefused() {
    tuneInto("code");
    const fs::path file = recordFiles().at(0);
    TuningRecord stale = TuningRecord::fromJson(readText(file), "");
    stale.setMachine("another device, driver 12.4");
    std::ofstream(file) << stale.toJson();
    m_log.clear();
    const auto program = compile(m_graph, DType::F32, context(1));
    QVERIFY2(m_log.find("holds for another device, driver 12.4") != std::string::npos, m_log.c_str());
    QVERIFY(program->candidateRecords().empty());
}

void tst_device_tuning_slow::anotherDriverTunesAnew() {
    tuneInto("code");
    m_driver.order("driver:12040");
    const auto program = compile(m_graph, DType::F32, context(3));
    QVERIFY(program->candidateRecords().empty());
    program->bind(sizes);
    QVERIFY(program->compileRecord().autotune > 0);
    QCOMPARE(recordFiles().size(), std::size_t{2});
}

void tst_device_tuning_slow::switchedOff_data() {
    QTest::addColumn<int>("level");
    QTest::addColumn<double>("budget");
    QTest::addColumn<bool>("strict");
    QTest::newRow("level 0") << 0 << 10.0 << false;
    QTest::newRow("level 1") << 1 << 10.0 << false;
    QTest::newRow("no budget") << 3 << 0.0 << false;
    QTest::newRow("strict") << 3 << 10.0 << true;
}
void tst_device_tuning_slow::switchedOff() {
    QFETCH(int, level);
    QFETCH(double, budget);
    QFETCH(bool, strict);
    Context with = context(level);
    with.settings.autotuneBudget = budget;
    with.settings.strict = strict;
    const auto program = compile(m_graph, DType::F32, with);
    program->bind(sizes);
    QVERIFY(program->candidateRecords().empty());
    QVERIFY(recordFiles().empty());
}

void tst_device_tuning_slow::candidatesAreVerified() {
    const auto program = compile(m_graph, DType::F32, context(4));
    program->bind(sizes);
    const TuningRecord record = TuningRecord::fromJson(readText(recordFiles().at(0)), "");
    int verified = 0;
    for (const TunedSite& site : record.sites())
        for (const TimedCandidate& candidate : site.candidates) {
            QVERIFY2(candidate.note.find("differs") == std::string::npos, candidate.note.c_str());
            verified += candidate.note == "warm, verified";
        }
    QVERIFY(verified > static_cast<int>(record.sites().size()));
}

void tst_device_tuning_slow::candidatesFitTheDevice() {
    QCOMPARE(cuda::Schedule::fromText("rows=32 blocks=6").toText(), std::string("rows=32 blocks=6"));
    QVERIFY_EXCEPTION_THROWN(cuda::Schedule::fromText("rows=-1"), InputError);
    QVERIFY_EXCEPTION_THROWN(cuda::Schedule::fromText("threads=2"), InputError);
}

FOLDMETER_TEST(tst_device_tuning_slow)
#include "tst_device_tuning_slow.moc"
