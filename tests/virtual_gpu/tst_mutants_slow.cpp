// Whether the checks of the virtual GPU notice a missing barrier: from kernels of every template each barrier between the
// warps of a block, each group of asynchronous copies and each wait for them is deleted, one at a time, and something must
// be noticed - a fault, a race, a wrong value - in one of two orders of warps and blocks.
//
// Barriers within a warp (__syncwarp) are left out: the machine runs a warp's lanes in step and cannot miss one.
#include "engine/targets/cpu/gated_unit.h"
#include "support/test_main.h"
#include "virtual_gpu/run_kernel.h"

#include <algorithm>
#include <regex>

using namespace foldmeter;
using test::RowBuilder;

namespace {

constexpr std::int64_t sharedLimit = 99 * 1024;
const ir::Dim tokens = ir::Dim::symbol("tokens"), batch = ir::Dim::symbol("batch");
using Role = kernels::Argument::Role;

kernels::Kernel product(DType dtype) {
    kernels::Kernel kernel;
    kernel.name = "product";
    for (const char* name : {"left", "right", "result"})
        kernel.arguments.push_back({name == std::string("result") ? Role::Output : Role::Input, {dtype, {batch, tokens, tokens}}, name});
    kernels::MatmulKernel matmul;
    matmul.spec = "cik,cjk->cij";
    matmul.leftShape = matmul.rightShape = {batch, tokens, tokens};
    kernel.body = matmul;
    return kernel;
}

kernels::Kernel attention(DType dtype, std::int64_t dim) {
    kernels::Kernel kernel;
    kernel.name = "attention";
    const ir::Shape rows{batch, tokens, 2, dim};
    kernel.arguments = {{Role::Input, {dtype, rows}, "q"}, {Role::Input, {dtype, rows}, "k"}, {Role::Input, {dtype, rows}, "v"},
                        {Role::Input, {dtype, {2, tokens, tokens}}, "bias"}, {Role::Input, {DType::Bool, {batch, tokens}}, "mask"}, {Role::Output, {dtype, rows}, "out"}};
    kernels::AttentionKernel body;
    body.qAxes = body.resultAxes = "Aqhd";
    body.kAxes = body.vAxes = "Akhd";
    body.biasAxes = "hqk";
    body.maskAxes = "Ak";
    body.dims = {{'A', batch}, {'q', tokens}, {'k', tokens}, {'h', 2}, {'d', dim}};
    body.bias = 3;
    body.mask = 4;
    body.result = 5;
    body.scale = 0.2;
    body.weightType = dtype;
    kernel.body = body;
    return kernel;
}

// Channels outside, tokens inside, in and out; a product between.
kernels::Kernel channelMajor() {
    RowBuilder b({tokens});
    const int x = b.input(DType::F32, {48, tokens}), y = b.output(DType::F32, {32, tokens}), w = b.weight(DType::F32, {48, 32});
    const int loaded = b.load(x, 48, {RowBuilder::inner(), RowBuilder::axis(0)});
    const int doubled = b.apply(ir::Op::Exp, {loaded});
    b.store(y, b.matmul(doubled, w, 32, DType::F32), {RowBuilder::inner(), RowBuilder::axis(0)});
    return b.finish("channel_major");
}

struct Template {
    const char* name;
    kernels::Kernel kernel;
    double tolerance;
};
std::vector<Template> templates() {
    return {{"rows f32", test::gatedUnit(40, DType::F32), 1e-5},
            {"rows bf16", test::gatedUnit(40, DType::BF16), 1e-2},
            {"rows channel-major", channelMajor(), 1e-5},
            {"product f32", product(DType::F32), 1e-5},
            {"product bf16", product(DType::BF16), 1e-2},
            {"attention f32", attention(DType::F32, 24), 1e-5},
            {"attention bf16, two stages", attention(DType::BF16, 32), 1e-2},
            {"attention bf16, one stage", attention(DType::BF16, 96), 1e-2},
            {"attention bf16, odd rows", attention(DType::BF16, 9), 1e-2}};
}

// The text with what it includes in its place, each once.
std::string unfolded(const std::string& text, std::set<std::string>& seen) {
    std::string result;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size() - 1) + 1;
        const std::string line = text.substr(at, end - at);
        at = end;
        if (line.starts_with("#pragma once")) continue;
        if (!line.starts_with("#include")) {
            result += line;
            continue;
        }
        const std::string name = line.substr(10, line.rfind('"') - 10);
        if (!seen.insert(name).second) continue;
        for (const auto& [header, content] : cuda::deviceHeaders())
            if (header == name) result += unfolded(content, seen);
    }
    return result;
}

// Places of what may be deleted: calls, not definitions.
std::vector<std::pair<std::size_t, std::size_t>> sites(const std::string& text) {
    static const std::regex call(R"(__syncthreads\(\);|commitCopies\(\);|waitForCopies<[^>]*>\(\);)");
    std::vector<std::pair<std::size_t, std::size_t>> found;
    for (auto match = std::sregex_iterator(text.begin(), text.end(), call); match != std::sregex_iterator(); ++match)
        found.emplace_back(match->position(), match->length());
    return found;
}

std::string lineAround(const std::string& text, std::size_t place) {
    const std::size_t before = text.rfind('\n', text.rfind('\n', place) - 1) + 1, end = text.find('\n', text.find('\n', place) + 1);
    return text.substr(before, end - before);
}

}  // namespace

class tst_mutants_slow : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void areNoticed_data() {
        QTest::addColumn<int>("number");
        for (std::size_t n = 0; n < templates().size(); ++n) QTest::newRow(templates()[n].name) << static_cast<int>(n);
    }
    void areNoticed() {
        QFETCH(int, number);
        const Template subject = templates()[static_cast<std::size_t>(number)];
        const ir::Sizes sizes{{"tokens", 135}, {"batch", 2}};
        const auto inputs = test::randomInputs(subject.kernel, sizes);
        const auto expected = kernels::interpretKernel(subject.kernel, inputs, sizes);
        const auto printed = cuda::printSource(subject.kernel, sharedLimit);
        std::set<std::string> seen;
        const std::string text = unfolded(printed.text, seen);
        const std::string ptx = m_compiler.compile({{printed.entry, text}}, architecture).ptx;
        QCOMPARE(problem(subject, printed.entry, ptx, inputs, sizes, expected), std::string());
        int mutants = 0;
        for (const auto& [place, length] : sites(text)) {
            const std::string mutant = std::string(text).replace(place, length, ";");
            const std::string changed = m_compiler.compile({{printed.entry, mutant}}, architecture).ptx;
            if (changed == ptx) continue;   // in code that this kernel does not use
            ++mutants;
            m_deleted.insert(lineAround(text, place));
            QVERIFY2(!problem(subject, printed.entry, changed, inputs, sizes, expected).empty(), qPrintable(QString("not noticed:\n%1").arg(lineAround(text, place).c_str())));
        }
        QVERIFY(mutants >= 2);
        qInfo("%d mutants, all noticed", mutants);
    }

    // No barrier of the device code was left out because no template uses it.
    void everyHeaderIsCovered() {
        for (const auto& [header, content] : cuda::deviceHeaders())
            for (const auto& [place, length] : sites(content))
                QVERIFY2(m_deleted.contains(lineAround(content, place)), qPrintable(QString("%1:\n%2").arg(header.c_str(), lineAround(content, place).c_str())));
    }

private:
    static constexpr const char* architecture = "compute_80";   // PTX is all that is executed

    // What the suite says of this PTX; "" when it finds nothing.
    static std::string problem(const Template& subject, const std::string& entry, const std::string& ptx, const std::vector<Tensor>& inputs, const ir::Sizes& sizes,
                               const std::vector<Tensor>& expected) {
        for (const std::uint32_t order : {0u, 7u}) {
            try {
                vgpu::GlobalMemory memory;
                const vgpu::Module module(ptx, memory);
                const auto run = test::runVirtually(subject.kernel, module, memory, entry, inputs, sizes, sharedLimit,
                                                    {.order = order, .findRaces = true, .budget = 50'000'000}, 2);
                for (std::size_t n = 0; n < expected.size(); ++n)
                    if (!(test::relativeError(run.results[n], expected[n]) <= subject.tolerance)) return "wrong values";
            } catch (const vgpu::Fault& fault) {
                return fault.what();
            }
        }
        return "";
    }

    std::set<std::string> m_deleted;
    const cuda::SourceCompiler m_compiler;
};

FOLDMETER_TEST(tst_mutants_slow)
#include "tst_mutants_slow.moc"
