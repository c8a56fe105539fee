// A bound kernel runs without asking for memory: a step of the network must not depend on the heap. And what binding asks
// for does not grow with the sizes: forecasts bind at hundreds of sizes that no machine could run.
#include "engine/targets/cpu/row_builder.h"
#include "engine/targets/cpu/run_kernel.h"

#include <atomic>
#include <cstdlib>
#include <new>

using namespace foldmeter;
using foldmeter::test::RowBuilder;

namespace {
std::atomic<bool> counting{false};
std::atomic<int> allocations{0};
std::atomic<std::size_t> bytesAsked{0};

void* counted(std::size_t size) {
    if (counting) {
        ++allocations;
        bytesAsked += size;
    }
    if (void* memory = std::malloc(size ? size : 1)) return memory;
    throw std::bad_alloc();
}

kernels::Kernel linear() {
    const ir::Dim tokens = ir::Dim::symbol("n");
    RowBuilder b({tokens});
    const int x = b.input(DType::F32, {tokens, 64}), y = b.output(DType::F32, {64, tokens}), w = b.weight(DType::F32, {64, 64});
    b.store(y, b.matmul(b.load(x, 64, {RowBuilder::axis(0), RowBuilder::inner()}), w, 64, DType::F32), {RowBuilder::inner(), RowBuilder::axis(0)});
    return b.finish("linear");
}

kernels::Kernel product(const std::string& spec = "cki,ckj->cij") {
    const ir::Dim n = ir::Dim::symbol("n");
    kernels::MatmulKernel body;
    body.spec = spec;
    body.leftShape = body.rightShape = {n, n, n};
    kernels::Kernel kernel;
    const ir::TensorType type{DType::F32, {n, n, n}};
    using Role = kernels::Argument::Role;
    kernel.name = "product";
    const ir::TensorType result{DType::F32, ir::Shape(spec.size() - spec.find('>') - 1, n)};
    kernel.arguments = {{Role::Input, type, "a"}, {Role::Input, type, "b"}, {Role::Output, result, "c"}};
    kernel.body = body;
    return kernel;
}

kernels::Kernel attention() {
    const ir::Dim n = ir::Dim::symbol("n");
    kernels::AttentionKernel body;
    body.qAxes = body.resultAxes = "qhd";
    body.kAxes = body.vAxes = "khd";
    body.dims = {{'q', n}, {'k', n}, {'h', 2}, {'d', 16}};
    body.result = 3;
    kernels::Kernel kernel;
    const ir::TensorType type{DType::F32, {n, 2, 16}};
    using Role = kernels::Argument::Role;
    kernel.name = "attention";
    kernel.arguments = {{Role::Input, type, "q"}, {Role::Input, type, "k"}, {Role::Input, type, "v"}, {Role::Output, type, "o"}};
    kernel.body = body;
    return kernel;
}
}  // namespace

void* operator new(std::size_t size) { return counted(size); }
void* operator new[](std::size_t size) { return counted(size); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }

class tst_allocation : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void counterCounts() {
        allocations = 0;
        counting = true;
        const auto* one = new std::string(100, 'x');
        counting = false;
        delete one;
        QCOMPARE_GT(allocations.load(), 0);
    }
    void runningAllocatesNothing_data() {
        QTest::addColumn<int>("kind");
        for (const auto& [kind, name] : {std::pair{0, "rows"}, {1, "product"}, {2, "attention"}}) QTest::newRow(name) << kind;
    }
    void runningAllocatesNothing() {
        QFETCH(int, kind);
        const auto kernel = kind == 0 ? linear() : kind == 1 ? product() : attention();
        const cpu::KernelVariant variant{&kernel, {}};
        const auto code = cpu::compileKernels({variant}, cpu::describeCpu());
        const auto launch = cpu::Launch::make(variant, cpu::CodeModule::load(code), code.symbols.at(0));
        const ir::Sizes sizes{{"n", 50}};
        const auto bound = launch->bind(sizes);
        const auto inputs = test::randomInputs(kernel, sizes);
        std::vector<Buffer> memory;
        std::vector<void*> arguments;
        for (const auto& argument : kernel.arguments) {
            memory.push_back(Buffer::zeroed(static_cast<std::size_t>(elementCount(ir::evaluate(argument.type.shape, sizes))) * 4 + 4096));
            arguments.push_back(memory.back().data());
        }
        ThreadPool pool(2);
        Buffer scratch(bound->scratchBytesPerThread * 2);
        allocations = 0;
        counting = true;
        for (int n = 0; n < 3; ++n) launch->run(*bound, arguments.data(), pool, scratch.data());
        counting = false;
        QCOMPARE(allocations.load(), 0);
    }
    void bindingAsksForTheSameAtAllSizes_data() {
        QTest::addColumn<QString>("spec");   // empty: attention
        for (const char* spec : {"cki,ckj->cij", "ijk,kil->jl", "abk,akc->abc", "abk,ckd->abcd", ""}) QTest::newRow(*spec ? spec : "attention") << spec;
    }
    void bindingAsksForTheSameAtAllSizes() {
        QFETCH(QString, spec);
        const kernels::Kernel kernel = spec.isEmpty() ? attention() : product(spec.toStdString());
        const cpu::KernelVariant variant{&kernel, {}};
        const auto code = cpu::compileKernels({variant}, cpu::describeCpu());
        const auto launch = cpu::Launch::make(variant, cpu::CodeModule::load(code), code.symbols.at(0));
        std::vector<std::size_t> asked;
        for (const std::int64_t n : {64, 5000}) {
            bytesAsked = 0;
            counting = true;
            launch->bind({{"n", n}});
            counting = false;
            asked.push_back(bytesAsked.load());
        }
        QVERIFY(asked[0] > 0);
        QCOMPARE(asked[1], asked[0]);
    }
};

FOLDMETER_TEST(tst_allocation)
#include "tst_allocation.moc"
