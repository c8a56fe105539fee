// Chains of launches in slices and products in place: the same results to the last bit, in less memory, never more than allowed.
#include "runtime/chain.h"

#include "base/error.h"
#include "passes/pass.h"
#include "runtime/workspace.h"
#include "support/module_graphs.h"
#include "support/run_program.h"
#include "support/test_main.h"

using namespace foldmeter;
using namespace foldmeter::runtime;
using namespace foldmeter::test;

namespace {

// Values of an alignment attended by weights that all its rows share.
ir::Graph alignmentAttention() {
    using namespace modules;
    Builder b("alignment_attention");
    const Symbolic m = b.input("m", {DType::F32, {rows, tokens, 8}}, Varies::Seed);
    const Symbolic logits = b.input("logits", {DType::F32, {2, tokens, tokens}}, Varies::Seed);
    const Symbolic x = norm(b, m, "n");
    const Symbolic v = b.linear(x, weight(b, "v", {8, 2, 4}));
    const Symbolic o = b.einsum("hqk,rkhc->rqhc", b.softmax(logits), v).reshape({rows, tokens, 8});
    b.output("m", m + b.linear(o * sigmoid(b.linear(x, weight(b, "g", {8, 8}))), weight(b, "out", {8, 8})));
    return b.finish();
}

struct Case {
    const char* name;
    std::function<ir::Graph()> make;
    bool chains, products;
};
const std::vector<Case>& cases() {
    static const std::vector<Case> all{{"pair attention by rows", [] { return modules::pairAttention(true); }, true, false},
                                       {"pair attention by columns", [] { return modules::pairAttention(false); }, true, false},
                                       {"alignment attention", alignmentAttention, true, false},
                                       {"triangle product, outgoing", [] { return modules::triangle(true); }, false, true},
                                       {"triangle product, incoming", [] { return modules::triangle(false); }, false, true}};
    return all;
}

// Random records in the shapes that the graph asks for.
Context contextFor(const ir::Graph& graph, ThreadPool& pool) {
    std::map<std::string, Tensor> records;
    const std::function<void(const ir::Graph&)> add = [&](const ir::Graph& of) {
        for (const ir::Node& node : of.nodes()) {
            if (node.op == ir::Op::Weight) records[node.attributes.text("name")] = randomTensor(node.attributes.integers("stored"), records.size() + 1, 0.5);
            if (node.body) add(*node.body);
        }
    };
    add(graph);
    Context context = contextWith(pool);
    context.weights = [records](const std::string& name) { return records.at(name); };
    return context;
}

TensorMap inputsOf(const ir::Graph& graph, const ir::Sizes& sizes) {
    TensorMap inputs;
    for (const ir::NodeId id : graph.inputs()) {
        const ir::TensorType& type = graph.node(id).results[0];
        const Extents extents = ir::evaluate(type.shape, sizes);
        inputs[graph.node(id).attributes.text("name")] =
            type.dtype == DType::Bool ? randomIndices(extents, 3, 2).converted(DType::Bool) : randomTensor(extents, static_cast<std::uint64_t>(id) + 7);
    }
    return inputs;
}

std::map<std::string, std::vector<double>> resultsOf(BoundProgram& bound, const TensorMap& inputs) {
    for (const auto& [name, value] : inputs) bound.setInput(name, value);
    bound.run();
    bound.run();   // the second run finds what the first one left
    std::map<std::string, std::vector<double>> results;
    for (const std::string& name : bound.outputNames()) results[name] = numbersOf(bound.output(name));
    return results;
}

}  // namespace

class tst_chain : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cutProgramsComputeTheSame_data();
    void cutProgramsComputeTheSame();
    void whatCannotBeCutIsRefused();
    void plainPlansAreNotCut();
    void programsShareTheWorkspace();

private:
    ThreadPool m_pool{2};
};

void tst_chain::cutProgramsComputeTheSame_data() {
    QTest::addColumn<int>("index");
    QTest::addColumn<int>("tokens");
    QTest::addColumn<double>("share");
    for (int n = 0; n < static_cast<int>(cases().size()); ++n)
        for (const int tokens : {7, 40})
            for (const double share : {0.0, 0.5}) QTest::addRow("%s, %d tokens, share %.1f", cases()[static_cast<std::size_t>(n)].name, tokens, share) << n << tokens << share;
}

// share: of the way from the smallest workspace to the plain one.
void tst_chain::cutProgramsComputeTheSame() {
    QFETCH(int, index);
    QFETCH(int, tokens);
    QFETCH(double, share);
    const Case& of = cases()[static_cast<std::size_t>(index)];
    const ir::Graph graph = of.make();
    const ir::Sizes sizes{{"tokens", tokens}, {"rows", 30}};
    const TensorMap inputs = inputsOf(graph, sizes);
    const auto program = compile(graph, DType::F32, contextFor(graph, m_pool));
    program->loadWeights();
    const MemoryNeed plain = program->memoryNeed(sizes), smallest = program->memoryNeed(sizes, {}, {.workspaceLimit = 0});
    QVERIFY(smallest.workspace <= plain.workspace);
    QCOMPARE(smallest.slicedChains > 0, of.chains);
    QCOMPARE(smallest.productsInPlace > 0, of.products);
    const std::size_t limit = smallest.workspace + static_cast<std::size_t>(share * static_cast<double>(plain.workspace - smallest.workspace));
    const auto expected = resultsOf(*program->bind(sizes), inputs);
    const auto bound = program->bind(sizes, {.workspaceLimit = limit});
    QVERIFY(bound->bindRecord().slicedChains + bound->bindRecord().productsInPlace > 0 || limit >= plain.workspace);
    QCOMPARE(resultsOf(*bound, inputs), expected);
}

void tst_chain::whatCannotBeCutIsRefused() {
    const ir::Graph graph = modules::pairAttention(true);
    const auto program = compile(graph, DType::F32, contextFor(graph, m_pool));
    const ir::Sizes sizes{{"tokens", 50}};
    const std::size_t smallest = program->memoryNeed(sizes, {}, {.workspaceLimit = 0}).workspace;
    try {
        program->bind(sizes, {.workspaceLimit = smallest - 1});
        QFAIL("bound to less than the program needs");
    } catch (const DeviceError& error) {
        QVERIFY2(QString(error.what()).contains("this would fit: tokens ="), error.what());
    }
}

void tst_chain::plainPlansAreNotCut() {
    const ir::Graph graph = modules::pairAttention(true);
    const auto program = compile(graph, DType::F32, contextFor(graph, m_pool));
    const ir::Sizes sizes{{"tokens", 50}};
    const MemoryNeed need = program->memoryNeed(sizes, {}, {.workspaceLimit = program->memoryNeed(sizes).workspace});
    QCOMPARE(need.slicedChains, std::size_t{0});
    QCOMPARE(need.extraFlops, 0.0);
}

// Two bound programs take the memory of the larger one, and give it back.
void tst_chain::programsShareTheWorkspace() {
    const ir::Graph graph = modules::triangle(true);
    const Context context = contextFor(graph, m_pool);
    const auto program = compile(graph, DType::F32, context);
    const std::size_t small = program->memoryNeed({{"tokens", 20}}).workspace, large = program->memoryNeed({{"tokens", 60}}).workspace;
    auto one = program->bind({{"tokens", 20}});
    QCOMPARE(context.workspace->bytes(), small);
    auto two = program->bind({{"tokens", 60}});
    QCOMPARE(context.workspace->bytes(), large);
    two.reset();
    QCOMPARE(context.workspace->bytes(), small);
    one.reset();
    QCOMPARE(context.workspace->bytes(), std::size_t{0});
}

FOLDMETER_TEST(tst_chain)
#include "tst_chain.moc"
