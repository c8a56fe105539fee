// Tuning of compiled programs: what is tried, recorded, reused and obeyed. The statistics of a trial: tst_trial.
#include "base/error.h"
#include "base/file.h"
#include "runtime/program.h"
#include "runtime/tuning_record.h"
#include "support/repeat_graphs.h"
#include "support/run_program.h"
#include "support/test_main.h"

#include <QTemporaryDir>

using namespace foldmeter;
using namespace foldmeter::runtime;
using namespace foldmeter::test;
namespace fs = std::filesystem;

class tst_autotune : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void everyCandidateIsRecorded();
    void neighboursAndOtherContextsReuse();
    void recordsAreObeyed();
    void switchedOff_data();
    void switchedOff();
    void levelTwoLeavesOutWhatCannotPay();
    void theBudgetIsShared();
    void candidatesAreVerified();
    void strictIsBitIdentical();
    void forcedMatmulsLimitTheCandidates();
    void aDamagedRecordIsReplaced_data();
    void aDamagedRecordIsReplaced();

private:
    Context context(int level) {
        Context context = contextWith(m_pool);
        context.settings.cache = CacheUse::ReadWrite;
        context.settings.cacheFolder = fs::path(m_folder->path().toStdString()) / "code";
        context.settings.autotune = level;
        return context;
    }
    fs::path recordFile() const {
        for (const auto& file : fs::directory_iterator(fs::path(m_folder->path().toStdString()) / "code"))
            if (file.path().filename().string().starts_with("tuning-")) return file.path();
        return {};
    }
    ThreadPool m_pool{2};
    std::unique_ptr<QTemporaryDir> m_folder;
};

namespace {
const ir::Sizes sizes{{"tokens", 60}};

std::string implementations(const Program& program) {
    std::string text;
    for (const KernelRecord& kernel : program.kernelRecords()) text += kernel.implementation + ";";
    return text;
}
}  // namespace

void tst_autotune::everyCandidateIsRecorded() {
    const ir::Graph graph = repeat_graphs::residual();
    const auto program = compile(graph, DType::F32, context(3));
    QVERIFY(program->candidateRecords().empty());
    const auto bound = program->bind(sizes);
    QVERIFY(differenceFromInterpreter(*bound, graph, randomInputs(graph, sizes)) < 2e-5);
    const std::vector<CandidateRecord> records = program->candidateRecords();
    QVERIFY(records.size() >= 2);
    std::map<std::string, int> chosen;
    for (const CandidateRecord& record : records) {
        chosen[record.site] += record.chosen;
        QVERIFY2(record.seconds > 0, record.schedule.c_str());
        if (record.chosen) QVERIFY(!record.reason.empty());
    }
    for (const auto& [site, count] : chosen) QVERIFY2(count == 1, site.c_str());
    QVERIFY(program->compileRecord().autotune > 0);
    QVERIFY(fs::exists(recordFile()));
}

void tst_autotune::neighboursAndOtherContextsReuse() {
    const ir::Graph graph = repeat_graphs::residual();
    const auto program = compile(graph, DType::F32, context(3));
    program->bind(sizes);
    const double spent = program->compileRecord().autotune;
    const std::size_t records = program->candidateRecords().size();
    program->bind({{"tokens", 65}});
    QCOMPARE(program->compileRecord().autotune, spent);
    program->bind({{"tokens", 700}});
    QVERIFY(program->compileRecord().autotune > spent);
    QVERIFY(program->candidateRecords().size() > records);
    for (const int level : {1, 3}) {
        const auto other = compile(graph, DType::F32, context(level));
        QCOMPARE(other->compileRecord().cache, std::string("hit"));
        other->bind(sizes);
        QCOMPARE(other->compileRecord().autotune, 0.0);
        QCOMPARE(other->compileRecord().kernelsCompiled, std::size_t{0});
        QVERIFY(other->candidateRecords().size() > records);
    }
}

// A choice planted in the record is what runs.
void tst_autotune::recordsAreObeyed() {
    const ir::Graph graph = repeat_graphs::residual();
    {
        const auto program = compile(graph, DType::F32, context(3));
        program->bind(sizes);
    }
    TuningRecord planted;
    const TuningRecord found = TuningRecord::fromJson(readText(recordFile()), "");
    for (TunedSite site : found.sites()) {
        site.choice = "rows=48";
        planted.add(site);
    }
    writeAtomically(recordFile(), planted.toJson());
    const auto program = compile(graph, DType::F32, context(1));
    const auto bound = program->bind(sizes);
    QVERIFY2(implementations(*program).find("rows=48") != std::string::npos, implementations(*program).c_str());
    QVERIFY(differenceFromInterpreter(*bound, graph, randomInputs(graph, sizes)) < 2e-5);
    program->bind({{"tokens", 2000}});   // no neighbour: the default
    QVERIFY(implementations(*program).find("rows=48") == std::string::npos);
    const auto untuned = compile(graph, DType::F32, context(0));
    untuned->bind(sizes);
    QVERIFY(implementations(*untuned).find("rows=48") == std::string::npos);
}

void tst_autotune::switchedOff_data() {
    QTest::addColumn<int>("level");
    QTest::addColumn<bool>("strict");
    QTest::addColumn<double>("budget");
    QTest::addRow("level 0") << 0 << false << 10.0;
    QTest::addRow("level 1, nothing recorded") << 1 << false << 10.0;
    QTest::addRow("strict") << 4 << true << 10.0;
    QTest::addRow("no budget") << 3 << false << 0.0;
}

void tst_autotune::switchedOff() {
    QFETCH(int, level);
    QFETCH(bool, strict);
    QFETCH(double, budget);
    Context off = context(level);
    off.settings.strict = strict;
    off.settings.autotuneBudget = budget;
    const auto program = compile(repeat_graphs::residual(), DType::F32, off);
    program->bind(sizes);
    QCOMPARE(program->compileRecord().autotune, 0.0);
    QVERIFY(program->candidateRecords().empty());
}

// A microsecond a run cannot win back a trial; that is remembered, and level 3 tries all the same.
void tst_autotune::levelTwoLeavesOutWhatCannotPay() {
    const ir::Sizes few{{"tokens", 2}};
    for (int process = 0; process < 2; ++process) {
        const auto program = compile(repeat_graphs::residual(), DType::F32, context(2));
        program->bind(few);
        const std::vector<CandidateRecord> records = program->candidateRecords();
        QVERIFY(!records.empty());
        for (const CandidateRecord& record : records) QVERIFY2(record.chosen && record.reason.find("too short") != std::string::npos, record.reason.c_str());
        QCOMPARE(program->compileRecord().autotune > 0, process == 0);
    }
    const auto program = compile(repeat_graphs::residual(), DType::F32, context(3));
    program->bind(few);
    QVERIFY(program->candidateRecords().size() > 1);
}

void tst_autotune::theBudgetIsShared() {
    const Context shared = context(3);
    shared.ledger->autotuneNanoseconds = static_cast<std::int64_t>(shared.settings.autotuneBudget * 1e9);
    const auto program = compile(repeat_graphs::residual(), DType::F32, shared);
    program->bind(sizes);
    QVERIFY(program->candidateRecords().empty());
}

void tst_autotune::candidatesAreVerified() {
    const auto program = compile(repeat_graphs::nested(), DType::F32, context(4));
    program->bind(sizes);
    QVERIFY(!program->candidateRecords().empty());
    for (const CandidateRecord& record : program->candidateRecords()) QVERIFY2(record.chosen || record.reason == "verified", record.reason.c_str());
}

void tst_autotune::strictIsBitIdentical() {
    const ir::Graph graph = repeat_graphs::nested();
    const TensorMap inputs = randomInputs(graph, sizes);
    std::vector<Tensor> results;
    for (const bool tunedBefore : {false, true}) {
        if (tunedBefore) compile(graph, DType::F32, context(3))->bind(sizes);
        Context strict = context(3);
        strict.settings.strict = true;
        const auto program = compile(graph, DType::F32, strict);
        const auto bound = program->bind(sizes);
        for (const auto& [name, value] : inputs) bound->setInput(name, value);
        bound->run();
        results.push_back(Tensor(DType::F32, bound->output("x").extents(), Buffer::copyOf(bound->output("x").bytes())));
    }
    QVERIFY(std::ranges::equal(results[0].bytes(), results[1].bytes()));
}

void tst_autotune::forcedMatmulsLimitTheCandidates() {
    const ir::Graph graph = repeat_graphs::nested();
    for (const auto choice : {MatmulChoice::Library, MatmulChoice::Generated}) {
        Context forced = context(3);
        forced.settings.matmul = choice;
        const auto program = compile(graph, DType::F32, forced);
        const auto bound = program->bind(sizes);
        QVERIFY(differenceFromInterpreter(*bound, graph, randomInputs(graph, sizes)) < 2e-5);
        QCOMPARE(bound->bindRecord().libraryPrimitivesCreated > 0, choice == MatmulChoice::Library);
        const std::string other = choice == MatmulChoice::Library ? "generated" : "library";
        for (const CandidateRecord& record : program->candidateRecords())
            if (record.chosen) QVERIFY2(record.schedule.find(other) == std::string::npos, record.schedule.c_str());
    }
}

void tst_autotune::aDamagedRecordIsReplaced_data() {
    QTest::addColumn<QString>("text");
    TuningRecord record;
    record.add({"abc", "k", "", 1, 2, "rows=many", "", {}});
    QTest::addRow("cut") << "{";
    QTest::addRow("a choice that is none") << QString::fromStdString(record.toJson());
}

void tst_autotune::aDamagedRecordIsReplaced() {
    QFETCH(QString, text);
    const ir::Graph graph = repeat_graphs::residual();
    compile(graph, DType::F32, context(3))->bind(sizes);
    writeAtomically(recordFile(), text.toStdString());
    std::string note;
    Context noting = context(3);
    noting.log = [&](LogLevel, const std::string& said) { note = said; };
    const auto program = compile(graph, DType::F32, noting);
    QVERIFY2(note.find("tuned again") != std::string::npos, note.c_str());
    program->bind(sizes);
    QVERIFY(program->compileRecord().autotune > 0);
    QVERIFY(!TuningRecord::fromJson(readText(recordFile()), "").sites().empty());
}

FOLDMETER_TEST(tst_autotune)
#include "tst_autotune.moc"
