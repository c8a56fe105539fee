// Devices as data: those that come with the program are whole; damaged ones are refused with file and member.
#include "base/error.h"
#include "support/test_main.h"
#include "targets/cuda/device_description.h"

#include <QTemporaryDir>

#include <fstream>

using namespace foldmeter;

class tst_device_description : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void bundledOnesAreWhole() {
        const auto devices = cuda::bundledDevices();
        QVERIFY(devices.size() >= 9);
        for (const auto& [name, file] : devices) {
            const auto device = cuda::readDeviceDescription(file);
            QVERIFY2(device.sharedPerBlock <= device.sharedPerMultiprocessor && device.peakF32 < device.peakBf16 && device.multiprocessors > 50, name.c_str());
        }
    }

    void namesAndFilesAreFound() {
        QVERIFY(cuda::findDeviceDescription("h100-sxm-80gb").has_value());
        QVERIFY(cuda::findDeviceDescription(cuda::bundledDevices().front().second.string()).has_value());
        QVERIFY(!cuda::findDeviceDescription("h100").has_value());
    }

    void damageIsNamed_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("named");
        QTest::newRow("no JSON") << QByteArray("{") << "device.json:1";
        QTest::newRow("a list") << QByteArray("[1]") << "format";
        QTest::newRow("another format") << QByteArray(R"({"format": "foldmeter-timing"})") << "foldmeter-device";
        QTest::newRow("nothing in it") << QByteArray(R"({"format": "foldmeter-device"})") << "\"name\" is missing";
        QTest::newRow("a wrong kind") << QByteArray(R"({"format": "foldmeter-device", "name": 7})") << "\"name\" must be";
        QTest::newRow("a wrong number") << QByteArray(R"({"format": "foldmeter-device", "name": "x", "compute_capability": -1})") << "compute_capability";
    }
    void damageIsNamed() {
        QFETCH(QByteArray, text);
        QFETCH(QString, named);
        const QTemporaryDir folder;
        const std::string file = folder.filePath("device.json").toStdString();
        std::ofstream(file) << text.toStdString();
        try {
            cuda::readDeviceDescription(file);
            QFAIL("read");
        } catch (const InputError& problem) {
            QVERIFY2(QString(problem.what()).contains(named), problem.what());
        }
    }
};

FOLDMETER_TEST(tst_device_description)
#include "tst_device_description.moc"
