#include "support/test_main.h"

#include "report/statistics.h"

#include <cmath>

using namespace foldmeter::report;

class tst_statistics : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void quantiles_data() {
        QTest::addColumn<std::vector<double>>("values");
        QTest::addColumn<double>("lower");
        QTest::addColumn<double>("middle");
        QTest::addColumn<double>("upper");
        // Type 7, as NumPy's default: worked out by hand.
        QTest::newRow("one") << std::vector<double>{3} << 3.0 << 3.0 << 3.0;
        QTest::newRow("even count") << std::vector<double>{4, 1, 3, 2} << 1.75 << 2.5 << 3.25;
        QTest::newRow("odd count") << std::vector<double>{5, 1, 2, 9, 7} << 2.0 << 5.0 << 7.0;
        QTest::newRow("outlier") << std::vector<double>{1, 1, 1, 1000} << 1.0 << 1.0 << 250.75;
    }
    void quantiles() {
        QFETCH(std::vector<double>, values);
        const Spread spread = spreadOf(values);
        QTEST(spread.lower, "lower");
        QTEST(spread.median, "middle");
        QTEST(spread.upper, "upper");
    }
    void nothingIsNotANumber() { QVERIFY(std::isnan(median({}))); }

    // Ranks of the bounds stand in tables of the sign test: 6 -> 1 and 6, 10 -> 2 and 9, 15 -> 4 and 12, 20 -> 6 and 15.
    void medianIntervals_data() {
        QTest::addColumn<int>("count");
        QTest::addColumn<double>("lower");
        QTest::addColumn<double>("upper");
        QTest::newRow("6") << 6 << 1.0 << 6.0;
        QTest::newRow("10") << 10 << 2.0 << 9.0;
        QTest::newRow("15") << 15 << 4.0 << 12.0;
        QTest::newRow("20") << 20 << 6.0 << 15.0;
    }
    void medianIntervals() {
        QFETCH(int, count);
        std::vector<double> values;
        for (int i = count; i >= 1; --i) values.push_back(i);
        QTEST(medianInterval(values).lower, "lower");
        QTEST(medianInterval(values).upper, "upper");
    }
    void tooFewForAnInterval() { QVERIFY(std::isnan(medianInterval({1, 2, 3, 4, 5}).lower)); }

    void rankTest_data() {
        QTest::addColumn<std::vector<double>>("first");
        QTest::addColumn<std::vector<double>>("second");
        QTest::addColumn<double>("u");
        QTest::addColumn<double>("p");
        QTest::addColumn<bool>("exact");
        // Exact: ways out of C(m+n, m), counted by hand. 5 and 5: 252; U <= 2 in 1+1+2 ways, two-sided.
        QTest::newRow("apart") << std::vector<double>{1, 2, 3, 4, 5} << std::vector<double>{6, 7, 8, 9, 10} << 0.0 << 2.0 / 252 << true;
        QTest::newRow("apart, other side") << std::vector<double>{6, 7, 8, 9, 10} << std::vector<double>{1, 2, 3, 4, 5} << 25.0 << 2.0 / 252 << true;
        QTest::newRow("two inversions") << std::vector<double>{1, 2, 3, 4, 7.5} << std::vector<double>{6, 7, 8, 9, 10} << 2.0 << 8.0 / 252 << true;
        QTest::newRow("three each, mixed") << std::vector<double>{1, 4, 5} << std::vector<double>{2, 3, 6} << 4.0 << 1.0 << true;
        QTest::newRow("unequal counts") << std::vector<double>{1} << std::vector<double>{2, 3, 4} << 0.0 << 0.5 << true;
        // All equal: no information.
        QTest::newRow("all tied") << std::vector<double>{1, 1} << std::vector<double>{1, 1} << 2.0 << 1.0 << false;
        // Ties: variance 5*5/12 * (11 - (2^3-2)/(10*9)) = 22.7777..; z = (12.5 - 0.5 - 0.5)/4.7726 = 2.4096; p = erfc(z/sqrt 2).
        QTest::newRow("one tie") << std::vector<double>{1, 2, 3, 4, 6} << std::vector<double>{6, 7, 8, 9, 10} << 0.5 << std::erfc((12.0 - 0.5) / std::sqrt(2 * (25.0 / 12) * (11 - 6.0 / 90))) << false;
    }
    void rankTest() {
        QFETCH(std::vector<double>, first);
        QFETCH(std::vector<double>, second);
        const RankTest test = mannWhitney(first, second);
        QTEST(test.u, "u");
        QTEST(test.p, "p");
        QTEST(test.exact, "exact");
    }
    void exactAndNormalAgreeForManyValues() {
        std::vector<double> first, second;
        for (int i = 0; i < 20; ++i) {
            first.push_back(i + 0.1);
            second.push_back(i * 1.1 + 3.35);
        }
        const RankTest exact = mannWhitney(first, second);
        QVERIFY(exact.exact);
        second[19] = second[18];   // a tie within a group leaves U as it is, but counting no longer applies
        const RankTest approximate = mannWhitney(first, second);
        QVERIFY(!approximate.exact);
        QCOMPARE(approximate.u, exact.u);
        QVERIFY(std::abs(exact.p - approximate.p) < 0.01);
        QVERIFY(exact.p > 0.001 && exact.p < 0.5);
    }
};
FOLDMETER_TEST(tst_statistics)
#include "tst_statistics.moc"
