#include "base/error.h"
#include "engine/targets/cpu/gated_unit.h"
#include "engine/targets/cpu/row_builder.h"
#include "engine/targets/cpu/run_kernel.h"

using namespace foldmeter;
using foldmeter::test::errorAgainstInterpreter;
using foldmeter::test::gatedUnit;
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

// channel-major in and out: y[c, i, j] = x[c, i, j] + z[i, j, c]
kernels::Kernel alongRows(std::int64_t channels, DType dtype) {
    RowBuilder b({tokens, width});
    const int x = b.input(dtype, {channels, tokens, width}), z = b.input(dtype, {tokens, width, channels}), y = b.output(dtype, {channels, tokens, width});
    const std::vector<kernels::IndexExpression> major{RowBuilder::inner(), RowBuilder::axis(0), RowBuilder::axis(1)};
    const std::vector<kernels::IndexExpression> last{RowBuilder::axis(0), RowBuilder::axis(1), RowBuilder::inner()};
    b.store(y, b.apply(ir::Op::Add, {b.load(x, channels, major), b.load(z, channels, last)}, dtype), major);
    return b.finish("along_rows");
}

// transposed rows, rows found by an index, a strided inner axis, and a store with a stride
kernels::Kernel gathered(std::int64_t channels, DType dtype) {
    RowBuilder b({tokens, width});
    const int table = b.input(dtype, {width, channels}), which = b.input(DType::I32, {tokens}), swapped = b.input(dtype, {width, tokens, 2 * channels});
    const int y = b.output(dtype, {tokens, channels, width, 3});
    const int row = b.apply(ir::Op::Max, {b.load(which, 1, {RowBuilder::axis(0)}), b.constant(0, DType::I32)}, DType::I32);
    const int inside = b.apply(ir::Op::Min, {row, b.constant(0, DType::I32)}, DType::I32);
    const int from = b.load(table, channels, {RowBuilder::loaded(inside), RowBuilder::inner()});
    const int other = b.load(swapped, channels, {RowBuilder::axis(1), RowBuilder::axis(0), RowBuilder::inner(2, 1)});
    const int sum = b.apply(ir::Op::Sub, {from, other}, dtype);
    for (std::int64_t part = 0; part < 3; ++part) {
        kernels::IndexExpression constant;
        constant.constant = part;
        const int scaled = b.apply(ir::Op::Mul, {sum, b.constant(static_cast<double>(part + 1), dtype)}, dtype);
        b.store(y, scaled, {RowBuilder::axis(0), RowBuilder::inner(), RowBuilder::axis(1), constant});
    }
    return b.finish("gathered");
}

// every element has an address of its own: y[i, c] = x[(c + i) mod tokens, c]
kernels::Kernel addressed() {
    RowBuilder b({tokens});
    const int x = b.input(DType::F32, {tokens, width}), y = b.output(DType::F32, {tokens, width});
    const int count = b.input(DType::I32, {1});
    kernels::IndexExpression zero;
    const int c = b.make(Kind::InnerIndex, {}, width, DType::I32);
    const int sum = b.apply(ir::Op::Add, {c, b.make(Kind::AxisIndex, {}, 1, DType::I32)}, DType::I32);
    const int n = b.load(count, 1, {zero});
    const int whole = b.apply(ir::Op::Mul, {b.apply(ir::Op::Div, {sum, n}, DType::I32), n}, DType::I32);
    const int index = b.apply(ir::Op::Sub, {sum, whole}, DType::I32);
    b.store(y, b.load(x, width, {RowBuilder::loaded(index), RowBuilder::inner()}), {RowBuilder::axis(0), RowBuilder::inner()});
    return b.finish("addressed");
}

// (concat(x, one number a row, x) W) with an outer product of two arrays summed over a third axis beside it
kernels::Kernel joined(std::int64_t channels, DType dtype) {
    RowBuilder b({tokens});
    const int x = b.input(dtype, {tokens, channels}), y = b.output(dtype, {tokens, 5}), wide = b.output(dtype, {tokens, 6 * channels});
    const int left = b.input(dtype, {width, tokens, 6}), right = b.input(dtype, {width, channels}), w = b.weight(dtype, {2 * channels + 1, 5});
    const int loaded = b.load(x, channels, {RowBuilder::axis(0), RowBuilder::inner()});
    const int half = b.apply(ir::Op::Abs, {loaded}, dtype);
    const int sum = b.make(Kind::ReduceMax, {half}, 1, dtype);
    const int all = b.make(Kind::Concat, {loaded, sum, half}, 2 * channels + 1, dtype);
    b.store(y, b.matmul(all, w, 5, dtype), {RowBuilder::axis(0), RowBuilder::inner()});
    kernels::TileValue outer;
    outer.kind = Kind::OuterProduct;
    outer.inner = 6 * channels;
    outer.dtype = dtype;
    outer.access = b.access(left, {RowBuilder::summed(), RowBuilder::axis(0), RowBuilder::inner()});
    outer.rightAccess = b.access(right, {RowBuilder::summed(), RowBuilder::inner()});
    outer.summed = width;
    outer.rightInner = channels;
    b.store(wide, b.apply(ir::Op::Mul, {b.add(outer), sum}, dtype), {RowBuilder::axis(0), RowBuilder::inner()});
    return b.finish("joined");
}

// comparisons, choices, whole numbers; the product of a product; one row without outer axes
kernels::Kernel mixed(DType dtype) {
    RowBuilder b({});
    const int x = b.input(dtype, {width}), mask = b.input(DType::Bool, {width}), code = b.input(DType::I32, {width});
    const int y = b.output(dtype, {width}), shown = b.output(DType::Bool, {width}), number = b.output(DType::I32, {width}), total = b.output(DType::F32, {});
    const std::vector<kernels::IndexExpression> at{RowBuilder::inner()};
    const int loaded = b.load(x, width, at), on = b.load(mask, width, at), whole = b.load(code, width, at);
    const int small = b.apply(ir::Op::Less, {whole, b.constant(2, DType::I32)}, DType::Bool);
    const int both = b.apply(ir::Op::Or, {b.apply(ir::Op::And, {on, small}, DType::Bool), b.apply(ir::Op::Not, {on}, DType::Bool)}, DType::Bool);
    b.store(shown, both, at);
    b.store(number, b.apply(ir::Op::Div, {whole, b.constant(3, DType::I32)}, DType::I32), at);
    b.store(y, b.apply(ir::Op::Select, {both, loaded, b.apply(ir::Op::Cast, {whole}, dtype)}, dtype), at);
    b.store(total, b.make(Kind::ReduceSum, {b.apply(ir::Op::Cast, {both}, DType::F32)}, 1, DType::F32), {});
    return b.finish("mixed");
}

kernels::Kernel productOfProduct(DType dtype) {
    RowBuilder b({tokens});
    const int x = b.input(dtype, {tokens, 1}), y = b.output(dtype, {tokens, 33}), first = b.weight(dtype, {1, 7}), second = b.weight(dtype, {7, 33});
    const int loaded = b.load(x, 1, {RowBuilder::axis(0), RowBuilder::inner()});
    b.store(y, b.matmul(b.matmul(loaded, first, 7, dtype), second, 33, dtype), {RowBuilder::axis(0), RowBuilder::inner()});
    return b.finish("product_of_product");
}

kernels::Kernel kernelNamed(const QString& name, std::int64_t channels, DType dtype) {
    if (name == "along_rows") return alongRows(channels, dtype);
    if (name == "gathered") return gathered(channels, dtype);
    if (name == "addressed") return addressed();
    if (name == "joined") return joined(channels, dtype);
    if (name == "mixed") return mixed(dtype);
    if (name == "product_of_product") return productOfProduct(dtype);
    return gatedUnit(channels, dtype);
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

    void products_data() {
        QTest::addColumn<int>("in");
        QTest::addColumn<int>("out");
        QTest::addColumn<bool>("bf16");
        QTest::addColumn<QString>("schedule");
        for (const auto& [in, out] : {std::pair{447, 4}, {64, 130}, {15, 447}, {384, 16}, {1, 1}, {128, 49}})
            for (const bool bf16 : {false, true})
                for (const char* schedule : {"default", "matmul=library"})
                    QTest::addRow("%d x %d %s %s", in, out, bf16 ? "bf16" : "f32", schedule) << in << out << bf16 << schedule;
    }
    void products() {
        QFETCH(int, in);
        QFETCH(int, out);
        QFETCH(bool, bf16);
        QFETCH(QString, schedule);
        const DType dtype = bf16 ? DType::BF16 : DType::F32;
        RowBuilder b({tokens});
        const int x = b.input(dtype, {tokens, in}), y = b.output(dtype, {tokens, out}), w = b.weight(dtype, {in, out});
        const int product = b.matmul(b.load(x, in, {RowBuilder::axis(0), RowBuilder::inner()}), w, out, dtype);
        b.store(y, product, {RowBuilder::axis(0), RowBuilder::inner()});
        const auto kernel = b.finish("product");
        for (const std::int64_t rows : {1, 5, 130})
            QCOMPARE_LT(errorAgainstInterpreter(kernel, {{"tokens", rows}}, cpu::Schedule::fromText(schedule.toStdString())), bf16 ? 4e-3 : 2e-6);
    }

    void kinds_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("channels");
        QTest::addColumn<bool>("bf16");
        QTest::addColumn<QString>("isa");
        for (const char* name : {"along_rows", "gathered", "addressed", "joined", "mixed", "product_of_product", "gated_unit"})
            for (const int channels : {1, 5, 16, 37})
                for (const bool bf16 : {false, true})
                    for (const char* isa : {"avx512_bf16", "avx512", "avx2"})
                        if (isa[3] == '5' || channels == 5 || channels == 16)
                            QTest::addRow("%s %d %s %s", name, channels, bf16 ? "bf16" : "f32", isa) << name << channels << bf16 << isa;
    }
    void kinds() {
        QFETCH(QString, name);
        QFETCH(int, channels);
        QFETCH(bool, bf16);
        QFETCH(QString, isa);
        cpu::CpuDescription cpu = cpu::describeCpu();
        try {
            cpu = cpu::restrictTo(cpu, isa.toStdString());
        } catch (const InputError& error) {
            QSKIP(error.what());
        }
        const auto kernel = kernelNamed(name, channels, bf16 ? DType::BF16 : DType::F32);
        for (const auto& [rows, columns] : {std::pair{1, 1}, {5, 18}, {3, 64}}) {
            const ir::Sizes sizes{{"tokens", rows}, {"width", columns}};
            auto inputs = test::randomInputs(kernel, sizes);
            if (name == "addressed") inputs.back().mutableAs<std::int32_t>()[0] = rows;
            const auto expected = kernels::interpretKernel(kernel, inputs, sizes);
            const auto actual = test::runKernel(kernel, inputs, sizes, {}, 2, cpu);
            for (std::size_t n = 0; n < expected.size(); ++n) QCOMPARE_LT(test::relativeError(actual[n], expected[n]), bf16 ? 2.5e-2 : 3e-6);
        }
    }
};

FOLDMETER_TEST(tst_row_kernel)
#include "tst_row_kernel.moc"
