#include "runtime/trial.h"

#include "support/test_main.h"

#include <algorithm>

using namespace foldmeter::runtime;

class tst_trial : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findsThePlantedWinner();
    void staysWithTheDefaultWhenItWins();
    void aHairIsNotEnough();
    void oneLuckyRunIsNotEnough();
    void theBudgetEndsIt_data();
    void theBudgetEndsIt();
};

namespace {
// Seconds a candidate takes, by number of the call, and how often it was called.
struct Timer {
    std::vector<double> seconds;
    std::vector<int> calls = std::vector<int>(seconds.size(), 0);
    std::function<double(std::size_t, int)> twist = [](std::size_t, int) { return 1.0; };
    TrialResult run(double limit = 1e9) {
        return tryCandidates(seconds.size(), [&](std::size_t n) { return seconds[n] * twist(n, calls[n]++); }, limit);
    }
};
}  // namespace

void tst_trial::findsThePlantedWinner() {
    Timer timer{{1.0, 0.9, 0.5, 2.0}};
    const TrialResult result = timer.run();
    QCOMPARE(result.choice, std::size_t{2});
    QCOMPARE(result.seconds, (std::vector<double>{1.0, 0.9, 0.5, 2.0}));
    QVERIFY2(result.reason.find("50 %") != std::string::npos, result.reason.c_str());
}

void tst_trial::staysWithTheDefaultWhenItWins() {
    Timer timer{{1.0, 1.2, 1.5}};
    QCOMPARE(timer.run().choice, std::size_t{0});
}

void tst_trial::aHairIsNotEnough() {
    Timer timer{{1.0, 0.98}};
    const TrialResult result = timer.run();
    QCOMPARE(result.choice, std::size_t{0});
    QVERIFY2(result.reason.find("no candidate beats") != std::string::npos, result.reason.c_str());
}

// Best once by chance, slower when timed side by side.
void tst_trial::oneLuckyRunIsNotEnough() {
    Timer timer{{1.0, 1.3}};
    timer.twist = [](std::size_t n, int call) { return n == 1 && call == 2 ? 0.1 : 1.0; };
    QCOMPARE(timer.run().choice, std::size_t{0});
    QVERIFY(timer.calls[0] > 5 && timer.calls[1] > 5);
}

void tst_trial::theBudgetEndsIt_data() {
    QTest::addColumn<double>("limit");
    QTest::addColumn<int>("mostCalls");
    QTest::addRow("nothing") << 0.0 << 0;
    QTest::addRow("one run") << 0.5 << 1;
    QTest::addRow("warm-up only") << 2.5 << 3;
    QTest::addRow("one round, then the duel") << 3.5 << 16;
}

void tst_trial::theBudgetEndsIt() {
    QFETCH(double, limit);
    QFETCH(int, mostCalls);
    Timer timer{{1.0, 0.5, 1.0}};
    const TrialResult result = timer.run(limit);
    QVERIFY(timer.calls[0] + timer.calls[1] + timer.calls[2] <= mostCalls);
    if (mostCalls <= 3) {
        QCOMPARE(result.choice, std::size_t{0});
        QVERIFY2(result.reason.find("budget") != std::string::npos, result.reason.c_str());
    } else {
        QCOMPARE(result.choice, std::size_t{1});
    }
}

FOLDMETER_TEST(tst_trial)
#include "tst_trial.moc"
