// The forecast for a device that is not here: it adds up, it grows with the job, it follows the device's limits.
#include "predict/device_forecast.h"
#include "support/test_main.h"

using namespace foldmeter;

class tst_device_forecast : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void addsUp() {
        const auto forecast = of("h100-sxm-80gb", 64);
        QCOMPARE(forecast.programs.size(), std::size_t{6});
        double seconds = 0;
        for (const auto& program : forecast.programs) {
            QVERIFY(program.launches > 0 && program.seconds > 0 && program.arenaBytes > 0);
            seconds += program.seconds * static_cast<double>(program.executions);
        }
        QCOMPARE(seconds, forecast.seedSeconds);
    }
    void growsWithTheJob() {
        QVERIFY(of("h100-sxm-80gb", 512).seedSeconds > 4 * of("h100-sxm-80gb", 64).seedSeconds);
    }
    void followsTheDevice() { QVERIFY(of("l4", 512).seedSeconds > 2 * of("h200", 512).seedSeconds); }
    void smallJobsAreBoundByLaunches() {
        const auto forecast = of("h100-sxm-80gb", 8);
        QCOMPARE(forecast.programs[1].program, std::string("trunk"));
        QCOMPARE(forecast.programs[1].bound, std::string("launches"));
        QVERIFY(forecast.programs[1].seconds >= 2e-6 * static_cast<double>(forecast.programs[1].launches));
    }

private:
    predict::DeviceForecast of(const char* device, std::int64_t tokens) {
        return predict::forecastOn(cuda::readDeviceDescription(*cuda::findDeviceDescription(device)), m_session, {tokens, 8 * tokens, 1, tokens, 1}, {.recycles = 1, .steps = 10, .samples = 5});
    }
    const CancelFlag m_cancel;
    predict::Session m_session{{}, &m_cancel, {}};
};

FOLDMETER_TEST(tst_device_forecast)
#include "tst_device_forecast.moc"
