// Compiled programs against the interpreter.
#include "runtime/program.h"

#include "base/error.h"
#include "support/repeat_graphs.h"
#include "support/run_program.h"
#include "support/test_main.h"

using namespace foldmeter;
using namespace foldmeter::runtime;
using namespace foldmeter::test;

class tst_compile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void repeats_data();
    void repeats();
    void randomGraphs_data();
    void randomGraphs();
    void otherSizesCompileNothing();
    void inputsAreChecked();
    void programsShareOutputs();
    void cancellationStopsBetweenLaunches();
    void spansAndCountersAreKept();
    void memoryBudgetIsKept();
    void predictedBytesAreThoseTaken();
    void theFirstNaNIsFound();

private:
    ThreadPool m_pool{2};
};

void tst_compile::repeats_data() {
    QTest::addColumn<int>("index");
    const auto graphs = repeatGraphs();
    for (int n = 0; n < static_cast<int>(graphs.size()); ++n) QTest::addRow("%s", graphs[static_cast<std::size_t>(n)].name) << n;
}

void tst_compile::repeats() {
    QFETCH(int, index);
    const ir::Graph graph = repeatGraphs()[static_cast<std::size_t>(index)].make();
    const auto program = compile(graph, DType::F32, contextWith(m_pool));
    program->loadWeights();
    for (const std::int64_t tokens : {1, 5, 40}) {
        const ir::Sizes sizes{{"tokens", tokens}};
        const auto bound = program->bind(sizes);
        QVERIFY(differenceFromInterpreter(*bound, graph, randomInputs(graph, sizes)) < 2e-5);
    }
}

void tst_compile::randomGraphs_data() {
    QTest::addColumn<int>("seed");
    for (int seed = 100; seed < 112; ++seed) QTest::addRow("seed %d", seed) << seed;
}

void tst_compile::randomGraphs() {
    QFETCH(int, seed);
    const RandomGraph random = RandomGraphMaker(static_cast<std::uint64_t>(seed), {}).make();
    Context context = contextWith(m_pool);
    context.settings.fusion = seed % 3 != 0;
    const auto bound = compile(random.graph, DType::F32, context)->bind(random.sizes);
    QVERIFY(differenceFromInterpreter(*bound, random.graph, random.inputs) < 2e-5);
}

void tst_compile::otherSizesCompileNothing() {
    const ir::Graph graph = repeat_graphs::nested();
    const auto program = compile(graph, DType::F32, contextWith(m_pool));
    const std::size_t compiled = program->compileRecord().kernelsCompiled;
    QVERIFY(compiled > 0);
    QCOMPARE(compiled, program->compileRecord().kernels);
    for (const std::int64_t tokens : {7, 130}) {
        const ir::Sizes sizes{{"tokens", tokens}};
        const auto bound = program->bind(sizes);
        QVERIFY2(bound->bindRecord().seconds < 0.2, std::to_string(bound->bindRecord().seconds).c_str());
        QVERIFY(differenceFromInterpreter(*bound, graph, randomInputs(graph, sizes)) < 2e-5);
    }
    QCOMPARE(program->compileRecord().kernelsCompiled, compiled);
}

void tst_compile::inputsAreChecked() {
    const auto bound = compile(repeat_graphs::residual(), DType::F32, contextWith(m_pool))->bind({{"tokens", 3}});
    QVERIFY_EXCEPTION_THROWN(bound->run(), InternalError);                                        // never set
    QVERIFY_EXCEPTION_THROWN(bound->setInput("x", Tensor(DType::F32, {4, 8})), InternalError);    // another shape
    QVERIFY_EXCEPTION_THROWN(bound->setInput("x", Tensor(DType::BF16, {3, 8})), InternalError);   // another type
    QVERIFY_EXCEPTION_THROWN(bound->setInput("y", Tensor(DType::F32, {3, 8})), InternalError);    // no such input
    QVERIFY_EXCEPTION_THROWN(bound->output("y"), InternalError);
    QVERIFY_EXCEPTION_THROWN(compile(repeat_graphs::residual(), DType::F32, contextWith(m_pool))->bind({}), InternalError);   // no size
}

void tst_compile::programsShareOutputs() {
    const ir::Graph graph = repeat_graphs::residual();
    const ir::Sizes sizes{{"tokens", 6}};
    const auto program = compile(graph, DType::F32, contextWith(m_pool));
    const auto first = program->bind(sizes), second = program->bind(sizes);
    TensorMap inputs = randomInputs(graph, sizes);
    first->setInput("x", inputs["x"]);
    second->shareInput("x", *first, "x");
    first->run();
    second->run();
    const TensorMap once = ir::interpret(graph, inputs, RandomGraphMaker::weight);
    const TensorMap twice = ir::interpret(graph, once, RandomGraphMaker::weight);
    QVERIFY(relativeDifference(second->output("x"), twice.at("x")) < 1e-5);
    QVERIFY(relativeDifference(first->output("x"), once.at("x")) < 1e-5);
}

void tst_compile::cancellationStopsBetweenLaunches() {
    CancelFlag cancel;
    Context context = contextWith(m_pool);
    context.cancel = &cancel;
    const auto bound = compile(repeat_graphs::residual(), DType::F32, context)->bind({{"tokens", 3}});
    bound->setInput("x", randomTensor({3, 8}, 1));
    bound->run();
    cancel.request();
    QVERIFY_EXCEPTION_THROWN(bound->run(), Cancelled);
    QVERIFY_EXCEPTION_THROWN(compile(repeat_graphs::nested(), DType::F32, context), Cancelled);
}

void tst_compile::spansAndCountersAreKept() {
    timeline::Recorder recorder;
    Context context = contextWith(m_pool);
    context.recorder = &recorder;
    const auto program = compile(repeat_graphs::residual(), DType::F32, context);
    const auto bound = program->bind({{"tokens", 16}});
    bound->setInput("x", randomTensor({16, 8}, 1));
    bound->run();
    bound->run();
    std::int64_t calls = 0;
    double flops = 0;
    for (const KernelRecord& kernel : program->kernelRecords()) {
        calls += kernel.calls;
        flops += kernel.flops;
        QCOMPARE(kernel.program, std::string("residual"));
        if (kernel.calls > 0) QVERIFY(kernel.seconds > 0 && kernel.bytes > 0);
    }
    QCOMPARE(calls, 2 * static_cast<std::int64_t>(bound->bindRecord().launches));
    QCOMPARE(flops, 2.0 * 3 * 2 * 16 * 8 * 8);   // runs, layers, operations
    std::int64_t spans = 0;
    for (const timeline::Span& span : recorder.finish().spans) spans += span.category == timeline::Category::Execute;
    QCOMPARE(spans, calls);
}

void tst_compile::memoryBudgetIsKept() {
    Context context = contextWith(m_pool);
    context.settings.memoryBudget = 64 << 20;
    const auto program = compile(repeat_graphs::acrossRows(), DType::F32, context);
    program->bind({{"tokens", 200}});
    try {
        program->bind({{"tokens", 20000}});
        QFAIL("bound to more memory than the budget");
    } catch (const DeviceError& error) {
        const QString text = error.what();
        const QRegularExpressionMatch fits = QRegularExpression("this would fit: tokens = (\\d+)").match(text);
        QVERIFY2(fits.hasMatch(), error.what());
        const std::int64_t tokens = fits.captured(1).toLongLong();
        QVERIFY2(tokens > 500 && tokens < 2100, error.what());
    }
}

void tst_compile::predictedBytesAreThoseTaken() {
    const auto program = compile(repeat_graphs::nested(), DType::F32, contextWith(m_pool));
    const ir::Sizes sizes{{"tokens", 77}};
    const std::size_t predicted = program->memoryNeed(sizes).total();
    const auto bound = program->bind(sizes);
    const std::size_t input = 77 * 8 * 4;
    QCOMPARE(bound->bindRecord().arenaBytes + bound->bindRecord().scratchBytes + 2 * input, predicted);
    QCOMPARE(program->memoryNeed(sizes, {"y"}).total(), predicted - input);
}

void tst_compile::theFirstNaNIsFound() {
    ir::Builder b("holes");
    const repeat_graphs::Symbolic x = repeat_graphs::input(b, "x");
    const auto out = b.repeat(4, {x}, {}, [](ir::Builder& body, const repeat_graphs::Values& c, const repeat_graphs::Values&) -> ir::Builder::RepeatBody {
        const auto scope = body.scope("hole");
        return {{unary(ir::Op::Sqrt, c[0] - 1.0)}, {}};
    });
    b.output("x", out.carried[0]);
    const auto bound = compile(b.finish(), DType::F32, contextWith(m_pool))->bind({{"tokens", 2}});
    Tensor value(DType::F32, {2, 8});
    for (float& each : value.mutableAs<float>()) each = 1000;   // 31.6, 5.5, 2.1, 1.06
    bound->setInput("x", value);
    bound->run();
    QCOMPARE(bound->firstNotFinite(), std::string());
    value.mutableAs<float>()[3] = 100;                          // 9.9, 2.99, 1.41, 0.64
    value.mutableAs<float>()[5] = 10;                           // 3, 1.41, 0.64, NaN
    bound->setInput("x", value);
    const QString found = QString::fromStdString(bound->firstNotFinite());
    QVERIFY2(found.contains("hole") && found.contains("layer 3"), qPrintable(found));
}

FOLDMETER_TEST(tst_compile)
#include "tst_compile.moc"
