// The program on the double of the driver: the self-test, and what it says of a driver that cannot be used.
#include "engine/cli/program_runner.h"

#include <QFile>
#include <QTemporaryDir>

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
    // Machine code and PTX are refused: the program says so and ends with the device's code.
    void saysThatTheCodeIsRefused() {
        QTemporaryDir folder;
        QFile job(folder.filePath("peptide.json"));
        QVERIFY(job.open(QIODevice::WriteOnly));
        job.write(R"({"name":"peptide","modelSeeds":[1],"sequences":[{"protein":{"id":"A","sequence":"GASG","unpairedMsa":"","pairedMsa":"","templates":[]}}],"dialect":"alphafold3","version":1})");
        job.close();
        qputenv("FOLDMETER_VGPU_FAULTS", "code:209 ptx:209");
        const test::Outcome outcome = test::ProgramRunner().run({"predict", job.fileName(), "-o", folder.filePath("out"), "--target", "cuda", "--precision", "f32", "--recycles", "0", "--steps", "1", "--samples", "1", "--cache", "off"});
        QCOMPARE(outcome.code, 3);
        QVERIFY2(outcome.errors.contains("CUDA_ERROR_NO_BINARY_FOR_GPU (209)") && outcome.errors.contains("translation from PTX"), qPrintable(outcome.errors));
    }
    void testsTheDevice() {
        const test::Outcome outcome = test::ProgramRunner().run({"selftest", "--gpu", "--quick"});
        QVERIFY2(outcome.code == 0, qPrintable(outcome.output + outcome.errors));
        QVERIFY2(outcome.output.contains("driver for CUDA") && outcome.output.contains("pass  fusion=on"), qPrintable(outcome.output));
    }
};

FOLDMETER_TEST(tst_commands_slow)
#include "tst_commands_slow.moc"
