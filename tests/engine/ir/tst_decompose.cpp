// Every composite, evaluated directly and through its decomposition.
#include "base/error.h"
#include "ir/builder.h"
#include "ir/decompose.h"
#include "ir/interpret.h"
#include "ir/verify.h"
#include "support/random_graph.h"
#include "support/test_main.h"

#include <set>

using namespace foldmeter;
using namespace foldmeter::ir;
using namespace foldmeter::test;

namespace {

// The same graph with all composites opened, bodies included.
Graph opened(const Graph& graph, std::set<Op>* seen = nullptr) {
    Rewriter to(graph, graph.name());
    for (NodeId id = 0; id < static_cast<NodeId>(graph.nodes().size()); ++id) {
        const Node& node = graph.node(id);
        if (kindOf(node.op) == OpKind::Composite) {
            if (seen) seen->insert(node.op);
            std::vector<Value> operands;
            for (const Value& operand : node.operands) operands.push_back(to(operand));
            to.map({id, 0}, decompose(graph, id, operands, to.graph()));
        } else if (node.body) {
            to.copyWithBody(id, std::make_shared<const Graph>(opened(*node.body, seen)));
        } else {
            to.copy(id);
        }
    }
    return to.finish();
}

void compare(const Graph& graph, const TensorMap& inputs, const WeightSource& weights, double tolerance, std::set<Op>* seen = nullptr) {
    const Graph plain = opened(graph, seen);
    verify(plain);
    for (const bool inDouble : {false, true}) {
        const TensorMap expected = interpret(graph, inputs, weights, {inDouble});
        const TensorMap actual = interpret(plain, inputs, weights, {inDouble});
        for (const auto& [name, tensor] : expected) {
            const double difference = relativeDifference(actual.at(name), tensor);
            QVERIFY2(difference < (inDouble ? 1e-7 : tolerance), (name + " differs by " + std::to_string(difference)).c_str());
        }
    }
}

}  // namespace

class tst_decompose : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void equalsDirectEvaluation_data() {
        QTest::addColumn<int>("seed");
        for (int seed = 0; seed < 60; ++seed) QTest::addRow("seed %d", seed) << seed;
    }
    void equalsDirectEvaluation() {
        QFETCH(int, seed);
        const RandomGraph random = RandomGraphMaker(static_cast<std::uint64_t>(seed), {}).make();
        compare(random.graph, random.inputs, random.weights, 2e-4, &m_seen);
    }

    void everyCompositeWasSeen() {
        for (int n = 0; n < opCount(); ++n) {
            const Op op = static_cast<Op>(n);
            if (kindOf(op) == OpKind::Composite) QVERIFY2(m_seen.contains(op), std::string(nameOf(op)).c_str());
        }
    }

    // In bf16 the decomposition rounds where the composite does: a few last bits may differ by order of summation.
    void roundsAlikeInBFloat16_data() {
        QTest::addColumn<int>("kind");
        for (const char* name : {"layer norm", "adaptive layer norm", "softmax", "linear", "glu", "triangle", "attention"}) {
            QTest::newRow(name) << static_cast<int>(std::char_traits<char>::length(name));
        }
    }
    void roundsAlikeInBFloat16() {
        const std::string kind = QTest::currentDataTag();
        Builder b("g");
        const auto input = [&](const std::string& name, Shape shape) { return b.input(name, {DType::BF16, std::move(shape)}, Varies::Job); };
        const Symbolic x = input("x", {6, 6, 16}), w = input("w", {16, 32}), v = input("v", {16});
        Symbolic y;
        if (kind == "layer norm") y = b.layerNorm(x, NormForm::Fast, v, v);
        else if (kind == "adaptive layer norm") y = b.adaptiveLayerNorm(x, x, x);
        else if (kind == "softmax") y = b.softmax(x);
        else if (kind == "linear") y = b.linear(x, w, w.slice(0, 0, 1).reshape({32}));
        else if (kind == "glu") y = b.gatedLinearUnit(x, w, Gate::Swish);
        else if (kind == "triangle") y = b.triangleProduct(x, x, false);
        else y = b.attention({.q = x.reshape({6, 6, 2, 8}), .k = x.reshape({6, 6, 2, 8}), .v = x.reshape({6, 6, 2, 8}), .scale = 0.3});
        b.output("y", y);
        const TensorMap inputs{{"x", randomTensor({6, 6, 16}, 1, 2)}, {"w", randomTensor({16, 32}, 2)}, {"v", randomTensor({16}, 3)}};
        const Graph graph = b.finish();
        const std::vector<double> direct = numbersOf(interpret(graph, inputs, {}).at("y")), through = numbersOf(interpret(opened(graph), inputs, {}).at("y"));
        std::size_t equal = 0;
        for (std::size_t n = 0; n < direct.size(); ++n) equal += direct[n] == through[n];
        QVERIFY2(equal * 100 >= direct.size() * 98, (std::to_string(equal) + " of " + std::to_string(direct.size())).c_str());
        QVERIFY(relativeDifference(through, direct) < 0.008);
    }

    void refusesWhatIsNoComposite() {
        Builder b("g");
        const Symbolic x = b.input("x", {DType::F32, {4}}, Varies::Job);
        b.output("y", -x);
        const Graph graph = b.finish();
        Graph to("to");
        QVERIFY_EXCEPTION_THROWN(decompose(graph, 1, {}, to), InternalError);
    }

private:
    std::set<Op> m_seen;
};

FOLDMETER_TEST(tst_decompose)
#include "tst_decompose.moc"
