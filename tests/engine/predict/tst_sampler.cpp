// Key tree, MSA draw and sampler against numbers of the specification (network.md sections 10, 11).
#include "predict/key_tree.h"
#include "predict/sampler.h"
#include "support/test_main.h"

#include <cmath>

using namespace foldmeter;
using namespace foldmeter::predict;

class tst_sampler : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void derivesKeys_data();
    void derivesKeys();
    void drawsRows_data();
    void drawsRows();
    void skipsMaskedRows();
    void followsTheSchedule();
    void startsFromTheSeed_data();
    void startsFromTheSeed();
    void movesRigidly();
    void stepsTowardsTheDenoised();
    void countsSamplesFromTheFirst();
};

void tst_sampler::derivesKeys_data() {
    QTest::addColumn<quint32>("seed");
    QTest::addColumn<int>("recycles");
    QTest::addColumn<quint32>("a");
    QTest::addColumn<quint32>("b");
    QTest::newRow("1") << 1u << 10 << 4247568389u << 1769521349u;
    QTest::newRow("42") << 42u << 10 << 301858529u << 85087857u;
    QTest::newRow("large, 3 recycles") << 3000000000u << 3 << 856113770u << 760879332u;
    QTest::newRow("7, 1 recycle") << 7u << 1 << 760866062u << 3332161631u;
}

void tst_sampler::derivesKeys() {
    QFETCH(quint32, seed);
    QFETCH(int, recycles);
    const random::Key root = KeyTree(seed, recycles).samplerRoot();
    QTEST(root.a, "a");
    QTEST(root.b, "b");
}

void tst_sampler::drawsRows_data() {
    QTest::addColumn<quint32>("seed");
    QTest::addColumn<quint32>("a");
    QTest::addColumn<quint32>("b");
    QTest::addColumn<QList<int>>("order");
    QTest::newRow("1") << 1u << 1344405499u << 4127526005u << QList<int>{3, 0, 2, 1, 4, 6, 7, 8, 5, 9};
    QTest::newRow("42") << 42u << 1658981551u << 2249546418u << QList<int>{4, 0, 6, 2, 7, 3, 5, 8, 9, 1};
}

void tst_sampler::drawsRows() {
    QFETCH(quint32, seed);
    QFETCH(QList<int>, order);
    KeyTree keys(seed, 10);
    const random::Key key = keys.nextRowKey();
    QTEST(key.a, "a");
    QTEST(key.b, "b");
    Tensor mask(DType::Bool, {10, 2});
    for (std::size_t row = 0; row < 10; ++row) mask.mutableAs<std::uint8_t>()[row * 2 + row % 2] = 1;
    const std::vector<int> rows = drawMsaRows(mask, key, 1024);
    QCOMPARE(QList<int>(rows.begin(), rows.end()), order);
    const std::vector<int> few = drawMsaRows(mask, key, 3);
    QCOMPARE(QList<int>(few.begin(), few.end()), order.mid(0, 3));
    QVERIFY(!(keys.nextRowKey() == key));
}

void tst_sampler::skipsMaskedRows() {
    Tensor mask(DType::Bool, {6, 3});
    for (const std::size_t row : {1u, 4u}) mask.mutableAs<std::uint8_t>()[row * 3] = 1;
    std::vector<int> rows = drawMsaRows(mask, {1, 2}, 1024);
    std::sort(rows.begin(), rows.end());
    QCOMPARE(QList<int>(rows.begin(), rows.end()), (QList<int>{1, 4}));
    QCOMPARE(msaRowCount(mask, 1024), 2);
    QCOMPARE(msaRowCount(mask, 1), 1);
    QCOMPARE(drawMsaRows(Tensor(DType::Bool, {2, 3}), {1, 2}, 5).size(), std::size_t{1});   // never no row at all
}

void tst_sampler::followsTheSchedule() {
    QCOMPARE(noiseLevel(0, 200), 2560.0f);
    QVERIFY(std::abs(noiseLevel(1, 200) - 2485.53636f) < 1e-3f);
    QVERIFY(std::abs(noiseLevel(2, 200) - 2412.93702f) < 1e-3f);
    QVERIFY(std::abs(noiseLevel(200, 200) - 0.0064f) < 1e-8f);
    for (int step = 1; step <= 20; ++step) QVERIFY(noiseLevel(step, 20) < noiseLevel(step - 1, 20));
}

void tst_sampler::startsFromTheSeed_data() {
    QTest::addColumn<quint32>("seed");
    QTest::addColumn<QList<double>>("normals");
    QTest::newRow("1") << 1u << QList<double>{-2.160844, 0.735235, -0.684628};
    QTest::newRow("42") << 42u << QList<double>{0.018581, 0.338575, 1.525425};
}

void tst_sampler::startsFromTheSeed() {
    QFETCH(quint32, seed);
    QFETCH(QList<double>, normals);
    Tensor mask(DType::Bool, {2, 24});
    mask.mutableAs<std::uint8_t>()[0] = 1;
    const Sampler sampler(KeyTree(seed, 10).samplerRoot(), mask, 0, 1, 200, nullptr);
    for (int axis = 0; axis < 3; ++axis) QVERIFY(std::abs(sampler.positions().at(axis) / 2560 - normals[axis]) < 2e-6);
    QCOMPARE(sampler.positions().at(3), 0.0);   // padding slots stay 0
}

namespace {

Tensor allSlots(std::int64_t tokens) {
    Tensor mask(DType::Bool, {tokens, 24});
    std::fill(mask.mutableAs<std::uint8_t>().begin(), mask.mutableAs<std::uint8_t>().end(), std::uint8_t{1});
    return mask;
}

double distance(const Tensor& x, int atomA, int atomB) {
    double sum = 0;
    for (int axis = 0; axis < 3; ++axis) sum += std::pow(x.at(atomA * 3 + axis) - x.at(atomB * 3 + axis), 2);
    return std::sqrt(sum);
}

}  // namespace

// In the last steps no noise is added: what is left of a step is the rigid motion, which keeps distances.
void tst_sampler::movesRigidly() {
    Sampler sampler({5, 6}, allSlots(2), 0, 2, 20, nullptr);
    std::vector<double> before;
    for (int atom = 1; atom < 48; ++atom) before.push_back(distance(sampler.positions(), 0, atom));
    const double first = sampler.positions().at(0);
    const float level = sampler.disturb(20);
    QCOMPARE(level, noiseLevel(19, 20));
    QVERIFY(std::abs(sampler.noisy().at(0) - first) > 1);
    for (int atom = 1; atom < 48; ++atom) QVERIFY(std::abs(distance(sampler.noisy(), 0, atom) / before[static_cast<std::size_t>(atom - 1)] - 1) < 1e-5);
    double centre = 0;
    for (int atom = 0; atom < 48; ++atom) centre += sampler.noisy().at(atom * 3) / 48;
    QVERIFY(std::abs(centre) < 5);   // shifted to the origin and by a standard normal
}

void tst_sampler::stepsTowardsTheDenoised() {
    Sampler sampler({5, 6}, allSlots(1), 0, 1, 20, nullptr);
    const float level = sampler.disturb(3);
    QCOMPARE(level, noiseLevel(2, 20) * 1.8f);
    const double noisy = sampler.noisy().at(7);
    sampler.advance(3, Tensor(DType::F32, {1, 1, 24, 3}));
    const double expected = noisy + 1.5 * (noiseLevel(3, 20) - level) * noisy / level;
    QVERIFY(std::abs(sampler.positions().at(7) - expected) < 1e-4 * std::abs(noisy));
}

// Samples 1 and 2 of a run in batches are samples 1 and 2 of a run at once.
void tst_sampler::countsSamplesFromTheFirst() {
    ThreadPool pool(2);
    Sampler all({9, 9}, allSlots(3), 0, 3, 20, &pool), rest({9, 9}, allSlots(3), 1, 2, 20, nullptr);
    for (int step : {1, 2}) {
        all.disturb(step);
        rest.disturb(step);
    }
    const std::int64_t values = 3 * 72;
    for (std::int64_t n = 0; n < 2 * values; ++n) QCOMPARE(rest.noisy().at(n), all.noisy().at(values + n));
}

FOLDMETER_TEST(tst_sampler)
#include "tst_sampler.moc"
