// Golden text of the kernels that the modules of the network become after all passes: a change of what is generated is a
// change of these files, to be read. FOLDMETER_UPDATE_GOLDEN=1 writes them anew.
#include "base/file.h"
#include "kernels/lower.h"
#include "passes/pass.h"
#include "support/module_graphs.h"
#include "support/test_main.h"

#include <algorithm>
#include <fstream>

using namespace foldmeter;

namespace {

std::string kernelsText(const ir::Graph& graph) {
    std::string text;
    for (ir::NodeId id = 0; id < static_cast<ir::NodeId>(graph.nodes().size()); ++id) {
        const ir::Op op = graph.node(id).op;
        if (op == ir::Op::Input || op == ir::Op::Table) continue;
        const kernels::Lowered lowered = kernels::lower(graph, id);
        text += lowered.kernel.name + "\n" + kernels::print(lowered.kernel) + "\n";
    }
    return text;
}

std::string goldenPath(std::string name) {
    std::erase(name, ',');
    std::replace(name.begin(), name.end(), ' ', '_');
    return test::sourcePath("tests/golden/kernels/" + name + ".txt");
}

}  // namespace

class tst_kernel_text : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isAsReviewed_data() {
        QTest::addColumn<QString>("name");
        for (const char* name : {"layer norm, linear", "transition", "triangle outgoing", "pair attention starting", "pair attention ending",
                                 "softmax over keys", "gather", "atom windows", "embedding sum", "slot sum", "outer product mean", "row attention"}) {
            QTest::newRow(name) << name;
        }
    }
    void isAsReviewed() {
        QFETCH(QString, name);
        const ir::Graph& graph = test::modules::exampleNamed(name.toStdString());
        const std::string text = kernelsText(passes::runPipeline(graph, {}, nullptr).graph);
        const std::string path = goldenPath(name.toStdString());
        if (qEnvironmentVariableIsSet("FOLDMETER_UPDATE_GOLDEN")) std::ofstream(path) << text;
        QCOMPARE(QString::fromStdString(text), QString::fromStdString(readText(path)));
    }
};

FOLDMETER_TEST(tst_kernel_text)
#include "tst_kernel_text.moc"
