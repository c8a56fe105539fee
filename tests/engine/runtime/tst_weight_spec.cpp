#include "runtime/weight_spec.h"

#include "base/error.h"
#include "support/test_main.h"

#include <numeric>

using namespace foldmeter;
using namespace foldmeter::runtime;

class tst_weight_spec : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void viewsArePermutedAndMerged();
    void layersFollowTheRounds_data();
    void layersFollowTheRounds();
    void aRecordOfAnotherShapeIsNamed();
};

namespace {
Tensor counting(Extents extents) {
    Tensor tensor(DType::F32, std::move(extents));
    const auto values = tensor.mutableAs<float>();
    std::iota(values.begin(), values.end(), 0.0f);
    return tensor;
}
}  // namespace

// Against the index arithmetic written out.
void tst_weight_spec::viewsArePermutedAndMerged() {
    const Tensor record = counting({2, 3, 4, 5});   // (layer, a, b, c)
    WeightSpec spec{"w", {3, 4, 5}, {1, 2, 0}, true, {2}, {DType::F32, {4, 15}}, true};   // view (b, c*a)
    for (std::int64_t layer = 0; layer < 2; ++layer) {
        const Tensor view = viewOf(spec, record, layer);
        QCOMPARE(view.extents(), (Extents{4, 15}));
        for (std::int64_t b = 0; b < 4; ++b)
            for (std::int64_t c = 0; c < 5; ++c)
                for (std::int64_t a = 0; a < 3; ++a)
                    QCOMPARE(view.at(b * 15 + c * 3 + a), static_cast<double>(((layer * 3 + a) * 4 + b) * 5 + c));
    }
    spec.stored = {3, 2, 2, 5};   // an axis split: (a, b high, b low, c) seen as (b low, a, b high, c)
    spec.permutation = {2, 0, 1, 3};
    spec.type.shape = {2, 30};
    QCOMPARE(viewOf(spec, record, 1).at(30 + 2 * 10 + 1 * 5 + 4), 60.0 + 2 * 20 + 3 * 5 + 4);
    spec.layered = false;
    spec.type.shape = {2, 30};
    QCOMPARE(viewOf(spec, counting({3, 4, 5}), 0).at(30 + 2 * 10 + 1 * 5 + 4), 2.0 * 20 + 3 * 5 + 4);
    spec.layered = true;
    spec.stored = {3, 4, 5};
    spec.permutation.clear();
    spec.type.shape = {3, 20};
    QCOMPARE(viewOf(spec, record, 1).at(7), 60.0 + 7);
}

void tst_weight_spec::layersFollowTheRounds_data() {
    QTest::addColumn<QList<int>>("counts");
    QTest::addColumn<QList<int>>("round");
    QTest::addColumn<int>("layers");
    QTest::addColumn<int>("layer");
    QTest::addRow("one loop") << QList<int>{48} << QList<int>{17} << 48 << 17;
    QTest::addRow("super-blocks") << QList<int>{6, 4} << QList<int>{2, 3} << 24 << 11;
    QTest::addRow("the same stack for every template") << QList<int>{4, 2} << QList<int>{3, 1} << 2 << 1;
    QTest::addRow("a record of one layer") << QList<int>{5} << QList<int>{4} << 1 << 0;
}

void tst_weight_spec::layersFollowTheRounds() {
    QFETCH(QList<int>, counts);
    QFETCH(QList<int>, round);
    QFETCH(int, layers);
    QFETCH(int, layer);
    WeightSpec spec;
    spec.layered = true;
    spec.rounds.assign(counts.begin(), counts.end());
    QCOMPARE(layerOf(spec, layers, {round.begin(), round.end()}), std::int64_t{layer});
    spec.layered = false;
    QCOMPARE(layerOf(spec, layers, {round.begin(), round.end()}), std::int64_t{0});
}

void tst_weight_spec::aRecordOfAnotherShapeIsNamed() {
    const WeightSpec spec{"scope:weights", {3, 4}, {}, false, {}, {DType::F32, {3, 4}}, true};
    try {
        viewOf(spec, counting({4, 4}), 0);
        QFAIL("accepted");
    } catch (const InternalError& error) {
        QVERIFY2(QString(error.what()).contains("scope:weights"), error.what());
        QVERIFY2(QString(error.what()).contains("4x4"), error.what());
    }
}

FOLDMETER_TEST(tst_weight_spec)
#include "tst_weight_spec.moc"
