// The network through the optimiser: every program, at the shape of the demonstration model, must give the same numbers
// after all passes and after hoisting as it does as traced. The one place where both towers' halves meet without a target.
#include "ir/cost.h"
#include "passes/hoist.h"
#include "passes/pass.h"
#include "support/small_network.h"

using namespace foldmeter;
using namespace foldmeter::model;

namespace {

using test::inputs, test::programs, test::smallWeights;

void compare(const TensorMap& actual, const TensorMap& expected, double tolerance) {
    QCOMPARE(actual.size(), expected.size());
    for (const auto& [name, tensor] : expected) {
        const double difference = test::relativeDifference(actual.at(name), tensor);
        QVERIFY2(difference < tolerance, (name + " differs by " + std::to_string(difference)).c_str());
    }
}

double rmsDifference(const Tensor& a, const Tensor& b) {
    double difference = 0, scale = 0;
    for (std::int64_t n = 0; n < a.count(); ++n) {
        difference += (a.at(n) - b.at(n)) * (a.at(n) - b.at(n));
        scale += b.at(n) * b.at(n);
    }
    return std::sqrt(difference / std::max(scale, 1e-30));
}

}  // namespace

class tst_network_passes : public QObject {
    Q_OBJECT

    void eachProgram() {
        QTest::addColumn<int>("index");
        for (std::size_t n = 0; n < programs().size(); ++n) QTest::newRow(programs()[n].name.c_str()) << static_cast<int>(n);
    }

private Q_SLOTS:
    void optimisesWithoutChange_data() {
        QTest::addColumn<int>("index");
        QTest::addColumn<bool>("fuse");
        QTest::addColumn<bool>("decomposed");
        for (std::size_t n = 0; n < programs().size(); ++n) {
            QTest::addRow("%s fused", programs()[n].name.c_str()) << static_cast<int>(n) << true << false;
            QTest::addRow("%s fused, attention opened", programs()[n].name.c_str()) << static_cast<int>(n) << true << true;
            QTest::addRow("%s one by one", programs()[n].name.c_str()) << static_cast<int>(n) << false << false;
        }
    }
    void optimisesWithoutChange() {
        QFETCH(int, index);
        QFETCH(bool, fuse);
        QFETCH(bool, decomposed);
        const ir::Graph& graph = programs()[static_cast<std::size_t>(index)].graph;
        passes::PassOptions options;
        options.fuse = fuse;
        options.decomposeAttention = decomposed;
        compare(inputs().run(passes::runPipeline(graph, options, nullptr).graph), inputs().run(graph), 2e-5);
    }

    // In bf16 passes may move a rounding (work before stretching does not, opening a norm does not): a few last bits.
    void optimisesInBFloat16_data() { eachProgram(); }
    void optimisesInBFloat16() {
        QFETCH(int, index);
        const ir::Graph& graph = programs()[static_cast<std::size_t>(index)].graph;
        passes::PassOptions options;
        options.working = DType::BF16;
        const TensorMap expected = inputs().run(passes::runPipeline(graph, options, nullptr, false, "choose_precision").graph);
        const TensorMap actual = inputs().run(passes::runPipeline(graph, options, nullptr).graph);
        for (const auto& [name, tensor] : expected) {
            const double difference = rmsDifference(actual.at(name), tensor);
            QVERIFY2(difference < 3e-3, (name + " differs by " + std::to_string(difference)).c_str());
        }
    }

    void hoistsTheConditionOfTheDenoiser() {
        const ir::Graph& graph = programs()[3].graph;
        const passes::HoistResult split = passes::hoist(graph, ir::Varies::Seed, "condition");
        QVERIFY(split.slow.outputs().size() > 3);
        compare(inputs().run(split.rest, inputs().run(split.slow)), inputs().run(graph), 1e-5);
        passes::PassOptions options;
        const ir::Graph slow = passes::runPipeline(split.slow, options, nullptr).graph, rest = passes::runPipeline(split.rest, options, nullptr).graph;
        compare(inputs().run(rest, inputs().run(slow)), inputs().run(graph), 2e-5);
    }

    // Nothing of the published denoiser's pair work is left in the step: the pair conditioning, the pair biases of all
    // blocks and the pair features of atoms (spec network.md section 15, "once").
    void leavesNoPairWorkInTheStep() {
        const ir::Graph graph = traceDenoise(publishedConfig());
        const passes::HoistResult split = passes::hoist(graph, ir::Varies::Seed, "condition");
        const ir::Sizes sizes{{"tokens", 1024}, {"samples", 5}, {"blocks", 256}};
        const double whole = ir::costOf(graph, sizes).flops, slow = ir::costOf(split.slow, sizes).flops, rest = ir::costOf(split.rest, sizes).flops;
        QVERIFY(std::abs(slow + rest - whole) < 1e-9 * whole);
        const double pairOnce = 2 * (230784.0 - 139 * 128 + 49152.0) * 1024 * 1024;   // relative positions are looked up
        QVERIFY2(slow > pairOnce, qPrintable(QString::number(slow / pairOnce)));
        for (const ir::Node& node : split.rest.nodes()) {
            if (node.op == ir::Op::Input || node.op == ir::Op::Weight) continue;
            for (const ir::TensorType& type : node.results) {
                const ir::Dim tokens = ir::Dim::symbol("tokens");
                QVERIFY2(!ir::divides(tokens * tokens, ir::product(type.shape)), ir::toText(type).c_str());
            }
        }
    }
};

FOLDMETER_TEST(tst_network_passes)
#include "tst_network_passes.moc"
