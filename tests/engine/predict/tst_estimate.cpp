#include "support/test_main.h"

#include "predict/estimate.h"

#include <cmath>

using namespace foldmeter;
using namespace foldmeter::predict;

namespace {
Progress step(const char* stage, int seedIndex, int done, int total) {
    Progress progress;
    progress.stage = stage;
    progress.seedIndex = seedIndex;
    progress.seeds = 2;
    progress.done = done;
    progress.total = total;
    return progress;
}
}  // namespace

class tst_estimate : public QObject {
    Q_OBJECT
private Q_SLOTS:
    // Two seeds, each one trunk pass of 4 s, ten steps of 1 s, two confidence runs of 0.5 s: 30 s in all.
    void estimatesTheTimeLeft() {
        Estimate estimate({.recycles = 0, .steps = 10, .samples = 2}, 2);
        double now = 100;
        estimate.update(step("trunk", 0, 0, 1), now);
        QVERIFY(!estimate.secondsLeft());
        estimate.update(step("trunk", 0, 1, 1), now += 4);
        for (int i = 1; i <= 10; ++i) estimate.update(step("denoise", 0, i, 10), now += 1);
        for (int i = 1; i <= 2; ++i) estimate.update(step("confidence", 0, i, 2), now += 0.5);
        QVERIFY(std::abs(*estimate.secondsLeft() - 15) < 1e-9);
        QVERIFY(std::abs(estimate.fraction() - 0.5) < 1e-9);
        estimate.update(step("trunk", 1, 1, 1), now += 4);
        for (int i = 1; i <= 10; ++i) estimate.update(step("denoise", 1, i, 10), now += 1);
        for (int i = 1; i <= 2; ++i) estimate.update(step("confidence", 1, i, 2), now += 0.5);
        QVERIFY(std::abs(*estimate.secondsLeft()) < 1e-9);
        QVERIFY(std::abs(estimate.fraction() - 1) < 1e-9);
    }
    void neverGoesBack() {
        Estimate estimate({.recycles = 1, .steps = 4, .samples = 1}, 1);
        double now = 0, last = 0;
        for (int i = 0; i <= 2; ++i) estimate.update(step("trunk", 0, i, 2), now += 1);
        for (int i = 1; i <= 4; ++i) {
            estimate.update(step("denoise", 0, i, 4), now += 1);
            QVERIFY(estimate.fraction() > last);
            last = estimate.fraction();
        }
    }
};
FOLDMETER_TEST(tst_estimate)
#include "tst_estimate.moc"
