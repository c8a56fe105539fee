// The program on the double of the driver: the self-test, and what it says of a driver that cannot be used.
#include "engine/cli/program_runner.h"

using namespace foldmeter;

class tst_commands_slow : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        qputenv("LD_LIBRARY_PATH", qgetenv("FOLDMETER_BIN") + "/../virtual_gpu");
        qunsetenv("CUDA_VISIBLE_DEVICES");
    }
    void cleanup() { qunsetenv("FOLDMETER_VGPU_FAULTS"); }

    void saysWhyThereIsNoGpu_data() {
        QTest::addColumn<QByteArray>("fault");
        QTest::addColumn<QString>("said");
        QTest::newRow("no device") << QByteArray("no-device") << "CUDA_ERROR_NO_DEVICE";
        QTest::newRow("entry point missing") << QByteArray("absent:cuGraphLaunch") << "lacks cuGraphLaunch";
        QTest::newRow("old driver") << QByteArray("driver:11010") << "CUDA 11.1";
    }
    void saysWhyThereIsNoGpu() {
        QFETCH(QByteArray, fault);
        QFETCH(QString, said);
        qputenv("FOLDMETER_VGPU_FAULTS", fault);
        const test::Outcome listed = test::ProgramRunner().run({"devices"}), tested = test::ProgramRunner().run({"selftest", "--gpu"});
        QCOMPARE(listed.code, 0);
        QVERIFY2(listed.output.contains(said), qPrintable(listed.output));
        QCOMPARE(tested.code, 3);
        QVERIFY2(tested.errors.contains(said), qPrintable(tested.errors));
    }
    void testsTheDevice() {
        const test::Outcome outcome = test::ProgramRunner().run({"selftest", "--gpu", "--quick"});
        QVERIFY2(outcome.code == 0, qPrintable(outcome.output + outcome.errors));
        QVERIFY2(outcome.output.contains("driver for CUDA") && outcome.output.contains("pass  fusion=on"), qPrintable(outcome.output));
    }
};

FOLDMETER_TEST(tst_commands_slow)
#include "tst_commands_slow.moc"
