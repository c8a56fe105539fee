// Code of programs through the compile cache: another process finds it, damage is noticed and repaired.
#include "base/error.h"
#include "base/file.h"
#include "runtime/cache.h"
#include "runtime/program.h"
#include "support/repeat_graphs.h"
#include "support/run_program.h"
#include "support/test_main.h"

#include <QCoreApplication>
#include <QProcess>
#include <QTemporaryDir>

using namespace foldmeter;
using namespace foldmeter::runtime;
using namespace foldmeter::test;
namespace fs = std::filesystem;

class tst_program_cache : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void theSecondContextCompilesNothing();
    void readKeepsNothing();
    void anotherScheduleIsAnotherEntry();
    void damagedEntriesAreMadeAgain();
    void rubbishUnderARightChecksumIsMadeAgain();
    void aFolderOpenToOthersIsNotUsed();
    void aProcessCompilesAlone();
    void processesCompileAtOnce();

private:
    struct Made {
        CompileRecord record;
        double difference = 0;
    };
    Context context() {
        Context context = contextWith(m_pool);
        context.settings.cache = CacheUse::ReadWrite;
        context.settings.cacheFolder = folder();
        context.log = [this](LogLevel, const std::string& text) { m_notes.push_back(text); };
        return context;
    }
    Made make(const Context& context) {
        const ir::Graph graph = repeat_graphs::nested();
        const ir::Sizes sizes{{"tokens", 9}};
        const auto program = compile(graph, DType::F32, context);
        const auto bound = program->bind(sizes);
        return {program->compileRecord(), differenceFromInterpreter(*bound, graph, randomInputs(graph, sizes))};
    }
    fs::path folder() const { return fs::path(m_folder->path().toStdString()) / "code"; }
    fs::path onlyEntry() const {
        for (const auto& file : fs::directory_iterator(folder()))
            if (file.path().extension() == ".code") return file.path();
        return {};
    }

    ThreadPool m_pool{2};
    std::unique_ptr<QTemporaryDir> m_folder;
    std::vector<std::string> m_notes;
};

void tst_program_cache::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    m_notes.clear();
}

void tst_program_cache::theSecondContextCompilesNothing() {
    const Made first = make(context());
    QCOMPARE(first.record.cache, std::string("miss"));
    QVERIFY(first.record.kernelsCompiled > 0);
    QVERIFY(first.difference < 1e-5);
    const Made second = make(context());
    QCOMPARE(second.record.cache, std::string("hit"));
    QCOMPARE(second.record.kernelsCompiled, std::size_t{0});
    QVERIFY(second.difference < 1e-5);
    QVERIFY(m_notes.empty());
    const std::vector<CacheItem> items = listCache(folder());
    QCOMPARE(items.size(), std::size_t{1});
    QCOMPARE(items[0].program, std::string("nested"));
    QVERIFY(items[0].compiler.starts_with("llvm "));
    QCOMPARE(items[0].kernels, first.record.kernelsCompiled);
}

void tst_program_cache::readKeepsNothing() {
    Context reading = context();
    reading.settings.cache = CacheUse::Read;
    QCOMPARE(make(reading).record.cache, std::string("miss"));
    QVERIFY(!fs::exists(folder()));
    make(context());
    QCOMPARE(make(reading).record.cache, std::string("hit"));
}

void tst_program_cache::anotherScheduleIsAnotherEntry() {
    make(context());
    Context library = context();
    library.settings.matmul = MatmulChoice::Library;
    const Made made = make(library);
    QCOMPARE(made.record.cache, std::string("miss"));
    QVERIFY(made.difference < 1e-5);
    QCOMPARE(make(library).record.cache, std::string("hit"));
    QCOMPARE(make(context()).record.cache, std::string("hit"));
    Context unfused = context();
    unfused.settings.fusion = false;
    QCOMPARE(make(unfused).record.cache, std::string("miss"));
}

// Every byte of an entry is tried in tst_cache; here some, through the whole program.
void tst_program_cache::damagedEntriesAreMadeAgain() {
    make(context());
    const std::string sound = readText(onlyEntry());
    for (const double at : {0.0, 0.001, 0.2, 0.5, 0.9, 0.999999}) {
        std::string damaged = sound;
        damaged[static_cast<std::size_t>(at * static_cast<double>(damaged.size()))] ^= 4;
        writeAtomically(onlyEntry(), damaged);
        m_notes.clear();
        const Made made = make(context());
        QCOMPARE(made.record.cache, std::string("miss"));
        QVERIFY2(made.record.cacheReason.find("damaged") != std::string::npos, made.record.cacheReason.c_str());
        QVERIFY(made.difference < 1e-5);
        QCOMPARE(m_notes.size(), std::size_t{1});
        QCOMPARE(make(context()).record.cache, std::string("hit"));
    }
}

// An entry that is as it was written, but holds no usable code.
void tst_program_cache::rubbishUnderARightChecksumIsMadeAgain() {
    make(context());
    const Digest key = Digest::fromHex(onlyEntry().stem().string());
    CodeEntry entry = readEntry(readText(onlyEntry()), key);
    for (CodeChunk& chunk : entry.chunks) chunk.object = std::string(5000, 'x');
    writeAtomically(onlyEntry(), toBytes(entry, key));
    const Made made = make(context());
    QCOMPARE(made.record.cache, std::string("miss"));
    QVERIFY(made.difference < 1e-5);
    QCOMPARE(make(context()).record.cache, std::string("hit"));
}

void tst_program_cache::aFolderOpenToOthersIsNotUsed() {
    make(context());
    fs::permissions(folder(), fs::perms::others_write, fs::perm_options::add);
    const Made made = make(context());
    QCOMPARE(made.record.cache, std::string("off"));
    QVERIFY2(made.record.cacheReason.find("others may write") != std::string::npos, made.record.cacheReason.c_str());
    QVERIFY(made.difference < 1e-5);
    QCOMPARE(m_notes.size(), std::size_t{1});
}

// Also what the processes of the next test do, in the folder that they are told.
void tst_program_cache::aProcessCompilesAlone() {
    Context own = context();
    if (const char* shared = std::getenv("FOLDMETER_TEST_CACHE")) own.settings.cacheFolder = shared;
    for (int n = 0; n < 2; ++n) QVERIFY(make(own).difference < 1e-5);
    QVERIFY(m_notes.empty());
}

void tst_program_cache::processesCompileAtOnce() {
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert("FOLDMETER_TEST_CACHE", QString::fromStdString(folder().string()));
    std::vector<std::unique_ptr<QProcess>> processes;
    for (int n = 0; n < 3; ++n) {
        processes.push_back(std::make_unique<QProcess>());
        processes.back()->setProcessEnvironment(environment);
        processes.back()->start(QCoreApplication::applicationFilePath(), {"tst_program_cache", "aProcessCompilesAlone"});
    }
    for (const auto& process : processes) {
        QVERIFY(process->waitForFinished(60000));
        QVERIFY2(process->exitCode() == 0, process->readAllStandardOutput().constData());
    }
    const std::vector<CacheItem> items = listCache(folder());
    QCOMPARE(items.size(), std::size_t{1});
    QVERIFY(items[0].problem.empty());
    QCOMPARE(make(context()).record.cache, std::string("hit"));
}

FOLDMETER_TEST(tst_program_cache)
#include "tst_program_cache.moc"
