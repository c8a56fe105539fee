// The driver's classes on the double: what happens late, what is timed, and every fault that can be ordered.
#include "virtual_gpu/virtual_driver.h"

#include "targets/cuda/driver/driver_error.h"
#include "targets/cuda/driver/graph.h"
#include "targets/cuda/driver/module.h"

#include <cstring>

using namespace foldmeter;

namespace {

// Every element of an array gets a number added.
const char* const addText = R"(
extern "C" __global__ void add(float* a, const long long n, const float by) {
    const long long i = blockIdx.x * 128ll + threadIdx.x;
    if (i < n) a[i] += by;
}
)";

std::shared_ptr<const cuda::Device> openDevice() { return cuda::Device::open(cuda::Driver::open(), 0); }

struct Adder {
    const std::size_t count = 300;
    std::shared_ptr<const cuda::Device> device = openDevice();
    std::shared_ptr<const cuda::Stream> stream = std::make_shared<cuda::Stream>(device);
    std::shared_ptr<const cuda::Module> module;
    cuda::Function function;
    cuda::DeviceMemory memory;
    cuda::PinnedMemory host;

    explicit Adder(const cuda::CompiledModule& code) : module(cuda::Module::load(device, code)), function(module->function("add")), memory(stream, count * 4), host(device, count * 4) {
        std::memset(host.data(), 0, host.size());
        cuda::copyToDevice(*stream, memory.address(), host.bytes());
        stream->synchronize();
    }
    void add(float by, std::size_t elements) const {
        std::uint64_t address = memory.address();
        long long n = static_cast<long long>(elements);
        void* arguments[] = {&address, &n, &by};
        function.launch(*stream, static_cast<std::int64_t>((elements + 127) / 128), 128, 0, arguments);
    }
    float at(std::size_t index) const {
        cuda::copyToHost(*stream, host.data(), memory.address(), host.size());
        stream->synchronize();
        float value = 0;
        std::memcpy(&value, host.data() + index * 4, 4);
        return value;
    }
};

template <typename Work> std::string refusalOf(Work work) {
    try {
        work();
    } catch (const DeviceError& error) {
        return error.what();
    }
    return "";
}

}  // namespace

class tst_driver : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        QVERIFY2(m_driver.found(), "the driver that was found is not the double");
        m_code = m_compiler.compile({{"add", addText}}, "sm_80");
    }
    void cleanup() { m_driver.reset(); }

    void describesTheDevice() {
        const auto device = openDevice();
        QCOMPARE(device->description().computeCapability, 80);
        QVERIFY(device->description().sharedPerBlock > 48 * 1024);
        QVERIFY(device->memory().free > 0);
        QCOMPARE(device->driver().version(), 13000);
    }

    void copiesAndLaunches() {
        const Adder adder(m_code);
        QVERIFY(adder.module->translated());   // the double knows no machine code it was not told of
        adder.add(2, 299);
        QCOMPARE(adder.at(298), 2.0f);
        QCOMPARE(adder.at(299), 0.0f);
    }
    void takesMachineCode() {
        m_driver.know(m_code.cubin, m_code.ptx);
        const Adder adder(m_code);
        QVERIFY(!adder.module->translated());
        adder.add(1, 300);
        QCOMPARE(adder.at(0), 1.0f);
        QCOMPARE(m_driver.statistics().machineCodeLoaded, std::uint64_t{1});
    }

    // What nobody waited for is not there.
    void worksLate() {
        const Adder adder(m_code);
        adder.add(5, 300);
        cuda::copyToHost(*adder.stream, adder.host.data(), adder.memory.address(), adder.host.size());
        float before = 0, after = 0;
        std::memcpy(&before, adder.host.data(), 4);
        adder.stream->synchronize();
        std::memcpy(&after, adder.host.data(), 4);
        QCOMPARE(before, 0.0f);
        QCOMPARE(after, 5.0f);
    }
    void waitsAcrossStreams() {
        const Adder adder(m_code);
        const cuda::Stream other(adder.device);
        const cuda::Event done(adder.device);
        adder.add(3, 300);
        adder.stream->record(done);
        other.waitFor(done);
        cuda::copyToHost(other, adder.host.data(), adder.memory.address(), adder.host.size());
        other.synchronize();
        float value = 0;
        std::memcpy(&value, adder.host.data(), 4);
        QCOMPARE(value, 3.0f);
    }
    void timesWithEvents() {
        const Adder adder(m_code);
        const cuda::Event begin(adder.device), middle(adder.device), end(adder.device);
        adder.stream->record(begin);
        adder.add(1, 128);
        adder.stream->record(middle);
        adder.add(1, 300);
        adder.stream->record(end);
        end.synchronize();
        const double one = middle.millisecondsSince(begin), three = end.millisecondsSince(middle);
        QVERIFY(one > 0 && three > one);
        QVERIFY(end.reached());
    }

    void recordsAndUpdatesGraphs() {
        const Adder adder(m_code);
        const auto record = [&](float by, std::size_t count) {
            return cuda::Graph::record(*adder.stream, [&] {
                adder.add(by, count);
                adder.add(by, count);
            });
        };
        const cuda::Graph first = record(1, 300);
        QCOMPARE(first.nodes(), std::size_t{2});
        QCOMPARE(adder.at(0), 0.0f);   // recorded, not done
        cuda::ExecutableGraph graph(first);
        graph.launch(*adder.stream);
        graph.launch(*adder.stream);
        QCOMPARE(adder.at(0), 4.0f);
        QVERIFY(graph.update(record(10, 200)));
        graph.launch(*adder.stream);
        QCOMPARE(adder.at(0), 24.0f);
        QCOMPARE(adder.at(250), 4.0f);
        QVERIFY(!graph.update(cuda::Graph::record(*adder.stream, [&] { adder.add(1, 1); })));
        graph.launch(*adder.stream);
        QCOMPARE(adder.at(0), 44.0f);   // as it was
        QCOMPARE(m_driver.statistics().graphLaunches, std::uint64_t{4});
    }
    void waitingBreaksARecording() {
        const Adder adder(m_code);
        const std::string why = refusalOf([&] { cuda::Graph::record(*adder.stream, [&] { adder.stream->synchronize(); }); });
        QVERIFY2(why.find("CUDA_ERROR_STREAM_CAPTURE") != std::string::npos, why.c_str());
        adder.add(1, 300);
        QCOMPARE(adder.at(0), 1.0f);    // the stream is as before
    }

    // What the user reads when the driver cannot be used.
    void faultsAtTheStart_data() {
        QTest::addColumn<QString>("faults");
        QTest::addColumn<QString>("says");
        QTest::newRow("no device") << "no-device" << "nvidia-smi";
        QTest::newRow("no such function") << "absent:cuStreamBeginCapture" << "cuStreamBeginCapture";
        QTest::newRow("old driver") << "driver:11010" << "CUDA 11.1";
        QTest::newRow("code and PTX refused") << "code:209 ptx:222" << "CUDA_ERROR_UNSUPPORTED_PTX_VERSION";
        QTest::newRow("no memory") << "memory:1+" << "--samples-per-batch";
    }
    void faultsAtTheStart() {
        QFETCH(QString, faults);
        QFETCH(QString, says);
        m_driver.order(faults.toStdString());
        const std::string why = refusalOf([&] { Adder adder(m_code); });
        QVERIFY2(why.find(says.toStdString()) != std::string::npos, why.c_str());
    }
    void doesWithoutWhatItCanSpare() {
        m_driver.order("absent:cuGraphExecUpdate");
        const Adder adder(m_code);
        const cuda::Graph graph = cuda::Graph::record(*adder.stream, [&] { adder.add(1, 300); });
        cuda::ExecutableGraph executable(graph);
        QVERIFY(!executable.update(graph));
    }
    // A refused allocation is tried again once memory that is kept for reuse was given back.
    void triesMemoryOnceMore() {
        m_driver.order("memory:1");
        const Adder adder(m_code);
        QVERIFY(adder.memory.address() != 0);
    }
    void faultsOfKernelsLast() {
        const Adder adder(m_code);
        m_driver.order("launch:1");
        adder.add(1, 300);
        bool sticky = false;
        try {
            adder.stream->synchronize();
        } catch (const cuda::DriverError& error) {
            sticky = error.sticky();
        }
        QVERIFY(sticky);
        const std::string again = refusalOf([&] { adder.add(1, 300); });
        QVERIFY2(again.find("started again") != std::string::npos, again.c_str());
    }
    void outOfBoundsIsFound() {
        const Adder adder(m_code);
        adder.add(1, 5000);
        const std::string why = refusalOf([&] { adder.stream->synchronize(); });
        QVERIFY2(why.find("CUDA_ERROR_ILLEGAL_ADDRESS") != std::string::npos, why.c_str());
        QVERIFY2(m_driver.lastFault().find("kernel add") != std::string::npos && m_driver.lastFault().find("PTX line") != std::string::npos, m_driver.lastFault().c_str());
    }
    void nothingIsLeftBehind() {
        { const Adder adder(m_code); }
        QCOMPARE(m_driver.statistics().living, std::uint64_t{0});
        QCOMPARE(m_driver.statistics().bytesNow, std::uint64_t{0});
    }

private:
    const test::VirtualDriver m_driver;
    const cuda::SourceCompiler m_compiler;
    cuda::CompiledModule m_code;
};

FOLDMETER_TEST(tst_driver)
#include "tst_driver.moc"
