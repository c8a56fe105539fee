// Every node of every program of the full-size network lowers, fused and one by one, in float32 and bfloat16, and a
// pairformer block is as few launches as it should be.
#include "base/error.h"
#include "kernels/lower.h"
#include "model/synthetic_weights.h"
#include "passes/pass.h"
#include "support/small_network.h"

using namespace foldmeter;
using test::programs;

namespace {

ir::Graph optimised(const ir::Graph& graph, bool fuse, bool decomposed, DType working) {
    passes::PassOptions options;
    options.fuse = fuse;
    options.decomposeAttention = decomposed;
    options.working = working;
    return passes::runPipeline(graph, options, nullptr).graph;
}

// Launches of one round of each Repeat, by the last part of its scope, and of the graph itself.
using Launches = std::map<std::string, int>;
void countLaunches(const ir::Graph& graph, const std::string& name, Launches& launches) {
    for (ir::NodeId id = 0; id < static_cast<ir::NodeId>(graph.nodes().size()); ++id) {
        const ir::Node& node = graph.node(id);
        if (node.op == ir::Op::Repeat) {
            countLaunches(*node.body, node.scope.substr(node.scope.rfind('/') + 1), launches);
        } else if (node.op != ir::Op::Input && node.op != ir::Op::Table) {
            const kernels::Lowered lowered = kernels::lower(graph, id);
            QVERIFY(!kernels::print(lowered.kernel).empty());
            ++launches[name];
        }
    }
}

}  // namespace

class tst_network_kernels : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void lowersAtFullSize_data() {
        QTest::addColumn<int>("index");
        QTest::addColumn<bool>("fuse");
        QTest::addColumn<bool>("decomposed");
        QTest::addColumn<bool>("bf16");
        for (std::size_t n = 0; n < programs().size(); ++n) {
            for (const bool bf16 : {false, true}) {
                for (const bool decomposed : {false, true}) {
                    for (const bool fuse : {true, false}) {
                        QTest::addRow("%s%s%s%s", programs()[n].name.c_str(), bf16 ? ", bf16" : "", decomposed ? ", attention opened" : "", fuse ? "" : ", one by one")
                            << static_cast<int>(n) << fuse << decomposed << bf16;
                    }
                }
            }
        }
    }
    void lowersAtFullSize() {
        QFETCH(int, index);
        QFETCH(bool, fuse);
        QFETCH(bool, decomposed);
        QFETCH(bool, bf16);
        static const std::vector<ir::Graph> full = [] {
            const model::Config config = model::publishedConfig();
            return std::vector<ir::Graph>{model::traceEmbed(config), model::traceTrunk(config), model::traceDistogram(config), model::traceDenoise(config), model::traceConfidence(config)};
        }();
        const ir::Graph graph = optimised(full[static_cast<std::size_t>(index)], fuse, decomposed, bf16 ? DType::BF16 : DType::F32);
        Launches launches;
        try {
            countLaunches(graph, "program", launches);
        } catch (const Error& error) {
            QFAIL(error.what());
        }
        for (const auto& [name, count] : launches) qInfo("%s: %d launches", name.c_str(), count);
        if (fuse && !decomposed && launches.contains("pairformer")) QVERIFY(launches["pairformer"] <= 19);
    }
};

FOLDMETER_TEST(tst_network_kernels)
#include "tst_network_kernels.moc"
