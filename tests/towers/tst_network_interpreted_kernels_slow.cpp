// The kernels that the programs of the network become, run by the kernel interpreter, give the numbers of the graph.
#include "base/error.h"
#include "passes/pass.h"
#include "support/run_lowered.h"
#include "support/small_network.h"

using namespace foldmeter;
using test::inputs, test::programs;

namespace {

ir::Graph optimised(const ir::Graph& graph, bool fuse, bool decomposed, DType working) {
    passes::PassOptions options;
    options.fuse = fuse;
    options.decomposeAttention = decomposed;
    options.working = working;
    return passes::runPipeline(graph, options, nullptr).graph;
}

void compare(const TensorMap& actual, const TensorMap& expected, double tolerance) {
    for (const auto& [name, tensor] : expected) {
        const double difference = test::relativeDifference(actual.at(name), tensor);
        QVERIFY2(difference < tolerance, (name + " differs by " + std::to_string(difference)).c_str());
    }
}

}  // namespace

class tst_network_interpreted_kernels_slow : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void computesTheGraph_data() {
        QTest::addColumn<int>("index");
        QTest::addColumn<bool>("fuse");
        QTest::addColumn<bool>("decomposed");
        for (std::size_t n = 0; n < programs().size(); ++n) {
            QTest::addRow("%s", programs()[n].name.c_str()) << static_cast<int>(n) << true << false;
            QTest::addRow("%s, attention opened", programs()[n].name.c_str()) << static_cast<int>(n) << true << true;
            QTest::addRow("%s, one by one", programs()[n].name.c_str()) << static_cast<int>(n) << false << false;
        }
    }
    void computesTheGraph() {
        QFETCH(int, index);
        QFETCH(bool, fuse);
        QFETCH(bool, decomposed);
        const ir::Graph& graph = programs()[static_cast<std::size_t>(index)].graph;
        const ir::Graph fused = optimised(graph, fuse, decomposed, DType::F32);
        const TensorMap expected = inputs().run(graph);
        try {
            compare(test::runLowered(fused, inputs().of(fused), test::smallWeights().source(), inputs().sizes()), expected, 2e-5);
        } catch (const Error& error) {
            QFAIL(error.what());
        }
    }
};

FOLDMETER_TEST(tst_network_interpreted_kernels_slow)
#include "tst_network_interpreted_kernels_slow.moc"
