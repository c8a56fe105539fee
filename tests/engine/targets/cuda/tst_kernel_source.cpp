// Every kind of kernel as CUDA C++: NVRTC takes it for all generations of devices, hot kernels spill nothing, and the text
// holds no size of an input.
#include "base/error.h"
#include "engine/targets/cpu/gated_unit.h"
#include "support/test_main.h"
#include "targets/cuda/source_compiler.h"

using namespace foldmeter;
using test::gatedUnit;

namespace {

const ir::Dim tokens = ir::Dim::symbol("tokens");

kernels::Kernel trianglePart(DType dtype) {
    kernels::Kernel kernel;
    using Role = kernels::Argument::Role;
    kernel.arguments = {{Role::Input, {dtype, {128, tokens, tokens}}, "a"}, {Role::Input, {dtype, {128, tokens, tokens}}, "b"}, {Role::Output, {dtype, {128, tokens, tokens}}, "out"}};
    kernels::MatmulKernel matmul;
    matmul.spec = "cik,cjk->cij";
    matmul.leftShape = matmul.rightShape = {128, tokens, tokens};
    kernel.body = matmul;
    kernel.name = "triangle";
    return kernel;
}

kernels::Kernel attention(DType dtype) {
    kernels::Kernel kernel;
    using Role = kernels::Argument::Role;
    const ir::Shape rows{tokens, tokens, 4, 32};
    kernel.arguments = {{Role::Input, {dtype, rows}, "q"}, {Role::Input, {dtype, rows}, "k"}, {Role::Input, {dtype, rows}, "v"},
                        {Role::Input, {dtype, {4, tokens, tokens}}, "bias"}, {Role::Input, {DType::Bool, {tokens, tokens}}, "mask"}, {Role::Output, {dtype, rows}, "out"}};
    kernels::AttentionKernel body;
    body.qAxes = body.resultAxes = "Aqhd";
    body.kAxes = body.vAxes = "Akhd";
    body.biasAxes = "hqk";
    body.maskAxes = "Ak";
    body.dims = {{'A', tokens}, {'q', tokens}, {'k', tokens}, {'h', 4}, {'d', 32}};
    body.bias = 3;
    body.mask = 4;
    body.result = 5;
    body.scale = 0.1767766952966369;
    body.weightType = dtype;
    kernel.body = body;
    kernel.name = "triangle_attention";
    return kernel;
}

}  // namespace

class tst_kernel_source : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void compilesEverywhere_data() {
        QTest::addColumn<QString>("kernel");
        QTest::addColumn<bool>("bf16");
        QTest::addColumn<QString>("architecture");
        for (const char* kernel : {"gated_unit", "triangle", "attention"})
            for (const bool bf16 : {true, false})
                for (const char* architecture : {"sm_80", "sm_90", "sm_120"}) QTest::addRow("%s %s %s", kernel, bf16 ? "bf16" : "f32", architecture) << kernel << bf16 << architecture;
    }
    void compilesEverywhere() {
        QFETCH(QString, kernel);
        QFETCH(bool, bf16);
        QFETCH(QString, architecture);
        const DType dtype = bf16 ? DType::BF16 : DType::F32;
        const auto body = kernel == "gated_unit" ? gatedUnit(128, dtype) : kernel == "triangle" ? trianglePart(dtype) : attention(dtype);
        const auto source = cuda::printSource(body, 99 * 1024);
        const auto compiled = m_compiler.compile({source}, architecture.toStdString());
        QVERIFY(compiled.cubin.size() > 1000);
        QVERIFY(compiled.ptx.find(".entry " + source.entry) != std::string::npos);
        const auto& figures = compiled.kernels.at(source.entry);
        QVERIFY(figures.registers > 8 && figures.registers <= 255);
        QCOMPARE(figures.spillStores, 0);
        const bool tensorCores = compiled.ptx.find("mma.sync") != std::string::npos;
        QCOMPARE(tensorCores, bf16);
    }

    void sizesDoNotReachTheText() {
        const std::string text = cuda::printSource(gatedUnit(128, DType::BF16), 99 * 1024).text;
        QVERIFY(text.find("tokens, 128") != std::string::npos);   // named in a comment
        QVERIFY(text.find("p.rowsOfPiece") != std::string::npos);
    }

    void moreSharedMemoryMeansLargerTiles() {
        QVERIFY(cuda::printSource(gatedUnit(128, DType::BF16), 227 * 1024).text.find("* 64, first = ") != std::string::npos);
        QVERIFY(cuda::printSource(gatedUnit(128, DType::BF16), 99 * 1024).text.find("* 32, first = ") != std::string::npos);
    }

    void severalAreCompiledTogether() {
        const auto first = cuda::printSource(gatedUnit(128, DType::BF16), 99 * 1024), second = cuda::printSource(attention(DType::BF16), 99 * 1024);
        const auto compiled = m_compiler.compile({first, second}, "sm_80");
        QCOMPARE(compiled.kernels.size(), std::size_t{2});
        for (const auto& source : {first, second}) QVERIFY(compiled.ptx.find(".entry " + source.entry) != std::string::npos);
        QVERIFY(compiled.kernels.at(first.entry).registers != 0 && compiled.kernels.at(second.entry).registers != 0);
    }

    void refusedTextIsTold() {
        try {
            m_compiler.compile({{"broken", "extern \"C\" __global__ void broken() { nonsense(); }"}}, "sm_80");
            QFAIL("compiled");
        } catch (const InternalError& problem) {
            QVERIFY(std::string(problem.what()).find("nonsense") != std::string::npos);
        }
    }

private:
    const cuda::SourceCompiler m_compiler;
};

FOLDMETER_TEST(tst_kernel_source)
#include "tst_kernel_source.moc"
