#include "engine/targets/cpu/row_builder.h"
#include "engine/targets/cpu/run_kernel.h"

using namespace foldmeter;
using foldmeter::test::errorAgainstInterpreter;
using foldmeter::test::RowBuilder;
using Kind = kernels::TileValue::Kind;

namespace {

const ir::Dim tokens = ir::Dim::symbol("tokens");
const ir::Dim width = ir::Dim::symbol("width");

// y = x * sigmoid(x) + 2 over (tokens, inner)
kernels::Kernel elementwise(const ir::Dim& inner, DType dtype) {
    RowBuilder b({tokens});
    const int x = b.input(dtype, {tokens, inner}), y = b.output(dtype, {tokens, inner});
    const int loaded = b.load(x, inner, {RowBuilder::axis(0), RowBuilder::inner()});
    const int product = b.apply(ir::Op::Mul, {loaded, b.apply(ir::Op::Sigmoid, {loaded}, dtype)}, dtype);
    b.store(y, b.apply(ir::Op::Add, {product, b.constant(2, dtype)}, dtype), {RowBuilder::axis(0), RowBuilder::inner()});
    return b.finish("elementwise");
}

// residual + gate(LN(x) W1) * (LN(x) W2) -> W3, with a split of an interleaved product
kernels::Kernel gatedUnit(std::int64_t channels, DType dtype) {
    RowBuilder b({tokens});
    const int x = b.input(dtype, {tokens, channels}), y = b.output(dtype, {tokens, channels});
    const int scale = b.weight(DType::F32, {channels}), offset = b.weight(DType::F32, {channels});
    const int first = b.weight(dtype, {channels, 2 * channels}), second = b.weight(dtype, {channels, channels});
    const int loaded = b.load(x, channels, {RowBuilder::axis(0), RowBuilder::inner()});
    const int wide = dtype == DType::F32 ? loaded : b.apply(ir::Op::Cast, {loaded}, DType::F32);
    const int normed = b.layerNorm(wide, channels, static_cast<double>(channels), scale, offset, dtype);
    const int product = b.matmul(normed, first, 2 * channels, dtype);
    const int gate = b.apply(ir::Op::Swish, {b.slice(product, channels, 0, 2)}, dtype);
    const int gated = b.apply(ir::Op::Mul, {gate, b.slice(product, channels, 1, 2)}, dtype);
    const int back = b.matmul(gated, second, channels, dtype);
    b.store(y, b.apply(ir::Op::Add, {loaded, back}, dtype), {RowBuilder::axis(0), RowBuilder::inner()});
    return b.finish("gated_unit");
}

}  // namespace

class tst_row_kernel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void elementwiseOfAllExtents_data() {
        QTest::addColumn<int>("inner");
        QTest::addColumn<bool>("bf16");
        QTest::addColumn<bool>("symbolic");
        for (const int inner : {1, 3, 15, 16, 17, 64, 128, 447})
            for (const bool bf16 : {false, true})
                for (const bool symbolic : {false, true})
                    QTest::addRow("%d %s %s", inner, bf16 ? "bf16" : "f32", symbolic ? "symbolic" : "literal") << inner << bf16 << symbolic;
    }
    void elementwiseOfAllExtents() {
        QFETCH(int, inner);
        QFETCH(bool, bf16);
        QFETCH(bool, symbolic);
        const DType dtype = bf16 ? DType::BF16 : DType::F32;
        const auto kernel = elementwise(symbolic ? width : ir::Dim(inner), dtype);
        for (const std::int64_t rows : {1, 37, 130})
            QCOMPARE_LT(errorAgainstInterpreter(kernel, {{"tokens", rows}, {"width", inner}}), bf16 ? 8e-3 : 1e-6);
    }

    void gatedUnits_data() {
        QTest::addColumn<int>("channels");
        QTest::addColumn<bool>("bf16");
        QTest::addColumn<QString>("schedule");
        for (const int channels : {3, 16, 17, 64, 128})
            for (const bool bf16 : {false, true})
                for (const char* schedule : {"default", "rows=16", "matmul=library"})
                    QTest::addRow("%d %s %s", channels, bf16 ? "bf16" : "f32", schedule) << channels << bf16 << schedule;
    }
    void gatedUnits() {
        QFETCH(int, channels);
        QFETCH(bool, bf16);
        QFETCH(QString, schedule);
        const auto kernel = gatedUnit(channels, bf16 ? DType::BF16 : DType::F32);
        for (const std::int64_t rows : {1, 5, 64, 130})
            QCOMPARE_LT(errorAgainstInterpreter(kernel, {{"tokens", rows}}, cpu::Schedule::fromText(schedule.toStdString())), bf16 ? 1.5e-2 : 3e-6);
    }
};

FOLDMETER_TEST(tst_row_kernel)
#include "tst_row_kernel.moc"
