// Times learnt from made-up machines whose law is known.
#include "support/test_main.h"

#include "base/file.h"
#include "predict/calibration.h"

#include <QTemporaryDir>

#include <cmath>

using namespace foldmeter;
using namespace foldmeter::predict;

namespace {

// A start of 2 ms, 100 Gflop/s, 20 GB/s.
double law(const Work& work) { return 2e-3 * work[0] + work[1] * 1e-11 + work[2] * 5e-11; }
Work workOf(int size) { return {1, 1e6 * std::pow(size, 3), 1e5 * std::pow(size, 2)}; }

}  // namespace

class tst_calibration : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void learnsTheLaw() {
        Calibration calibration;
        for (const int size : {24, 48, 96, 128}) calibration.add("trunk", {workOf(size), law(workOf(size))});
        for (const int size : {30, 64, 128}) {
            const TimeForecast forecast = calibration.forecast("trunk", workOf(size));
            QVERIFY(std::abs(forecast.seconds / law(workOf(size)) - 1) < 0.01);
            QVERIFY(forecast.spread < 0.16);
        }
        QVERIFY(calibration.forecast("trunk", workOf(512)).spread > calibration.forecast("trunk", workOf(64)).spread + 0.1);   // beyond what was measured
        QVERIFY(!calibration.knows("denoise"));
        QCOMPARE(calibration.observations("trunk"), std::size_t{4});
    }
    // One part in eight took three times as long: the machine was busy.
    void passesOverDisturbances() {
        Calibration calibration;
        int n = 0;
        for (const int size : {24, 32, 48, 64, 80, 96, 112, 128})
            for (int repeat = 0; repeat < 2; ++repeat) calibration.add("trunk", {workOf(size), law(workOf(size)) * (++n % 8 == 5 ? 3.0 : 1 + 0.02 * (n % 3 - 1))});
        QVERIFY(std::abs(calibration.forecast("trunk", workOf(100)).seconds / law(workOf(100)) - 1) < 0.05);
    }
    void oneSizeOnly() {
        Calibration calibration;
        calibration.add("trunk", {workOf(64), 0.5});
        const TimeForecast same = calibration.forecast("trunk", workOf(64));
        QVERIFY(std::abs(same.seconds - 0.5) < 1e-6);
        QVERIFY(same.spread >= 0.25);
        QVERIFY(calibration.forecast("trunk", workOf(128)).seconds >= 0.5);
    }
    void startsAlone() {
        Calibration calibration;
        for (const double seconds : {1.0, 1.1, 0.9, 9.0}) calibration.add("load", {{1, 0, 0}, seconds});
        const double seconds = calibration.forecast("load", {1, 0, 0}).seconds;
        QVERIFY(seconds > 0.9 && seconds < 1.3);
    }
    // Coefficients stay positive: more work never takes less time.
    void neverFalls() {
        Calibration calibration;
        calibration.add("rest", {{1, 100, 5}, 1.0});
        calibration.add("rest", {{1, 200, 9}, 0.8});
        calibration.add("rest", {{1, 400, 2}, 0.9});
        double last = 0;
        for (double size = 0; size < 1e4; size += 500) {
            const double seconds = calibration.forecast("rest", {1, size, size / 50}).seconds;
            QVERIFY(seconds >= last);
            last = seconds;
        }
    }
    void keepsTheLatest() {
        Calibration calibration;
        for (int n = 0; n < 100; ++n) calibration.add("load", {{1, 0, 0}, n < 40 ? 5.0 : 1.0});
        calibration.add("load", {{1, 0, 0}, 0});   // no time: nothing was measured
        QCOMPARE(calibration.observations("load"), Calibration::most);
        QVERIFY(std::abs(calibration.forecast("load", {1, 0, 0}).seconds - 1) < 1e-6);
    }
    void file() {
        const QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath("sub/c.json").toStdString();
        Calibration calibration;
        calibration.add("trunk", {workOf(64), 0.5});
        calibration.write(path, "this machine");
        QVERIFY(std::abs(Calibration::read(path, "this machine").forecast("trunk", workOf(64)).seconds - 0.5) < 1e-9);
        QVERIFY(!Calibration::read(path, "another machine").knows("trunk"));
        writeAtomically(path, std::string_view("{\"class\": \"this machine\", \"observations\": {\"trunk\": [[1, 2"));
        QVERIFY(!Calibration::read(path, "this machine").knows("trunk"));
        QVERIFY(!Calibration::read(folder.filePath("absent").toStdString(), "").knows("trunk"));
    }
};

FOLDMETER_TEST(tst_calibration)
#include "tst_calibration.moc"
