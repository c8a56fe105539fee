// Room on a multiprocessor, against figures worked out by hand from NVIDIA's rules, and instructions counted in a text.
#include "support/test_main.h"
#include "targets/cuda/static_figures.h"

using namespace foldmeter;

class tst_static_figures : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void blocksOnAMultiprocessor_data() {
        QTest::addColumn<QString>("device");
        QTest::addColumn<int>("registers");
        QTest::addColumn<int>("shared");
        QTest::addColumn<int>("threads");
        QTest::addColumn<int>("blocks");
        QTest::addColumn<QString>("bound");
        const auto row = [](const char* device, int registers, int shared, int threads, int blocks, const char* bound) {
            QTest::addRow("%s %d %d %d", device, registers, shared, threads) << device << registers << shared << threads << blocks << bound;
        };
        row("a100-sxm-80gb", 32, 0, 128, 16, "registers");        // 64 warps of 1024 registers, and of threads
        row("a100-sxm-80gb", 128, 0, 128, 4, "registers");
        row("a100-sxm-80gb", 129, 0, 128, 3, "registers");        // 136 registers a thread are given: 15 warps, 12 of them used
        row("a100-sxm-80gb", 255, 0, 256, 1, "registers");
        row("a100-sxm-80gb", 16, 81 * 1024, 128, 2, "shared memory");   // 164 KiB, 1 KiB reserved a block
        row("a100-sxm-80gb", 16, 82 * 1024, 128, 1, "shared memory");
        row("a100-sxm-80gb", 16, 164 * 1024, 128, 0, "shared memory");  // more than a block may have
        row("rtx-4090", 40, 0, 128, 12, "registers");                   // 51 warps' registers, 48 warps' threads
        row("rtx-4090", 16, 0, 32, 24, "blocks");
    }
    void blocksOnAMultiprocessor() {
        QFETCH(QString, device);
        QFETCH(int, registers);
        QFETCH(int, shared);
        QFETCH(int, threads);
        QFETCH(int, blocks);
        QFETCH(QString, bound);
        const auto description = cuda::readDeviceDescription(*cuda::findDeviceDescription(device.toStdString()));
        const auto occupancy = cuda::occupancyOf(description, registers, shared, threads);
        QCOMPARE(occupancy.blocks, blocks);
        QCOMPARE(QString::fromStdString(occupancy.bound), bound);
        QVERIFY(std::abs(occupancy.share - static_cast<double>(blocks) * threads / description.threadsPerMultiprocessor) < 1e-12);
    }

    void instructionsAreCounted() {
        const std::string ptx = ".visible .entry first(\n.param .u64 a\n)\n.maxntid 128, 1, 1\n{\n\t.reg .b32 \t%r<5>;\n\tmov.u32 \t%r1, %tid.x;\n\t@%p1 bra \t$L__1;\n"
                                "$L__1:\n\t// begin inline asm\n\tmma.sync.aligned.m16n8k16 {%f1};\n\t// end inline asm\n\tret;\n}\n"
                                ".visible .entry second(\n)\n{\n\tret;\n}\n";
        const auto first = cuda::countInstructions(ptx, "first");
        QCOMPARE(first.all, std::int64_t{4});
        QCOMPARE(first.tensor, std::int64_t{1});
        QCOMPARE(cuda::countInstructions(ptx, "second").all, std::int64_t{1});
        QCOMPARE(cuda::countInstructions(ptx, "third").all, std::int64_t{0});
    }
};

FOLDMETER_TEST(tst_static_figures)
#include "tst_static_figures.moc"
