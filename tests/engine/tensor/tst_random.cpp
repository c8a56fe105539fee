#include "support/test_main.h"

#include "tensor/random.h"

#include <algorithm>
#include <cmath>
#include <numeric>

using namespace foldmeter::random;

namespace {
// Key tree of one seed (spec network.md 11.2): k_i.
Key frameworkKey(std::uint32_t seed, int index) {
    Key state = keyOf(seed);
    Key key;
    for (int i = 0; i <= index; ++i) {
        const auto pair = split(state, 2);
        state = pair[0];
        key = pair[1];
    }
    return key;
}
}  // namespace

class tst_random : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void splitsAsTheReference() {
        const auto keys = split({0, 0}, 2);
        QVERIFY(keys[0] == (Key{1797259609u, 2579123966u}));
        QVERIFY(keys[1] == (Key{928981903u, 3453687069u}));
    }
    void keyTree_data() {
        QTest::addColumn<quint32>("seed");
        QTest::addColumn<int>("index");
        QTest::addColumn<quint32>("a");
        QTest::addColumn<quint32>("b");
        QTest::newRow("1 first") << 1u << 0 << 1948878966u << 4237131848u;
        QTest::newRow("42 first") << 42u << 0 << 64467757u << 2916123636u;
        QTest::newRow("1 diffusion") << 1u << 135 << 4247568389u << 1769521349u;
        QTest::newRow("42 diffusion") << 42u << 135 << 301858529u << 85087857u;
        QTest::newRow("3 recycles") << 3000000000u << 51 << 856113770u << 760879332u;
        QTest::newRow("1 recycle") << 7u << 27 << 760866062u << 3332161631u;
    }
    void keyTree() {
        QFETCH(quint32, seed);
        QFETCH(int, index);
        QFETCH(quint32, a);
        QFETCH(quint32, b);
        QVERIFY(frameworkKey(seed, index) == (Key{a, b}));
    }
    void ordersMsaRowsAsTheReference_data() {
        QTest::addColumn<quint32>("seed");
        QTest::addColumn<quint32>("a");
        QTest::addColumn<quint32>("b");
        QTest::addColumn<std::vector<int>>("order");
        QTest::newRow("1") << 1u << 1344405499u << 4127526005u << std::vector<int>{3, 0, 2, 1, 4, 6, 7, 8, 5, 9};
        QTest::newRow("42") << 42u << 1658981551u << 2249546418u << std::vector<int>{4, 0, 6, 2, 7, 3, 5, 8, 9, 1};
    }
    void ordersMsaRowsAsTheReference() {
        QFETCH(quint32, seed);
        QFETCH(quint32, a);
        QFETCH(quint32, b);
        QFETCH(std::vector<int>, order);
        const Key pass = split(frameworkKey(seed, 0), 2)[1];
        const Key row = split(split(pass, 2)[0], 2)[1];
        QVERIFY(row == (Key{a, b}));
        std::vector<float> score;
        for (std::uint32_t r = 0; r < 10; ++r) score.push_back(gumbel(foldIn(row, r), 0));
        std::vector<int> sorted(10);
        std::iota(sorted.begin(), sorted.end(), 0);
        std::sort(sorted.begin(), sorted.end(), [&](int x, int y) { return score[static_cast<std::size_t>(x)] > score[static_cast<std::size_t>(y)]; });
        QCOMPARE(sorted, order);
    }
    void firstNormals_data() {
        QTest::addColumn<quint32>("seed");
        QTest::addColumn<std::vector<double>>("expected");
        QTest::newRow("1") << 1u << std::vector<double>{-2.160844, 0.735235, -0.684628};
        QTest::newRow("42") << 42u << std::vector<double>{0.018581, 0.338575, 1.525425};
    }
    void firstNormals() {
        QFETCH(quint32, seed);
        QFETCH(std::vector<double>, expected);
        const Key normals = split(frameworkKey(seed, 135), 2)[1];
        std::vector<float> drawn(3);
        fillNormal(normals, 0, drawn);
        for (std::size_t i = 0; i < 3; ++i) QVERIFY2(std::abs(drawn[i] - expected[i]) < 6e-7, qPrintable(QString::number(drawn[i], 'g', 9)));
    }
    void erfinvInvertsErf() {
        for (int i = -999; i <= 999; ++i) {
            const float x = static_cast<float>(i) / 1000;
            QVERIFY2(std::abs(std::erf(static_cast<double>(erfinv(x))) - static_cast<double>(x)) < 2e-7, qPrintable(QString::number(x)));
        }
        QVERIFY(std::isinf(erfinv(1)) && erfinv(-1) < 0);
    }
    void uniformStaysInside() {
        for (std::uint64_t i = 0; i < 100000; ++i) {
            const float u = uniform(keyOf(3), i, -1, 1);
            QVERIFY(u >= -1 && u < 1);
        }
        QVERIFY(bits(keyOf(3), 5) != bits(keyOf(3), 5 + (std::uint64_t{1} << 32)));
    }
};
FOLDMETER_TEST(tst_random)
#include "tst_random.moc"
