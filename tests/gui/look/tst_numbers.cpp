#include "gui/look/numbers.h"

#include "support/test_main.h"

#include <cmath>
#include <limits>

using namespace foldmeter::look;

class tst_numbers : public QObject {
    Q_OBJECT

    // Thin and unbreakable spaces as plain ones, the true minus as a hyphen: rows stay readable.
    static QString plain(QString text) { return text.replace(QChar(0x2009), u'_').replace(QChar(0xA0), u' ').replace(QChar(0x2212), u'-'); }

private Q_SLOTS:
    void threeSignificantDigits_data() {
        QTest::addColumn<double>("value");
        QTest::addColumn<QString>("text");
        QTest::newRow("zero") << 0.0 << "0";
        QTest::newRow("score") << 0.83412 << "0.834";
        QTest::newRow("rounds up a place") << 99.96 << "100";
        QTest::newRow("rounds up below one") << 0.99996 << "1.00";
        QTest::newRow("tens") << 76.512 << "76.5";
        QTest::newRow("negative") << -1.2345 << "-1.23";
        QTest::newRow("thousands") << 1234.4 << "1_234";
        QTest::newRow("millions") << 1234567.0 << "1_234_567";
        QTest::newRow("tiny") << 1.5e-7 << "1.5e-07";
        QTest::newRow("absent") << std::nan("") << "not measured";
    }
    void threeSignificantDigits() {
        QFETCH(double, value);
        QFETCH(QString, text);
        QCOMPARE(plain(number(value)), text);
    }

    void durations_data() {
        QTest::addColumn<double>("seconds");
        QTest::addColumn<QString>("text");
        QTest::newRow("nothing") << 0.0 << "0 s";
        QTest::newRow("micro") << 3.4e-6 << "3.40 µs";
        QTest::newRow("milli") << 0.412 << "412 ms";
        QTest::newRow("just under one") << 0.9996 << "1.00 s";
        QTest::newRow("seconds") << 76.51 << "76.5 s";
        QTest::newRow("minutes") << 192.2 << "3 min 12 s";
        QTest::newRow("no 60 s") << 119.7 << "2 min 0 s";
        QTest::newRow("hours") << 7500.0 << "2 h 05 min";
        QTest::newRow("minutes carried over") << 7199.0 << "2 h 00 min";
        QTest::newRow("less") << -0.5 << "-500 ms";
        QTest::newRow("absent") << std::nan("") << "not measured";
    }
    void durations() {
        QFETCH(double, seconds);
        QFETCH(QString, text);
        QCOMPARE(plain(duration(seconds)), text);
    }

    void unitsAndCounts() {
        QCOMPARE(plain(count(51437)), "51_437");
        QCOMPARE(plain(count(-51437)), "-51_437");
        QCOMPARE(plain(bytes(0)), "0 B");
        QCOMPARE(plain(bytes(2254857830)), "2.10 GiB");
        QCOMPARE(plain(quantity(1.24e12, "FLOP/s")), "1.24 TFLOP/s");
        QCOMPARE(plain(quantity(999.7, "B/s")), "1.00 kB/s");
        QCOMPARE(plain(ratio(1.414)), "1.41x");
        QCOMPARE(plain(percent(0.125)), "12.5 %");
        QCOMPARE(exactly(0.1), "0.1");
        QCOMPARE(number(std::nullopt), "not measured");
    }
};

FOLDMETER_TEST(tst_numbers)
#include "tst_numbers.moc"
