// Generated elementary functions against float64, over their ranges, in units of the last place of the exact result.
#include "engine/targets/cpu/row_builder.h"
#include "engine/targets/cpu/run_kernel.h"

using namespace foldmeter;
using foldmeter::test::RowBuilder;

namespace {

double exact(const QString& name, double x) {
    if (name == "exp") return std::exp(x);
    if (name == "log") return std::log(x);
    if (name == "sigmoid") return 1 / (1 + std::exp(-x));
    if (name == "swish") return x / (1 + std::exp(-x));
    if (name == "cos") return std::cos(x);
    if (name == "atan") return std::atan(x);
    if (name == "asinh") return std::asinh(x);
    if (name == "rsqrt") return 1 / std::sqrt(x);
    return std::sqrt(x);
}

double unitOfLastPlace(double x) { return std::ldexp(1.0, std::max(std::ilogb(x), -126) - 23); }

}  // namespace

class tst_transcendental : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void accuracy_data() {
        QTest::addColumn<double>("low");
        QTest::addColumn<double>("high");
        QTest::addColumn<double>("units");
        QTest::addRow("exp") << -86.0 << 88.7 << 2.0;
        QTest::addRow("exp") << -1.0 << 1.0 << 2.0;
        QTest::addRow("log") << 1e-37 << 1e-3 << 2.5;
        QTest::addRow("log") << 0.5 << 2.0 << 2.5;
        QTest::addRow("log") << 2.0 << 3e38 << 2.5;
        QTest::addRow("sigmoid") << -80.0 << 80.0 << 3.0;
        QTest::addRow("swish") << -80.0 << 80.0 << 3.0;
        QTest::addRow("cos") << -60.0 << 60.0 << 2.5;
        QTest::addRow("cos") << -3e4 << 3e4 << 4.0;
        QTest::addRow("atan") << -3.0 << 3.0 << 3.0;
        QTest::addRow("atan") << -1e6 << 1e6 << 3.0;
        QTest::addRow("asinh") << -2.0 << 2.0 << 4.0;
        QTest::addRow("asinh") << -1e15 << 1e15 << 4.0;
        QTest::addRow("rsqrt") << 1e-30 << 1e30 << 1.5;
        QTest::addRow("sqrt") << 1e-30 << 1e30 << 0.51;
    }
    void accuracy() {
        QFETCH(double, low);
        QFETCH(double, high);
        QFETCH(double, units);
        const QString name = QTest::currentDataTag();
        const ir::Dim count = ir::Dim::symbol("count");
        RowBuilder b({});
        const int x = b.input(DType::F32, {count}), y = b.output(DType::F32, {count});
        b.store(y, b.apply(ir::opFromText(name.toStdString()), {b.load(x, count, {RowBuilder::inner()})}), {RowBuilder::inner()});
        const auto kernel = b.finish("function");
        constexpr std::int64_t points = 40001;
        Tensor input(DType::F32, {points});
        for (std::int64_t n = 0; n < points; ++n) input.mutableAs<float>()[static_cast<std::size_t>(n)] = static_cast<float>(low + (high - low) * static_cast<double>(n) / (points - 1));
        for (const char* isa : {"avx512_bf16", "avx2"}) {
            cpu::CpuDescription cpu = cpu::describeCpu();
            if (cpu.isa == isa || QString(isa) == "avx2") cpu = cpu::restrictTo(cpu, isa);
            const Tensor result = test::runKernel(kernel, {input}, {{"count", points}}, {}, 1, cpu).at(0);
            double worst = 0;
            for (std::int64_t n = 0; n < points; ++n) {
                const double expected = exact(name, input.at(n));
                if (std::abs(expected) < 1e-37) continue;
                worst = std::max(worst, std::abs(result.at(n) - expected) / unitOfLastPlace(expected));
            }
            QCOMPARE_LT(worst, units);
        }
    }

    void edges() {
        const ir::Dim count = ir::Dim::symbol("count");
        const float inf = HUGE_VALF, nan = NAN;
        const std::vector<float> points{0, -0.0f, inf, -inf, nan, 1000, -1000, 1e-40f, 3e38f};
        Tensor input(DType::F32, {static_cast<std::int64_t>(points.size())});
        std::copy(points.begin(), points.end(), input.mutableAs<float>().begin());
        for (const char* name : {"exp", "sigmoid", "swish", "log", "atan", "asinh"}) {
            RowBuilder b({});
            const int x = b.input(DType::F32, {count}), y = b.output(DType::F32, {count});
            b.store(y, b.apply(ir::opFromText(name), {b.load(x, count, {RowBuilder::inner()})}), {RowBuilder::inner()});
            const Tensor result = test::runKernel(b.finish(name), {input}, {{"count", input.count()}}, {}, 1).at(0);
            for (std::size_t n = 0; n < points.size(); ++n) {
                const double expected = static_cast<float>(exact(name, points[n]));
                const double actual = result.at(static_cast<std::int64_t>(n));
                if (std::isnan(expected) && QString(name) == "swish" && points[n] == -inf) continue;   // -inf * 0
                const bool same = std::isnan(expected) ? std::isnan(actual) : expected == actual || std::abs(actual - expected) <= 1e-6 * std::abs(expected) + 1e-38;
                QVERIFY2(same, qPrintable(QString("%1(%2) = %3, expected %4").arg(name).arg(points[n]).arg(actual).arg(expected)));
            }
        }
    }
};

FOLDMETER_TEST(tst_transcendental)
#include "tst_transcendental.moc"
