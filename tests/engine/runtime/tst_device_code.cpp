// Code for a device that is not here: compiled once, kept, read again; a damaged entry is compiled anew.
#include "base/error.h"
#include "engine/targets/cpu/row_builder.h"
#include "runtime/device_code.h"
#include "support/test_main.h"

#include <QTemporaryDir>

using namespace foldmeter;
using test::RowBuilder;

namespace {

kernels::Kernel twice(const char* name, std::int64_t channels) {
    const ir::Dim tokens = ir::Dim::symbol("tokens");
    RowBuilder b({tokens});
    const int x = b.input(DType::F32, {tokens, channels}), y = b.output(DType::F32, {tokens, channels});
    const int loaded = b.load(x, channels, {RowBuilder::axis(0), RowBuilder::inner()});
    b.store(y, b.apply(ir::Op::Add, {loaded, loaded}), {RowBuilder::axis(0), RowBuilder::inner()});
    return b.finish(name);
}

}  // namespace

class tst_device_code : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isKept() {
        const QTemporaryDir folder;
        const runtime::CodeCache cache(CacheUse::ReadWrite, folder.filePath("cache").toStdString());
        ThreadPool pool(2);
        const cuda::SourceCompiler compiler;
        const auto device = cuda::readDeviceDescription(*cuda::findDeviceDescription("rtx-4090"));
        const runtime::DeviceCompiler with{&compiler, device, &cache, &pool};
        const std::vector<kernels::Kernel> kernels{twice("a", 32), twice("b", 48)};
        const auto first = runtime::compileForDevice("trunk", kernels, with);
        QCOMPARE(first.compiledNow(), std::size_t{2});
        QCOMPARE(first.cache, std::string("miss"));
        const auto again = runtime::compileForDevice("trunk", kernels, with);
        QCOMPARE(again.compiledNow(), std::size_t{0});
        QCOMPARE(again.cache, std::string("hit"));
        QVERIFY(again.kernels[1].module->ptx == first.kernels[1].module->ptx && again.kernels[1].module->cubin == first.kernels[1].module->cubin);
        QCOMPARE(again.kernels[0].figures().registers, first.kernels[0].figures().registers);
        const auto list = runtime::listCache(folder.filePath("cache").toStdString());
        QCOMPARE(list.size(), std::size_t{1});
        QCOMPARE(list[0].program, std::string("trunk sm_89"));

        auto other = with;
        other.device = cuda::readDeviceDescription(*cuda::findDeviceDescription("a100-sxm-80gb"));
        QCOMPARE(runtime::compileForDevice("trunk", kernels, other).compiledNow(), std::size_t{2});
    }

    // What several programs use is compiled once, also where it comes from different places of the network.
    void sharedKernelsAreMadeOnce() {
        ThreadPool pool(2);
        const cuda::SourceCompiler compiler;
        const runtime::DeviceCompiler with{&compiler, cuda::readDeviceDescription(*cuda::findDeviceDescription("rtx-4090")), nullptr, &pool};
        auto elsewhere = twice("a", 32);
        elsewhere.scope = "confidence_head";
        const auto code = runtime::compileForDevice({{"trunk", {twice("a", 32), twice("b", 48)}}, {"confidence", {elsewhere, twice("c", 64)}}}, with);
        QCOMPARE(code.size(), std::size_t{2});
        QCOMPARE(code[0].compiledNow(), std::size_t{2});
        QCOMPARE(code[1].compiledNow(), std::size_t{1});
        QVERIFY(code[1].kernels[0].module == code[0].kernels[0].module);
        QVERIFY(code[1].kernels[0].figures().registers > 0 && code[1].kernels[1].figures().registers > 0);
    }

    void bytesReadBack() {
        cuda::CompiledModule code{"ptx text", std::string("\0\1cubin", 7), {{"a", {37, 1024, 8, 4, 16}}, {"b", {}}}};
        const auto read = runtime::readCompiled(runtime::toBytes(code));
        QCOMPARE(read.cubin, code.cubin);
        QCOMPARE(read.kernels.at("a").stackBytes, std::int64_t{16});
        const std::string bytes = runtime::toBytes(code);
        QVERIFY_EXCEPTION_THROWN(runtime::readCompiled(bytes.substr(0, bytes.size() - 3)), InputError);
        QVERIFY_EXCEPTION_THROWN(runtime::readCompiled(bytes + "x"), InputError);
    }
};

FOLDMETER_TEST(tst_device_code)
#include "tst_device_code.moc"
