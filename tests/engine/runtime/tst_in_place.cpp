#include "runtime/in_place.h"

#include "base/error.h"
#include "kernels/lower.h"
#include "passes/pass.h"
#include "support/repeat_graphs.h"
#include "support/test_main.h"

#include <algorithm>

using namespace foldmeter;
using namespace foldmeter::runtime;
using namespace foldmeter::test;
using repeat_graphs::input;
using repeat_graphs::square;
using repeat_graphs::tokens;

class tst_in_place : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void resultsOverInputs_data();
    void resultsOverInputs();
};

namespace {

using Recorder = void (*)(ir::Builder&);

// Pairs of the only launch of a graph.
std::vector<std::pair<int, int>> pairsOf(Recorder record) {
    ir::Builder b("one launch");
    record(b);
    const ir::Graph graph = passes::runPipeline(b.finish(), {}, nullptr).graph;
    std::vector<ir::NodeId> launches;
    for (ir::NodeId id = 0; id < static_cast<ir::NodeId>(graph.nodes().size()); ++id)
        if (graph.node(id).op == ir::Op::Fused || graph.node(id).op == ir::Op::Einsum) launches.push_back(id);
    check(launches.size() == 1, "the case is meant to be one launch");
    return inPlacePairs(kernels::lower(graph, launches.front()).kernel);
}

struct Case {
    const char* name;
    Recorder record;
    bool inPlace;
};

const Case cases[] = {
    {"residual behind a norm", [](ir::Builder& b) {
         const auto x = input(b, "x");
         b.output("y", x + b.linear(b.layerNorm(x, ir::NormForm::Exact, {}, {}), square(b, "1/8x8", false)));
     }, true},
    {"one input scaled", [](ir::Builder& b) { b.output("y", input(b, "x") * 0.5); }, true},
    {"read along the other axis", [](ir::Builder& b) {
         const auto x = input(b, "x", {tokens(), tokens(), 8});
         b.output("y", x + sigmoid(x.transpose({1, 0, 2})));
     }, false},
    {"gathered rows", [](ir::Builder& b) {
         const auto x = input(b, "x");
         b.output("y", x + x.gather(b.input("index", {DType::I32, {tokens()}}, ir::Varies::Job)));
     }, false},
    {"a narrower result", [](ir::Builder& b) { b.output("y", input(b, "x").slice(1, 0, 4)); }, false},
    {"another type", [](ir::Builder& b) { b.output("y", input(b, "x").cast(DType::BF16)); }, false},
    {"two results of one load", [](ir::Builder& b) {
         const auto x = input(b, "x");
         b.output("y", x * 0.5);
         b.output("z", sigmoid(x));
     }, false},
};

}  // namespace

void tst_in_place::resultsOverInputs_data() {
    QTest::addColumn<int>("index");
    for (int n = 0; n < static_cast<int>(std::size(cases)); ++n) QTest::addRow("%s", cases[n].name) << n;
}

void tst_in_place::resultsOverInputs() {
    QFETCH(int, index);
    QCOMPARE(!pairsOf(cases[index].record).empty(), cases[index].inPlace);
}

FOLDMETER_TEST(tst_in_place)
#include "tst_in_place.moc"
