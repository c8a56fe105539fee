// Launches done in parts, axis by axis: what the parts leave together is what the whole launch leaves, to the last bit, and
// no part touches what is not its own.
#include "virtual_gpu/kernel_inputs.h"

#include "predict/program_graphs.h"
#include "predict/session.h"
#include "runtime/digit.h"
#include "passes/pass.h"

using namespace foldmeter;

namespace {

constexpr std::int64_t sharedLimit = 99 * 1024;

cuda::Part partOf(const runtime::LaunchAxis& axis, std::int64_t begin, std::int64_t end) { return {axis.number, axis.letter, begin, end}; }

}  // namespace

class tst_parts_slow : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void partsMakeTheWhole_data() {
        QTest::addColumn<QString>("program");
        for (const char* program : {"trunk", "denoise", "confidence"}) QTest::newRow(program) << program;
    }
    void partsMakeTheWhole();

private:
    const cuda::SourceCompiler m_compiler;
};

void tst_parts_slow::partsMakeTheWhole() {
    QFETCH(QString, program);
    predict::SessionOptions options;
    options.settings.set("precision", "bf16-all");
    const CancelFlag cancel;
    predict::Session session(options, &cancel, {});
    const std::string name = program.toStdString();
    const auto graph = passes::runPipeline(predict::splitGraph(name, session.config(), session.settings()), predict::devicePassOptions(name, session.settings()), nullptr).graph;
    const auto kernels = predict::kernelsOf(graph);
    std::vector<cuda::KernelSource> sources;
    for (const auto& kernel : kernels) sources.push_back(cuda::printSource(kernel, sharedLimit));
    vgpu::GlobalMemory memory;
    const vgpu::Module module(m_compiler.compile(sources, "sm_80").ptx, memory);
    int parted = 0;
    for (std::size_t n = 0; n < kernels.size(); ++n) {
        const auto& kernel = kernels[n];
        const ir::Sizes sizes = test::sizesFor(kernel, 5);
        const auto inputs = test::inputsFor(kernel, sizes);
        const auto whole = test::runVirtually(kernel, module, memory, sources[n].entry, inputs, sizes, sharedLimit);
        for (const runtime::LaunchAxis& axis : runtime::axesOf(kernel)) {
            const std::int64_t extent = runtime::extentOf(kernel, axis, sizes), middle = (extent + 1) / 2;
            if (extent < 2) continue;
            const auto parts = test::runVirtually(kernel, module, memory, sources[n].entry, inputs, sizes, sharedLimit, {}, 2147483647, {partOf(axis, middle, extent), partOf(axis, 0, middle)});
            for (std::size_t result = 0; result < whole.results.size(); ++result) {
                const Bytes a = whole.results[result].bytes(), b = parts.results[result].bytes();
                QVERIFY2(std::equal(a.begin(), a.end(), b.begin(), b.end()),
                         qPrintable(QString("%1 from %2, axis %3%4, result %5").arg(kernel.name.c_str(), kernel.scope.c_str()).arg(axis.number).arg(QChar(axis.letter ? axis.letter : ' ')).arg(result)));
            }
            ++parted;
        }
    }
    QVERIFY(parted > 20);
}

FOLDMETER_TEST(tst_parts_slow)
#include "tst_parts_slow.moc"
