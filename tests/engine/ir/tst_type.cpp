#include "base/error.h"
#include "ir/type.h"
#include "support/test_main.h"

using namespace foldmeter;
using namespace foldmeter::ir;

class tst_type : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void multipliesAndDivides_data() {
        QTest::addColumn<std::string>("text");
        QTest::addColumn<std::string>("expected");
        const Dim n = Dim::symbol("tokens"), b = Dim::symbol("blocks");
        QTest::newRow("literal") << toText(Dim(4) * Dim(32)) << std::string("128");
        QTest::newRow("merged") << toText(Dim(32) * b) << std::string("32*blocks");
        QTest::newRow("symbols sorted") << toText(n * b * Dim(2)) << std::string("2*blocks*tokens");
        QTest::newRow("square") << toText(product({n, n, 128})) << std::string("128*tokens*tokens");
        QTest::newRow("divided") << toText((n * n * Dim(128)) / (n * Dim(4))) << std::string("32*tokens");
        QTest::newRow("by itself") << toText(n / n) << std::string("1");
        QTest::newRow("shape") << toText(Shape{n, Dim(3)}) << std::string("(tokens, 3)");
        QTest::newRow("scalar") << toText(TensorType{DType::BF16, {}}) << std::string("bf16()");
    }
    void multipliesAndDivides() {
        QFETCH(std::string, text);
        QFETCH(std::string, expected);
        QCOMPARE(text, expected);
    }

    void dividesOnlyWhatHoldsForEverySize() {
        const Dim n = Dim::symbol("tokens"), b = Dim::symbol("blocks");
        QVERIFY(divides(n, n * b));
        QVERIFY(!divides(n * n, n * b));
        QVERIFY(!divides(Dim(32), n));
        QVERIFY(!divides(Dim(0), n));
        QVERIFY_EXCEPTION_THROWN(n / Dim(2), InternalError);
    }

    void evaluatesAtSizes() {
        const Dim n = Dim::symbol("tokens");
        QCOMPARE(evaluate(n * n * Dim(3), {{"tokens", 7}}), std::int64_t{147});
        QCOMPARE(evaluate(Shape{n, 5}, {{"tokens", 7}}), (Extents{7, 5}));
        try {
            evaluate(n, {});
            QFAIL("no size was needed");
        } catch (const InternalError& error) {
            QVERIFY(std::string(error.what()).find("tokens") != std::string::npos);
        }
    }
};

FOLDMETER_TEST(tst_type)
#include "tst_type.moc"
