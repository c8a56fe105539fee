// What is said of the driver's results.
#include "support/test_main.h"
#include "targets/cuda/driver/driver_error.h"

#include "base/message.h"

#include <set>

using namespace foldmeter;

class tst_driver_error : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyResultHasARemedy() {
        std::set<int> seen;
        for (const cuda::ResultFacts& facts : cuda::allResults()) {
            QVERIFY2(hasMessage(facts.remedy), facts.name);
            QVERIFY2(seen.insert(facts.result).second, facts.name);
        }
        QVERIFY(seen.size() > 90);
    }
    void whatEndsTheContext_data() {
        QTest::addColumn<int>("result");
        QTest::addColumn<bool>("sticky");
        QTest::newRow("out of memory") << 2 << false;
        QTest::newRow("no binary") << 209 << false;
        QTest::newRow("not ready") << 600 << false;
        QTest::newRow("illegal address") << 700 << true;
        QTest::newRow("launch failed") << 719 << true;
        QTest::newRow("memory of the device is damaged") << 214 << true;
    }
    void whatEndsTheContext() {
        QFETCH(int, result);
        QFETCH(bool, sticky);
        QCOMPARE(cuda::DriverError(result, "cuLaunchKernel").sticky(), sticky);
    }
    void namesCallResultAndRemedy() {
        const cuda::DriverError error(2, "cuMemAllocAsync", "4096 bytes were asked for");
        const std::string text = error.what();
        for (const char* part : {"cuMemAllocAsync", "CUDA_ERROR_OUT_OF_MEMORY", "(2)", "--samples-per-batch", "4096 bytes"}) QVERIFY2(text.find(part) != std::string::npos, part);
        QVERIFY(error.outOfMemory());
        QCOMPARE(error.code(), 2);
    }
    void whatIsNotKnownKeepsItsNumber() {
        const std::string text = cuda::DriverError(12345, "cuInit").what();
        QVERIFY2(text.find("12345") != std::string::npos, text.c_str());
    }
};

FOLDMETER_TEST(tst_driver_error)
#include "tst_driver_error.moc"
