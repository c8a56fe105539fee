#include "runtime/launch_list.h"

#include "passes/pass.h"
#include "support/launch_list_runner.h"
#include "support/random_graph.h"
#include "support/repeat_graphs.h"
#include "support/test_main.h"

using namespace foldmeter;
using namespace foldmeter::runtime;
using namespace foldmeter::test;

class tst_launch_list : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void repeatsAreWired_data();
    void repeatsAreWired();
    void randomGraphs_data();
    void randomGraphs();
    void residualStaysInOnePlace();
    void collectedRowsNeedNoCopy();
    void equalKernelsAreOne();
    void memoryIsReused();
};

namespace {

ir::Graph passed(const ir::Graph& graph, bool fuse = true) {
    passes::PassOptions options;
    options.fuse = fuse;
    return passes::runPipeline(graph, options, nullptr).graph;
}

TensorMap randomInputs(const ir::Graph& graph, const ir::Sizes& sizes) {
    TensorMap inputs;
    for (const ir::NodeId id : graph.inputs())
        inputs[graph.node(id).attributes.text("name")] = randomTensor(evaluate(graph.node(id).results[0].shape, sizes), static_cast<std::uint64_t>(id) + 7);
    return inputs;
}

void compareWithInterpreter(const ir::Graph& graph, const TensorMap& inputs, const ir::Sizes& sizes, bool fuse) {
    const ir::Graph optimized = passed(graph, fuse);
    const LaunchList list = makeLaunchList(optimized);
    LaunchListRunner runner(list, sizes, RandomGraphMaker::weight);
    const TensorMap actual = runner.run(inputs, optimized);
    for (const auto& [name, expected] : ir::interpret(graph, inputs, RandomGraphMaker::weight)) {
        const double difference = relativeDifference(actual.at(name), expected);
        QVERIFY2(difference < 1e-5, (name + " differs by " + std::to_string(difference)).c_str());
    }
}

}  // namespace

void tst_launch_list::repeatsAreWired_data() {
    QTest::addColumn<int>("index");
    QTest::addColumn<bool>("fuse");
    const auto graphs = repeatGraphs();
    for (int n = 0; n < static_cast<int>(graphs.size()); ++n) {
        QTest::addRow("%s", graphs[static_cast<std::size_t>(n)].name) << n << true;
        QTest::addRow("%s, unfused", graphs[static_cast<std::size_t>(n)].name) << n << false;
    }
}

void tst_launch_list::repeatsAreWired() {
    QFETCH(int, index);
    QFETCH(bool, fuse);
    const ir::Graph graph = repeatGraphs()[static_cast<std::size_t>(index)].make();
    for (const std::int64_t tokens : {1, 5}) {
        const ir::Sizes sizes{{"tokens", tokens}};
        compareWithInterpreter(graph, randomInputs(graph, sizes), sizes, fuse);
    }
}

void tst_launch_list::randomGraphs_data() {
    QTest::addColumn<int>("seed");
    QTest::addColumn<bool>("fuse");
    for (int seed = 0; seed < 60; ++seed) QTest::addRow("seed %d", seed) << seed << (seed % 3 != 0);
}

void tst_launch_list::randomGraphs() {
    QFETCH(int, seed);
    QFETCH(bool, fuse);
    const RandomGraph random = RandomGraphMaker(static_cast<std::uint64_t>(seed), {}).make();
    compareWithInterpreter(random.graph, random.inputs, random.sizes, fuse);
}

void tst_launch_list::residualStaysInOnePlace() {
    const ir::Graph graph = passed(repeat_graphs::residual());
    const LaunchList list = makeLaunchList(graph);
    QCOMPARE(list.copiesLeft, 1);   // of the input, which must stay as it is
    const std::size_t bytes = planMemory(list, {{"tokens", 16}}).arenaBytes();
    QCOMPARE(bytes, std::size_t{16 * 8 * 4});
}

void tst_launch_list::collectedRowsNeedNoCopy() {
    ir::Builder b("collect");
    const auto out = b.repeat(4, {repeat_graphs::input(b, "x")}, {}, [](ir::Builder&, const repeat_graphs::Values& c, const repeat_graphs::Values&) -> ir::Builder::RepeatBody {
        const repeat_graphs::Symbolic row = sigmoid(c[0]);
        return {{row * 0.5}, {row}};
    });
    b.output("x", out.carried[0]);
    b.output("rows", out.collected[0]);
    const ir::Graph graph = passed(b.finish(), false);
    QCOMPARE(makeLaunchList(graph).copiesLeft, 1);   // of the input
}

void tst_launch_list::equalKernelsAreOne() {
    ir::Builder b("twice");
    const repeat_graphs::Symbolic x = repeat_graphs::input(b, "x"), y = repeat_graphs::input(b, "y");
    b.output("a", b.linear(b.softmax(x), repeat_graphs::square(b, "1/8x8", false)));
    b.output("b", b.linear(b.softmax(y), repeat_graphs::square(b, "2/8x8", false)));
    const ir::Graph graph = passed(b.finish());
    const LaunchList list = makeLaunchList(graph);
    QCOMPARE(list.sites.size(), std::size_t{2});
    QCOMPARE(list.kernels.size(), std::size_t{1});
    QCOMPARE(list.kernels[0].sites, 2);
    QCOMPARE(list.weights.size(), std::size_t{2});
}

// A chain of products of activations: at any time two values live, however long the chain.
void tst_launch_list::memoryIsReused() {
    ir::Builder b("chain");
    repeat_graphs::Symbolic x = repeat_graphs::input(b, "p", {4, repeat_graphs::tokens(), repeat_graphs::tokens()});
    for (int n = 0; n < 8; ++n) x = b.einsum("cik,cjk->cij", x, x);
    b.output("p", x);
    const ir::Graph graph = passed(b.finish());
    const MemoryPlan plan = planMemory(makeLaunchList(graph), {{"tokens", 16}});
    QCOMPARE(plan.workspaceBytes, std::size_t{2 * 16 * 16 * 4 * 4});
    QCOMPARE(plan.keptBytes, std::size_t{16 * 16 * 4 * 4});   // the result
}

FOLDMETER_TEST(tst_launch_list)
#include "tst_launch_list.moc"
