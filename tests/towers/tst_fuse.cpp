// fuse keeps the meaning of a graph, and what it makes lowers: the graph, the fused graph and the interpreted kernels of
// the fused graph agree, fused and unfused.
#include "base/error.h"
#include "ir/print.h"
#include "ir/verify.h"
#include "passes/fuse.h"
#include "support/module_graphs.h"
#include "support/run_lowered.h"
#include "support/test_main.h"

#include <cmath>
#include <random>

using namespace foldmeter;
using namespace foldmeter::ir;

namespace {

using test::modules::examples, test::modules::exampleNamed, test::modules::Example, test::modules::sizes;

Tensor randomTensor(const TensorType& type, std::mt19937& random) {
    Tensor tensor(DType::F32, evaluate(type.shape, sizes));
    std::uniform_real_distribution<float> uniform(-1, 1);
    std::uniform_int_distribution<int> small(0, type.dtype == DType::Bool ? 1 : 4);
    for (float& value : tensor.mutableAs<float>()) value = isFloat(type.dtype) ? uniform(random) : static_cast<float>(small(random));
    return tensor.converted(type.dtype);
}

TensorMap randomInputs(const Graph& graph) {
    std::mt19937 random(7);
    TensorMap inputs;
    for (const NodeId id : graph.inputs()) {
        const Node& node = graph.node(id);
        Tensor tensor = randomTensor(node.results[0], random);
        if (node.attributes.text("name").find("mask") == 0) {   // 0 or 1
            Tensor zeroOne = tensor.converted(DType::F32);
            for (float& value : zeroOne.mutableAs<float>()) value = value > -0.2F ? 1.0F : 0.0F;
            tensor = zeroOne.converted(node.results[0].dtype);
        }
        inputs[node.attributes.text("name")] = tensor;
    }
    return inputs;
}

void findWeight(const Graph& graph, const std::string& name, Extents& extents) {
    for (const Node& node : graph.nodes()) {
        if (node.body) findWeight(*node.body, name, extents);
        if (node.op != Op::Weight || node.attributes.text("name") != name) continue;
        extents = node.attributes.integers("stored");
        if (node.attributes.integer("layered") != 0) extents.insert(extents.begin(), 3);
    }
}

WeightSource weightsOf(const Graph& graph) {
    return [graph](const std::string& name) {
        Extents extents;
        findWeight(graph, name, extents);
        Tensor tensor(DType::F32, extents);
        std::mt19937 random(static_cast<unsigned>(std::hash<std::string>{}(name)));
        std::uniform_real_distribution<float> uniform(-0.6F, 0.6F);
        for (float& value : tensor.mutableAs<float>()) value = uniform(random);
        return tensor;
    };
}

void compare(const TensorMap& actual, const TensorMap& expected, double tolerance) {
    for (const auto& [name, tensor] : expected) {
        const Tensor& other = actual.at(name);
        QCOMPARE(toText(other.extents()), toText(tensor.extents()));
        double scale = 1e-30, worst = 0;
        for (std::int64_t n = 0; n < tensor.count(); ++n) {
            scale = std::max(scale, std::abs(tensor.at(n)));
            const double difference = std::abs(tensor.at(n) - other.at(n));
            worst = std::isnan(difference) ? 1e30 : std::max(worst, difference);
        }
        QVERIFY2(worst <= tolerance * scale, qPrintable(QString("%1 differs by %2 of %3").arg(name.c_str()).arg(worst).arg(scale)));
    }
}

int launchesOf(const Graph& graph) {
    int launches = 0;
    for (const Node& node : graph.nodes()) {
        if (node.op == Op::Fused || node.op == Op::Einsum || node.op == Op::Attention) ++launches;
        if (node.op == Op::Repeat) launches += launchesOf(*node.body);
    }
    return launches;
}

void expectOnlyLaunches(const Graph& graph) {
    for (NodeId id = 0; id < static_cast<NodeId>(graph.nodes().size()); ++id) {
        const Op op = graph.node(id).op;
        const bool allowed = op == Op::Input || op == Op::Table || op == Op::Fused || op == Op::Einsum || op == Op::Attention || op == Op::Repeat;
        QVERIFY2(allowed, printNode(graph, id).c_str());
        if (op == Op::Repeat) expectOnlyLaunches(*graph.node(id).body);
    }
}

}  // namespace

class tst_fuse : public QObject {
    Q_OBJECT

    void eachForm() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("fused");
        QTest::addColumn<bool>("openAttention");
        QTest::addColumn<bool>("bf16");
        for (const Example& example : examples()) {
            for (const bool fused : {true, false}) {
                QTest::addRow("%s, %s", example.name, fused ? "fused" : "unfused") << example.name << fused << false << false;
            }
            if (QByteArray(example.name).contains("attention")) QTest::addRow("%s, decomposed", example.name) << example.name << true << true << false;
        }
    }

private Q_SLOTS:
    void keepsMeaning_data() { eachForm(); }
    void keepsMeaning() {
        QFETCH(QString, name);
        QFETCH(bool, fused);
        QFETCH(bool, openAttention);
        try {
            check(name, fused, openAttention);
        } catch (const Error& error) {
            QFAIL(error.what());
        }
    }
    void check(const QString& name, bool fused, bool openAttention) {
        const Graph& graph = exampleNamed(name.toStdString());
        const TensorMap inputs = randomInputs(graph);
        const WeightSource weights = weightsOf(graph);
        const TensorMap expected = interpret(graph, inputs, weights);
        passes::PassOptions options;
        options.fuse = fused;
        const Graph result = passes::fuse(test::opened(graph, openAttention), options);
        verify(result);
        expectOnlyLaunches(result);
        compare(interpret(result, inputs, weights), expected, 2e-5);
        compare(test::runLowered(result, inputs, weights), expected, 2e-5);
    }

    void countsLaunches_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("launches");
        for (const Example& example : examples()) QTest::newRow(example.name) << example.name << example.launches;
    }
    void countsLaunches() {
        QFETCH(QString, name);
        QFETCH(int, launches);
        const Graph result = passes::fuse(test::opened(exampleNamed(name.toStdString())), {});
        const int count = launchesOf(result);
        if (count != launches) qInfo("%s", print(result).c_str());
        QCOMPARE(count, launches);
    }
};

FOLDMETER_TEST(tst_fuse)
#include "tst_fuse.moc"
