// Kernels of the NVIDIA target, executed from their PTX, against the kernel interpreter.
#include "engine/targets/cpu/gated_unit.h"
#include "support/test_main.h"
#include "virtual_gpu/kernel_inputs.h"

#include "passes/pass.h"
#include "predict/program_graphs.h"
#include "predict/session.h"

#include <algorithm>

using namespace foldmeter;
using test::gatedUnit;
using test::inputsFor;
using test::sizesFor;

namespace {

constexpr std::int64_t sharedLimit = 99 * 1024;

// Single attention with a bias, two heads.
kernels::Kernel attention(DType dtype, std::int64_t dim) {
    const ir::Dim tokens = ir::Dim::symbol("tokens");
    using Role = kernels::Argument::Role;
    const ir::Shape rows{tokens, 2, dim};
    kernels::Kernel kernel;
    kernel.name = "single_attention";
    kernel.arguments = {{Role::Input, {dtype, rows}, "q"}, {Role::Input, {dtype, rows}, "k"}, {Role::Input, {dtype, rows}, "v"}, {Role::Input, {dtype, {2, tokens, tokens}}, "bias"}, {Role::Output, {dtype, rows}, "out"}};
    kernels::AttentionKernel body;
    body.qAxes = body.resultAxes = "qhd";
    body.kAxes = body.vAxes = "khd";
    body.biasAxes = "hqk";
    body.dims = {{'q', tokens}, {'k', tokens}, {'h', 2}, {'d', dim}};
    body.bias = 3;
    body.result = 4;
    body.scale = 0.2;
    body.weightType = dtype;
    kernel.body = body;
    return kernel;
}

}  // namespace

class tst_conformance_slow : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void handWritten_data() {
        QTest::addColumn<bool>("bf16");
        QTest::addColumn<int>("count");
        for (const bool bf16 : {false, true})
            for (const int count : {1, 33, 70}) QTest::addRow("%s %d", bf16 ? "bf16" : "f32", count) << bf16 << count;
    }
    void handWritten() {
        QFETCH(bool, bf16);
        QFETCH(int, count);
        const auto kernel = gatedUnit(128, bf16 ? DType::BF16 : DType::F32);
        const auto source = cuda::printSource(kernel, sharedLimit);
        vgpu::GlobalMemory memory;
        const vgpu::Module module(m_compiler.compile({source}, "sm_80").ptx, memory);
        compare(kernel, source, module, memory, {{"tokens", count}}, bf16 ? 1e-2 : 1e-5);
    }

    // Channels of a head that are no multiple of 16 (the published network has 24): nothing is written into the next head.
    void headsOfAnyWidth_data() {
        QTest::addColumn<bool>("bf16");
        QTest::addColumn<int>("dim");
        for (const bool bf16 : {false, true})
            for (const int dim : {8, 12, 16, 24, 40}) QTest::addRow("%s %d", bf16 ? "bf16" : "f32", dim) << bf16 << dim;
    }
    void headsOfAnyWidth() {
        QFETCH(bool, bf16);
        QFETCH(int, dim);
        const auto kernel = attention(bf16 ? DType::BF16 : DType::F32, dim);
        const auto source = cuda::printSource(kernel, sharedLimit);
        vgpu::GlobalMemory memory;
        const vgpu::Module module(m_compiler.compile({source}, "sm_80").ptx, memory);
        for (const int tokens : {5, 70}) compare(kernel, source, module, memory, {{"tokens", tokens}}, bf16 ? 2e-2 : 1e-5);
    }

    // Every kernel of every program, f32 and bf16, in two orders of warps and blocks, with the race check.
    void network_data() {
        QTest::addColumn<QString>("program");
        QTest::addColumn<QString>("precision");
        for (const std::string& program : predict::programNames())
            for (const char* precision : {"f32", "bf16-all"}) QTest::addRow("%s %s", program.c_str(), precision) << QString::fromStdString(program) << precision;
    }
    void network() {
        QFETCH(QString, program);
        QFETCH(QString, precision);
        predict::SessionOptions options;
        options.settings.set("precision", precision.toStdString());
        const CancelFlag cancel;
        predict::Session session(options, &cancel, {});
        const std::string name = program.toStdString();
        const auto graph = passes::runPipeline(predict::splitGraph(name, session.config(), session.settings()), predict::devicePassOptions(name, session.settings()), nullptr).graph;
        const auto kernels = predict::kernelsOf(graph);
        std::vector<cuda::KernelSource> sources;
        for (const auto& kernel : kernels) sources.push_back(cuda::printSource(kernel, sharedLimit));
        vgpu::GlobalMemory memory;
        const vgpu::Module module(m_compiler.compile(sources, "sm_80").ptx, memory);
        for (std::size_t n = 0; n < kernels.size(); ++n) compare(kernels[n], sources[n], module, memory, sizesFor(kernels[n], 3), precision == "f32" ? 2e-5 : 3e-2);
    }

private:
    void compare(const kernels::Kernel& kernel, const cuda::KernelSource& source, const vgpu::Module& module, vgpu::GlobalMemory& memory, const ir::Sizes& sizes, double tolerance) {
        const auto inputs = inputsFor(kernel, sizes);
        const auto expected = kernels::interpretKernel(kernel, inputs, sizes);
        for (const std::uint32_t order : {0u, 7u}) {
            test::VirtualRun run;
            try {
                run = test::runVirtually(kernel, module, memory, source.entry, inputs, sizes, sharedLimit, {.order = order, .findRaces = true});
            } catch (const std::exception& problem) {
                QFAIL(problem.what());
            }
            for (std::size_t n = 0; n < expected.size(); ++n) {
                const double error = test::relativeError(run.results[n], expected[n]);
                if (!(error <= tolerance)) qWarning("%s", source.text.c_str());
                QVERIFY2(error <= tolerance, qPrintable(QString("%1 from %2, result %3: off by %4").arg(kernel.name.c_str(), kernel.scope.c_str()).arg(n).arg(error)));
            }
        }
    }

    const cuda::SourceCompiler m_compiler;
};

FOLDMETER_TEST(tst_conformance_slow)
#include "tst_conformance_slow.moc"
