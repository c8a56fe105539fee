#include "support/test_main.h"

#include "base/error.h"
#include "tensor/tensor.h"

#include <cmath>
#include <limits>

using namespace foldmeter;

class tst_tensor : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void startsZeroed() {
        const Tensor tensor(DType::F32, {2, 3});
        QCOMPARE(tensor.count(), 6);
        QCOMPARE(tensor.bytes().size(), std::size_t{24});
        QCOMPARE(tensor.at(5), 0.0);
        QCOMPARE(reinterpret_cast<std::uintptr_t>(tensor.bytes().data()) % 64, std::uintptr_t{0});
        QCOMPARE(toText(tensor.extents()), std::string("2x3"));
        QCOMPARE(toText(Extents{}), std::string());
        QCOMPARE(Tensor(DType::I32, {}).count(), 1);
        QVERIFY(Tensor(DType::F32, {0, 4}).empty());
    }
    void converts_data() {
        QTest::addColumn<DType>("to");
        QTest::addColumn<std::vector<double>>("expected");
        QTest::newRow("f64") << DType::F64 << std::vector<double>{0, 1, -3, 2.5};
        QTest::newRow("i32") << DType::I32 << std::vector<double>{0, 1, -3, 2};
        QTest::newRow("i8") << DType::I8 << std::vector<double>{0, 1, -3, 2};
        QTest::newRow("i64") << DType::I64 << std::vector<double>{0, 1, -3, 2};
        QTest::newRow("bool") << DType::Bool << std::vector<double>{0, 1, 1, 1};
        QTest::newRow("bf16") << DType::BF16 << std::vector<double>{0, 1, -3, 2.5};
    }
    void converts() {
        QFETCH(DType, to);
        QFETCH(std::vector<double>, expected);
        Tensor tensor(DType::F32, {4});
        const float values[] = {0, 1, -3, 2.5f};
        std::copy(std::begin(values), std::end(values), tensor.mutableAs<float>().begin());
        const Tensor other = tensor.converted(to);
        QCOMPARE(other.dtype(), to);
        for (std::int64_t i = 0; i < 4; ++i) QCOMPARE(other.at(i), expected[static_cast<std::size_t>(i)]);
        const Tensor back = other.converted(DType::F32);
        for (std::int64_t i = 0; i < 4; ++i) QCOMPARE(back.at(i), expected[static_cast<std::size_t>(i)]);
    }
    void roundsToBFloat16() {
        QCOMPARE(roundToBFloat16(1.00390625f), 1.0f);          // halfway, to even (down)
        QCOMPARE(roundToBFloat16(1.01171875f), 1.015625f);     // halfway, to even (up)
        QCOMPARE(roundToBFloat16(1.00390637f), 1.0078125f);
        QCOMPARE(roundToBFloat16(3.4e38f), std::numeric_limits<float>::infinity());
        QVERIFY(std::isnan(roundToBFloat16(std::numeric_limits<float>::signaling_NaN())));
        QCOMPARE(roundToBFloat16(-0.0f), 0.0f);
        QVERIFY(std::signbit(roundToBFloat16(-0.0f)));
    }
    void sharesAndKeepsAlive() {
        std::weak_ptr<const void> watched;
        Tensor kept;
        {
            const auto owner = std::make_shared<Buffer>(Buffer::zeroed(16));
            watched = owner;
            kept = Tensor::view(DType::F32, {4}, owner->bytes(), owner).reshaped({2, 2});
        }
        QVERIFY(!watched.expired());
        QCOMPARE(kept.extents(), (Extents{2, 2}));
        kept = {};
        QVERIFY(watched.expired());
    }
    void refuses() {
        const Tensor tensor(DType::F32, {4});
        QVERIFY_EXCEPTION_THROWN(tensor.reshaped({3}), InternalError);
        QVERIFY_EXCEPTION_THROWN(tensor.at(4), InternalError);
        QVERIFY_EXCEPTION_THROWN(Tensor(DType::F32, {4}, Buffer(8)), InternalError);
        QVERIFY_EXCEPTION_THROWN(Tensor(DType::Working, {4}), InternalError);
        QVERIFY_EXCEPTION_THROWN(Tensor::view(DType::F32, {4}, Bytes{}), InternalError);
        QVERIFY_EXCEPTION_THROWN(dtypeFromName("f16"), InternalError);
    }
    void namesEveryType() {
        for (const DType type : {DType::F32, DType::BF16, DType::F64, DType::I32, DType::I64, DType::I8, DType::U8, DType::U32, DType::Bool, DType::Working})
            QCOMPARE(dtypeFromName(nameOf(type)), type);
    }
};
FOLDMETER_TEST(tst_tensor)
#include "tst_tensor.moc"
