// Code as bytes: made by another process, loaded here; refused when damaged; schedules as text.
#include "base/error.h"
#include "base/file.h"
#include "engine/targets/cpu/row_builder.h"
#include "engine/targets/cpu/run_kernel.h"

#include <QTemporaryDir>

#include <sys/wait.h>
#include <unistd.h>

using namespace foldmeter;
using foldmeter::test::RowBuilder;

namespace {

kernels::Kernel product(std::int64_t in, std::int64_t out) {
    const ir::Dim tokens = ir::Dim::symbol("tokens");
    RowBuilder b({tokens});
    const int x = b.input(DType::F32, {tokens, in}), y = b.output(DType::F32, {tokens, out}), w = b.weight(DType::F32, {in, out});
    b.store(y, b.matmul(b.load(x, in, {RowBuilder::axis(0), RowBuilder::inner()}), w, out, DType::F32), {RowBuilder::axis(0), RowBuilder::inner()});
    return b.finish("product");
}

}  // namespace

class tst_code_module : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void objectOfAnotherProcess() {
        const auto first = product(20, 40), second = product(7, 100);
        const std::vector<cpu::KernelVariant> variants{{&first, {}}, {&second, {}}};
        QTemporaryDir folder;
        const std::string path = folder.filePath("object").toStdString();
        const pid_t child = fork();
        if (child == 0) {
            int status = 1;
            try {
                writeAtomically(path, cpu::compileKernels(variants, cpu::describeCpu()).object);
                status = 0;
            } catch (...) {
            }
            _exit(status);
        }
        int status = -1;
        waitpid(child, &status, 0);
        QCOMPARE(status, 0);
        cpu::CompiledCode code{readText(path), {"kernel_0", "kernel_1"}};
        const auto module = cpu::CodeModule::load(code);
        ThreadPool pool(1);
        for (std::size_t n = 0; n < variants.size(); ++n) {
            const auto launch = cpu::Launch::make(variants[n], module, code.symbols[n]);
            const auto& kernel = *variants[n].kernel;
            const auto inputs = test::randomInputs(kernel, {{"tokens", 30}});
            const auto expected = kernels::interpretKernel(kernel, inputs, {{"tokens", 30}});
            QCOMPARE_LT(test::relativeError(test::runLaunch(*launch, kernel, inputs, {{"tokens", 30}}, {}, pool).at(0), expected.at(0)), 1e-6);
        }
    }

    void equalKernelsGiveEqualBytes() {
        const auto kernel = product(20, 40);
        const auto cpu = cpu::describeCpu();
        QCOMPARE(cpu::compileKernels({{&kernel, {}}}, cpu).object, cpu::compileKernels({{&kernel, {}}}, cpu).object);
    }

    void damagedObjectIsRefused() {
        const auto kernel = product(20, 40);
        auto code = cpu::compileKernels({{&kernel, {}}}, cpu::describeCpu());
        code.object.resize(code.object.size() / 2);
        QVERIFY_THROWS_EXCEPTION(InternalError, cpu::CodeModule::load(code));
        code.object = "no object at all";
        QVERIFY_THROWS_EXCEPTION(InternalError, cpu::CodeModule::load(code));
    }

    void unknownSymbolIsRefused() {
        const auto kernel = product(20, 40);
        const auto code = cpu::compileKernels({{&kernel, {}}}, cpu::describeCpu());
        QVERIFY_THROWS_EXCEPTION(InternalError, cpu::CodeModule::load(code)->entry("kernel_7"));
    }

    void libraryNeedsNoSizeForItsPrimitives() {
        const auto kernel = product(20, 40);
        const cpu::KernelVariant variant{&kernel, cpu::Schedule::fromText("matmul=library")};
        const auto code = cpu::compileKernels({variant}, cpu::describeCpu());
        const auto launch = cpu::Launch::make(variant, cpu::CodeModule::load(code), code.symbols.at(0));
        QCOMPARE(launch->primitivesCreated(), 1);
        for (const std::int64_t tokens : {1, 5, 64, 300}) launch->bind({{"tokens", tokens}});
        QCOMPARE(launch->primitivesCreated(), 1);
    }

    void showsItsCode() {
        const auto kernel = product(20, 40);
        const auto cpu = cpu::describeCpu();
        QVERIFY(cpu::showLlvmIr({&kernel, {}}, cpu).find("define void @product") != std::string::npos);
        const std::string assembly = cpu::showAssembly({&kernel, {}}, cpu);
        QVERIFY(assembly.find("vfmadd231ps") != std::string::npos);
        QVERIFY(assembly.find(cpu.hasAvx512 ? "zmm" : "ymm") != std::string::npos);
    }

    void schedules_data() {
        QTest::addColumn<QString>("text");
        for (const char* text : {"default", "rows=64", "matmul=library", "rows=16 matmul=generated", "queries=32 keys=128"}) QTest::newRow(text) << text;
    }
    void schedules() {
        QFETCH(QString, text);
        const auto schedule = cpu::Schedule::fromText(text.toStdString());
        QCOMPARE(schedule.toText(), text.toStdString());
        QVERIFY(cpu::Schedule::fromText(schedule.toText()) == schedule);
    }
    void unreadableSchedules_data() {
        QTest::addColumn<QString>("text");
        for (const char* text : {"rows", "rows=", "rows=-4", "rows=x", "colour=red", "matmul=cublas", "rows=99999999999"}) QTest::newRow(text) << text;
    }
    void unreadableSchedules() {
        QFETCH(QString, text);
        QVERIFY_THROWS_EXCEPTION(InputError, cpu::Schedule::fromText(text.toStdString()));
    }

    void peakIsPlausible() {
        ThreadPool pool(1);
        const double peak = cpu::measureGemmPeak(pool, DType::F32, 0.02);
        QCOMPARE_GT(peak, 5.0);
        QCOMPARE_LT(peak, 2000.0);
    }
};

FOLDMETER_TEST(tst_code_module)
#include "tst_code_module.moc"
