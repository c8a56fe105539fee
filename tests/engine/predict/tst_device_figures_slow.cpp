// The kernels that a prediction of the full-size network spends its time in, compiled for four generations of devices:
// registers, spills, shared memory, share of tensor-core instructions and room on a multiprocessor, as reviewed in
// tests/golden/cuda. FOLDMETER_UPDATE_GOLDEN=1 writes the table anew; the change is there to be read.
#include "base/file.h"
#include "model/synthetic_weights.h"
#include "passes/pass.h"
#include "predict/program_graphs.h"
#include "runtime/device_code.h"
#include "support/test_main.h"
#include "targets/cuda/launch_shape.h"
#include "targets/cuda/static_figures.h"
#include "targets/cuda/tile_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>

using namespace foldmeter;

namespace {

const std::vector<std::string> hotPrograms{"trunk", "denoise"};

std::vector<runtime::ProgramKernels> hotKernels() {
    CompileSettings settings;
    settings.set("precision", "bf16-all");
    std::vector<runtime::ProgramKernels> programs;
    for (const std::string& name : hotPrograms) {
        const ir::Graph graph = predict::splitGraph(name, model::publishedConfig(), settings);
        programs.push_back({name, predict::kernelsOf(passes::runPipeline(graph, predict::devicePassOptions(name, settings), nullptr).graph)});
    }
    return programs;
}

std::string lineOf(const runtime::DeviceKernel& kernel, std::int64_t dynamicShared, const cuda::DeviceDescription& device) {
    const cuda::KernelFigures& figures = kernel.figures();
    const std::int64_t shared = figures.sharedBytes + dynamicShared;
    const auto counts = cuda::countInstructions(kernel.module->ptx, kernel.entry);
    const auto occupancy = cuda::occupancyOf(device, figures.registers, shared, cuda::threadsPerBlock);
    return fmt::format("{:<42} {:>3} {:>4} {:>6} {:>5.1f} {:>3} {}\n", kernel.name, figures.registers, figures.spillStores, shared,
                       100.0 * static_cast<double>(counts.tensor) / static_cast<double>(std::max<std::int64_t>(counts.all, 1)), occupancy.blocks, occupancy.bound);
}

}  // namespace

class tst_device_figures_slow : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_programs = hotKernels(); }

    void areAsReviewed_data() {
        QTest::addColumn<QString>("device");
        for (const char* device : {"a100-sxm-80gb", "rtx-4090", "h100-sxm-80gb", "rtx-5090"}) QTest::newRow(device) << device;
    }
    void areAsReviewed() {
        QFETCH(QString, device);
        const auto description = cuda::readDeviceDescription(*cuda::findDeviceDescription(device.toStdString()));
        ThreadPool pool(availableThreads());
        const auto code = runtime::compileForDevice(m_programs, {&m_compiler, description, nullptr, &pool});
        std::string text = fmt::format("NVRTC {}, {}, bf16-all\nkernel: registers, bytes spilled, shared bytes, tensor-core instructions in %, blocks a multiprocessor and what allows no more\n",
                                       m_compiler.version(), description.architecture());
        for (std::size_t program = 0; program < code.size(); ++program) {
            text += "\n" + code[program].program + "\n";
            for (std::size_t n = 0; n < code[program].kernels.size(); ++n) {
                const auto& kernel = code[program].kernels[n];
                QVERIFY2(kernel.figures().spillStores == 0, qPrintable(QString("%1 spills").arg(kernel.name.c_str())));
                text += lineOf(kernel, cuda::LaunchPlanner(m_programs[program].kernels[n], description.sharedPerBlock).leastSharedBytes(), description);
            }
        }
        const std::string path = test::sourcePath("tests/golden/cuda/figures_" + description.architecture() + ".txt");
        if (qEnvironmentVariableIsSet("FOLDMETER_UPDATE_GOLDEN")) std::ofstream(path) << text;
        const std::string golden = readText(path);
        if (!golden.starts_with("NVRTC " + m_compiler.version() + ",")) QSKIP("the table was made with another NVRTC; spills were looked at");
        QCOMPARE(QString::fromStdString(text), QString::fromStdString(golden));
    }

    void pairformerBlockIsFewLaunches() {
        CompileSettings settings;
        settings.set("precision", "bf16-all");
        const ir::Graph graph = passes::runPipeline(predict::splitGraph("trunk", model::publishedConfig(), settings), predict::devicePassOptions("trunk", settings), nullptr).graph;
        for (const ir::Node& repeat : graph.nodes()) {
            if (repeat.op != ir::Op::Repeat || !repeat.scope.ends_with("/pairformer")) continue;
            int launches = 0, overPairs = 0;
            for (const ir::Node& node : repeat.body->nodes()) {
                if (node.op != ir::Op::Fused && node.op != ir::Op::Einsum && node.op != ir::Op::Attention) continue;
                ++launches;
                overPairs += std::any_of(node.results.begin(), node.results.end(), [](const ir::TensorType& type) { return ir::product(type.shape).symbols.size() > 1; });
            }
            QVERIFY2(launches <= 17 && overPairs <= 12, qPrintable(QString("%1 launches, %2 over pairs").arg(launches).arg(overPairs)));
            QVERIFY(overPairs > 0);
            return;
        }
        QFAIL("no pairformer");
    }

    // One PTX serves all sizes: nothing but the numbers handed to it changes, and what it needs of the device stays allowed.
    void oneTextServesEverySize() {
        const std::int64_t limit = cuda::readDeviceDescription(*cuda::findDeviceDescription("rtx-4090")).sharedPerBlock;
        for (const auto& program : m_programs) {
            for (const auto& kernel : program.kernels) {
                const std::string text = cuda::printSource(kernel, limit).text;
                const cuda::LaunchPlanner planner(kernel, limit);
                std::size_t numbers = 0;
                for (const std::int64_t tokens : {17, 18, 31, 32, 33, 64, 100, 255, 256, 257, 384, 769, 1024, 2047, 3000, 5119, 5120}) {
                    const auto shape = planner.shapeFor({{"tokens", tokens}, {"blocks", (tokens * 8 + 31) / 32}, {"msa_rows", 1024}, {"templates", 4}, {"samples", 5}});
                    QVERIFY2(shape.blocks > 0 && shape.blocks <= 2147483647 && shape.sharedBytes <= limit, qPrintable(QString("%1 at %2 tokens").arg(kernel.name.c_str()).arg(tokens)));
                    if (numbers == 0) numbers = shape.numbers.size();
                    QCOMPARE(shape.numbers.size(), numbers);
                    QVERIFY(cuda::printSource(kernel, limit).text == text);
                }
            }
        }
    }

private:
    std::vector<runtime::ProgramKernels> m_programs;
    const cuda::SourceCompiler m_compiler;
};

FOLDMETER_TEST(tst_device_figures_slow)
#include "tst_device_figures_slow.moc"
