// Programs through the compile cache: nothing is traced twice, nothing that is not sound is used.
#include "runtime/program_entry.h"

#include "base/error.h"
#include "base/file.h"
#include "passes/pass.h"
#include "runtime/program_fields.h"
#include "support/repeat_graphs.h"
#include "support/run_program.h"
#include "support/test_main.h"

#include <QTemporaryDir>

using namespace foldmeter;
using namespace foldmeter::runtime;
using namespace foldmeter::test;
namespace fs = std::filesystem;

class tst_program_entry : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void anEntryComesBack_data();
    void anEntryComesBack();
    void anyFlippedByteIsNoticed();
    void indicesArePointedSomewhere_data();
    void indicesArePointedSomewhere();
    void theSecondContextTracesNothing_data();
    void theSecondContextTracesNothing();
    void whatDecidesTheProgramIsInItsKey();
    void verifiedTuningNeedsTheGraph();
    void damagedEntriesAreMadeAgain();
    void stopsInEveryStage_data();
    void stopsInEveryStage();

private:
    Context context() {
        Context context = contextWith(m_pool);
        context.settings.cache = CacheUse::ReadWrite;
        context.settings.cacheFolder = fs::path(m_folder->path().toStdString()) / "code";
        context.log = [this](LogLevel, const std::string& text) { m_notes.push_back(text); };
        return context;
    }
    ProgramSource sourceOf(const ir::Graph& graph, Digest key = {1, 2}) {
        return {graph.name(), [this, &graph] { return ++m_traced, graph; }, key};
    }
    fs::path only(const std::string& ending) {
        for (const auto& file : fs::directory_iterator(context().settings.cacheFolder))
            if (file.path().extension() == ending) return file.path();
        return {};
    }
    fs::path onlyProgram() { return only(".program"); }

    ThreadPool m_pool{2};
    std::unique_ptr<QTemporaryDir> m_folder;
    std::vector<std::string> m_notes;
    int m_traced = 0;
};

namespace {

const Digest key{77, 5};

ProgramEntry entryOf(const ir::Graph& graph) {
    const ir::Graph passed = passes::runPipeline(graph, {}, nullptr).graph;
    ProgramEntry entry{signatureOf(passed), makeLaunchList(passed), {}};
    for (const Site& site : entry.list.sites) entry.costs.push_back(ir::formulaOf(*site.graph, site.node));
    return entry;
}

bool refuses(const std::string& bytes) {
    try {
        readProgramEntry(bytes, key);
        return false;
    } catch (const InputError&) {
        return true;
    }
}

}  // namespace

void tst_program_entry::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    m_notes.clear();
    m_traced = 0;
}

void tst_program_entry::anEntryComesBack_data() {
    QTest::addColumn<int>("index");
    const auto graphs = repeatGraphs();
    for (int n = 0; n < static_cast<int>(graphs.size()); ++n) QTest::addRow("%s", graphs[static_cast<std::size_t>(n)].name) << n;
}

void tst_program_entry::anEntryComesBack() {
    QFETCH(int, index);
    const ProgramEntry entry = entryOf(repeatGraphs()[static_cast<std::size_t>(index)].make());
    const std::string bytes = toBytes(entry, key);
    const ProgramEntry back = readProgramEntry(bytes, key);
    QVERIFY(back.signature == entry.signature);
    QVERIFY(toBytes(back, key) == bytes);
    QCOMPARE(back.list.sites.size(), entry.list.sites.size());
    for (std::size_t n = 0; n < back.list.kernels.size(); ++n) QCOMPARE(kernels::print(back.list.kernels[n].kernel), kernels::print(entry.list.kernels[n].kernel));
}

void tst_program_entry::anyFlippedByteIsNoticed() {
    const std::string sound = toBytes(entryOf(repeat_graphs::residual()), key);
    QVERIFY(!refuses(sound));
    QVERIFY(refuses(sound + "x"));
    for (std::size_t n = 0; n < sound.size(); n += n < 200 ? 1 : 13) {
        std::string damaged = sound;
        damaged[n] = static_cast<char>(damaged[n] ^ 0x10);
        QVERIFY2(refuses(damaged), std::to_string(n).c_str());
        QVERIFY(refuses(sound.substr(0, n)));
    }
}

// Under a right checksum: whoever wrote it, it must not lead anybody astray.
void tst_program_entry::indicesArePointedSomewhere_data() {
    QTest::addColumn<bool>("ignored");
    for (const char* name : {"site", "kernel", "storage", "loop", "weight", "operand", "argument", "costs", "in place"}) QTest::addRow("%s", name) << true;
}

void tst_program_entry::indicesArePointedSomewhere() {
    const std::string which = QTest::currentDataTag();
    ProgramEntry entry = entryOf(repeat_graphs::residual());
    LaunchList& list = entry.list;
    const auto loop = std::find_if(list.steps.begin(), list.steps.end(), [](const Step& step) { return step.kind == Step::Kind::Loop; });
    QVERIFY(loop != list.steps.end());
    auto& values = std::get<kernels::RowKernel>(list.kernels.front().kernel.body).values;
    const auto computed = std::find_if(values.begin(), values.end(), [](const kernels::TileValue& value) { return !value.operands.empty(); });
    if (which == "site") loop->body.front().site = static_cast<int>(list.sites.size());
    if (which == "kernel") list.sites.front().kernel = -1;
    if (which == "storage") loop->body.front().arguments.front().storage = 1000;
    if (which == "loop") loop->loop = 3;
    if (which == "weight") std::find_if(list.storages.begin(), list.storages.end(), [](const Storage& s) { return s.kind == Storage::Kind::Weight; })->weight = 9;
    if (which == "operand") computed->operands.front() = static_cast<int>(computed - values.begin());
    if (which == "argument") values.front().access.argument = 99;
    if (which == "costs") entry.costs.pop_back();
    if (which == "in place") list.kernels.front().inPlace = {{0, 50}};
    QVERIFY(refuses(toBytes(entry, key)));
}

void tst_program_entry::theSecondContextTracesNothing_data() { anEntryComesBack_data(); }

void tst_program_entry::theSecondContextTracesNothing() {
    QFETCH(int, index);
    const ir::Graph graph = repeatGraphs()[static_cast<std::size_t>(index)].make();
    const ir::Sizes sizes{{"tokens", 6}};
    std::vector<std::string> first;
    for (const int round : {0, 1}) {
        const auto program = compile(sourceOf(graph), DType::F32, context());
        QCOMPARE(m_traced, 1);
        QCOMPARE(program->compileRecord().cache, std::string(round == 0 ? "miss" : "hit"));
        QCOMPARE(program->compileRecord().trace > 0, round == 0);
        QCOMPARE(program->compileRecord().optimize > 0, round == 0);
        const auto bound = program->bind(sizes);
        QVERIFY(differenceFromInterpreter(*bound, graph, randomInputs(graph, sizes)) < 1e-5);
        std::vector<std::string> told;
        for (const KernelRecord& kernel : program->kernelRecords()) {
            told.push_back(kernel.name + kernel.scope + std::to_string(kernel.flops) + std::to_string(kernel.bytes));
            told.insert(told.end(), kernel.origins.begin(), kernel.origins.end());
        }
        if (round == 0) first = told;
        QVERIFY(told == first);
    }
    QVERIFY(m_notes.empty());
}

void tst_program_entry::whatDecidesTheProgramIsInItsKey() {
    const ir::Graph graph = repeat_graphs::nested();
    const auto tracedBy = [&](const Context& context, DType working, Digest source) {
        m_traced = 0;
        compile(sourceOf(graph, source), working, context);
        return m_traced;
    };
    QCOMPARE(tracedBy(context(), DType::F32, {1, 2}), 1);
    QCOMPARE(tracedBy(context(), DType::F32, {1, 3}), 1);
    QCOMPARE(tracedBy(context(), DType::BF16, {1, 2}), 1);
    Context other = context();
    other.settings.fusion = false;
    QCOMPARE(tracedBy(other, DType::F32, {1, 2}), 1);
    other = context();
    other.settings.attention = AttentionChoice::Decomposed;
    QCOMPARE(tracedBy(other, DType::F32, {1, 2}), 1);
    // Neither threads nor the library of products change the program: only its code or its binding.
    other = context();
    other.settings.threads = 1;
    other.settings.matmul = MatmulChoice::Library;
    QCOMPARE(tracedBy(other, DType::F32, {1, 2}), 0);
    QCOMPARE(tracedBy(context(), DType::F32, {1, 2}), 0);
}

void tst_program_entry::verifiedTuningNeedsTheGraph() {
    const ir::Graph graph = repeat_graphs::nested();
    compile(sourceOf(graph), DType::F32, context());
    Context verified = context();
    verified.settings.autotune = 4;
    const auto program = compile(sourceOf(graph), DType::F32, verified);
    QCOMPARE(m_traced, 2);
    QVERIFY(differenceFromInterpreter(*program->bind({{"tokens", 4}}), graph, randomInputs(graph, {{"tokens", 4}})) < 1e-5);
}

void tst_program_entry::damagedEntriesAreMadeAgain() {
    const ir::Graph graph = repeat_graphs::nested();
    compile(sourceOf(graph), DType::F32, context());
    const std::string sound = readText(onlyProgram());
    for (const double at : {0.0, 0.01, 0.3, 0.7, 0.99999}) {
        std::string damaged = sound;
        damaged[static_cast<std::size_t>(at * static_cast<double>(damaged.size()))] ^= 4;
        writeAtomically(onlyProgram(), damaged);
        const std::vector<CacheItem> items = listCache(context().settings.cacheFolder);
        QCOMPARE(std::count_if(items.begin(), items.end(), [](const CacheItem& item) { return !item.problem.empty(); }), 1);
        m_notes.clear();
        m_traced = 0;
        const auto program = compile(sourceOf(graph), DType::F32, context());
        QCOMPARE(m_traced, 1);
        QCOMPARE(program->compileRecord().cache, std::string("miss"));
        QVERIFY2(program->compileRecord().cacheReason.find("damaged") != std::string::npos, program->compileRecord().cacheReason.c_str());
        QCOMPARE(m_notes.size(), std::size_t{1});
        QVERIFY(readText(onlyProgram()) == sound);
    }
    const std::vector<CacheItem> items = listCache(context().settings.cacheFolder);
    QVERIFY(std::any_of(items.begin(), items.end(), [](const CacheItem& item) { return item.kind == "program" && item.program == "nested" && item.kernels > 0; }));
}

void tst_program_entry::stopsInEveryStage_data() {
    QTest::addColumn<QString>("notReached");   // the span of what comes next; "" when there is none by name
    QTest::newRow("reading the program") << "trace";
    QTest::newRow("tracing") << "choose_precision";
    QTest::newRow("code generation") << "generate code";
    QTest::newRow("packing weights") << "autotune";
    QTest::newRow("trials") << "try candidates";
    QTest::newRow("execution") << "";
}

// The flag is raised while the stage is at work. What was begun leaves nothing that harms: the same call then succeeds.
void tst_program_entry::stopsInEveryStage() {
    QFETCH(QString, notReached);
    const std::string stage = QTest::currentDataTag();
    const ir::Graph graph = repeat_graphs::nested();
    const ir::Sizes sizes{{"tokens", 6}};
    const auto attempt = [&](CancelFlag& flag, timeline::Recorder& recorder, const std::string& raiseIn) {
        const auto at = [&](const char* where) {
            if (raiseIn == where) flag.request();
        };
        Context own = context();
        own.cancel = &flag;
        own.recorder = &recorder;
        own.settings.autotune = 3;
        own.settings.autotuneBudget = 0.2;
        own.log = [&](LogLevel, const std::string& text) { at(text.starts_with("program entry") ? "reading the program" : "code generation"); };
        own.weights = [&](const std::string& name) { return at("packing weights"), RandomGraphMaker::weight(name); };
        own.releaseWeight = [&](Bytes) { at("trials"); };   // a weight is packed: what comes next are trials
        ProgramSource source = sourceOf(graph);
        source.trace = [&] { return at("tracing"), graph; };
        const auto bound = compile(source, DType::F32, own)->bind(sizes);
        at("execution");
        return differenceFromInterpreter(*bound, graph, randomInputs(graph, sizes));
    };
    if (stage != "tracing") compile(sourceOf(graph), DType::F32, context());
    for (const char* ending : {".program", ".code"}) {   // damage is told to the log in the middle of the stage
        if (stage == (std::string(ending) == ".code" ? "code generation" : "reading the program")) writeAtomically(only(ending), std::string_view("damaged"));
    }
    CancelFlag flag, calm;
    timeline::Recorder first, second;
    QVERIFY_EXCEPTION_THROWN(attempt(flag, first, stage), Cancelled);
    for (const timeline::Span& span : first.finish().spans) QVERIFY2(QString(span.name.c_str()) != notReached, span.name.c_str());
    QVERIFY(attempt(calm, second, "") < 1e-5);
    for (const CacheItem& item : listCache(context().settings.cacheFolder)) QCOMPARE(item.problem, std::string());
}

FOLDMETER_TEST(tst_program_entry)
#include "tst_program_entry.moc"
