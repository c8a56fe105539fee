#include "ir/builder.h"
#include "ir/cost.h"
#include "support/test_main.h"

using namespace foldmeter;
using namespace foldmeter::ir;

namespace {
const Dim n = Dim::symbol("tokens");
constexpr double N = 40;

// The pair part of a pairformer block (spec network.md section 6, steps 1-5) as far as matrix work goes.
Symbolic pairBlock(Builder& b, Symbolic pair, std::int64_t channels, std::int64_t heads, std::int64_t dim, std::int64_t factor) {
    const auto w = [&](Extents stored) { return b.weight({.name = "w", .stored = std::move(stored)}); };
    for (const bool outgoing : {true, false}) {
        const Symbolic x = b.layerNorm(pair, NormForm::Fast, {}, {});
        const Symbolic p = b.gatedLinearUnit(x, w({channels, 4 * channels}), Gate::Sigmoid);   // (tokens, tokens, 2c)
        const Symbolic t = b.triangleProduct(p.slice(-1, 0, channels, 2), p.slice(-1, 1, channels, 2), outgoing);
        pair = pair + b.linear(t, w({channels, channels})) * sigmoid(b.linear(x, w({channels, channels})));
    }
    for (int variant = 0; variant < 2; ++variant) {
        const Symbolic x = b.layerNorm(pair, NormForm::Fast, {}, {});
        const Symbolic bias = b.linear(x, w({channels, heads})).transpose({2, 0, 1});
        const auto project = [&] { return b.linear(x, w({channels, heads, dim})); };
        const Symbolic o = b.attention({.q = project(), .k = project(), .v = project(), .bias = bias}).reshape({n, n, heads * dim});
        pair = pair + b.linear(o * sigmoid(b.linear(x, w({channels, heads * dim}))), w({heads * dim, channels}));
    }
    const Symbolic u = b.gatedLinearUnit(pair, w({channels, 2 * factor * channels}), Gate::Swish);
    return pair + b.linear(u, w({factor * channels, channels}));
}
}  // namespace

class tst_cost : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // Multiply-adds of spec network.md section 15.
    void countsAsTheSpecification_data() {
        QTest::addColumn<int>("channels");
        QTest::addColumn<int>("dim");
        QTest::addColumn<int>("factor");
        QTest::addColumn<double>("macs");
        QTest::newRow("pairformer pair part") << 128 << 32 << 4 << 558080 * N * N + 768 * N * N * N;
        QTest::newRow("template block") << 64 << 16 << 2 << 115200 * N * N + 384 * N * N * N;
    }
    void countsAsTheSpecification() {
        QFETCH(int, channels);
        QFETCH(int, dim);
        QFETCH(int, factor);
        QFETCH(double, macs);
        Builder b("g");
        b.output("y", pairBlock(b, b.input("pair", {DType::F32, {n, n, channels}}, Varies::Recycle), channels, 4, dim, factor));
        QCOMPARE(costOf(b.finish(), {{"tokens", static_cast<std::int64_t>(N)}}).flops, 2 * macs);
    }

    void multipliesByTheRoundsOfARepeat() {
        Builder b("g");
        const Symbolic x = b.input("x", {DType::BF16, {n, 8}}, Varies::Job);
        const auto result = b.repeat(48, {x}, {}, [](Builder& body, const auto& carried, const auto&) {
            return Builder::RepeatBody{{body.linear(carried[0], body.weight({.name = "w", .stored = {8, 8}, .dtype = DType::BF16}))}, {}};
        });
        b.output("y", result.carried[0]);
        const Cost cost = costOf(b.finish(), {{"tokens", 10}});
        QCOMPARE(cost.flops, 48 * 2.0 * 10 * 8 * 8);
        QCOMPARE(cost.bytes, 48 * 2.0 * (80 + 64 + 80));
    }
};

FOLDMETER_TEST(tst_cost)
#include "tst_cost.moc"
