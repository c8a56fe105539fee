// Which products of two activations a library of matrices can be given, and how it is told where they lie.
#include "support/test_main.h"
#include "targets/cuda/library_product.h"
#include "targets/cuda/schedule.h"

using namespace foldmeter;

namespace {

const std::map<char, ir::Dim> extents = {{'i', ir::Dim::symbol("tokens")}, {'j', 20}, {'k', 12}, {'c', 3}, {'d', 5}, {'o', 1}};

ir::Shape shapeOf(const std::string& letters) {
    ir::Shape shape;
    for (const char letter : letters) shape.push_back(extents.at(letter));
    return shape;
}

kernels::Kernel productOf(const std::string& spec, DType left, DType right, DType result) {
    const std::size_t comma = spec.find(','), arrow = spec.find("->");
    const ir::Shape a = shapeOf(spec.substr(0, comma)), b = shapeOf(spec.substr(comma + 1, arrow - comma - 1));
    kernels::Kernel kernel;
    using Role = kernels::Argument::Role;
    kernel.arguments = {{Role::Input, {left, a}, "a"}, {Role::Input, {right, b}, "b"}, {Role::Output, {result, shapeOf(spec.substr(arrow + 2))}, "out"}};
    kernels::MatmulKernel matmul;
    matmul.spec = spec;
    matmul.leftShape = a;
    matmul.rightShape = b;
    kernel.body = matmul;
    return kernel;
}

std::string textOf(const cuda::SizedMatrix& matrix) {
    return std::to_string(matrix.rows) + "x" + std::to_string(matrix.columns) + " leading " + std::to_string(matrix.leading) + (matrix.transposed ? " turned" : "") + " apart " + std::to_string(matrix.apart) +
           " a" + std::to_string(matrix.argument);
}

}  // namespace

class tst_library_product : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tells_data();
    void tells();
    void refuses_data();
    void refuses();
    void noneWhereThereIsNothing();
    void isACandidate();
};

void tst_library_product::tells_data() {
    QTest::addColumn<QString>("spec");
    QTest::addColumn<QString>("told");
    const auto row = [](const char* spec, const char* told) { QTest::newRow(spec) << QString(spec) << QString(told); };
    // columns of the library are rows here: the right operand comes first
    row("ik,jk->ij", "12x20 leading 12 turned apart 0 a1, 12x7 leading 12 apart 0 a0, 20x7 leading 20 apart 0 a2, batch 1");
    row("ik,kj->ij", "20x12 leading 20 apart 0 a1, 12x7 leading 12 apart 0 a0, 20x7 leading 20 apart 0 a2, batch 1");
    row("ki,jk->ij", "12x20 leading 12 turned apart 0 a1, 7x12 leading 7 turned apart 0 a0, 20x7 leading 20 apart 0 a2, batch 1");
    row("ik,jk->ji", "12x7 leading 12 turned apart 0 a0, 12x20 leading 12 apart 0 a1, 7x20 leading 7 apart 0 a2, batch 1");
    row("cik,cjk->cij", "12x20 leading 12 turned apart 240 a1, 12x7 leading 12 apart 84 a0, 20x7 leading 20 apart 140 a2, batch 3");
    row("cdik,cdjk->cdij", "12x20 leading 12 turned apart 240 a1, 12x7 leading 12 apart 84 a0, 20x7 leading 20 apart 140 a2, batch 15");
    row("icd,jcd->ij", "15x20 leading 15 turned apart 0 a1, 15x7 leading 15 apart 0 a0, 20x7 leading 20 apart 0 a2, batch 1");
    row("ick,jck->cij", "12x20 leading 36 turned apart 12 a1, 12x7 leading 36 apart 12 a0, 20x7 leading 20 apart 140 a2, batch 3");
    row("ik,k->i", "1x12 leading 1 apart 0 a1, 12x7 leading 12 apart 0 a0, 1x7 leading 1 apart 0 a2, batch 1");
    row("ik,ko->io", "1x12 leading 1 apart 0 a1, 12x7 leading 12 apart 0 a0, 1x7 leading 1 apart 0 a2, batch 1");
}
void tst_library_product::tells() {
    QFETCH(QString, spec);
    QFETCH(QString, told);
    const auto product = cuda::libraryProductOf(productOf(spec.toStdString(), DType::BF16, DType::BF16, DType::F32));
    QVERIFY(product.has_value());
    const auto sized = cuda::sizedProduct(*product, {{"tokens", 7}});
    QVERIFY(sized.has_value());
    QCOMPARE(QString::fromStdString(textOf(sized->first) + ", " + textOf(sized->second) + ", " + textOf(sized->result) + ", batch " + std::to_string(sized->batch)), told);
}

void tst_library_product::refuses_data() {
    QTest::addColumn<QString>("spec");
    QTest::addColumn<int>("left");
    QTest::addColumn<int>("right");
    QTest::addColumn<int>("result");
    const auto row = [](const char* name, const char* spec, DType left, DType right, DType result) { QTest::newRow(name) << QString(spec) << static_cast<int>(left) << static_cast<int>(right) << static_cast<int>(result); };
    constexpr DType full = DType::F32, half = DType::BF16;
    row("operands that lie apart", "ikc,jkc->cij", full, full, full);
    row("a result that lies apart", "cik,cjk->ijc", full, full, full);
    row("a batch of two distances", "cidk,djck->cdij", full, full, full);
    row("sums of two distances", "icd,jdc->ij", full, full, full);
    row("two types", "ik,jk->ij", half, full, full);
    row("a rounded result of f32", "ik,jk->ij", full, full, half);
}
void tst_library_product::refuses() {
    QFETCH(QString, spec);
    QFETCH(int, left);
    QFETCH(int, right);
    QFETCH(int, result);
    const kernels::Kernel kernel = productOf(spec.toStdString(), static_cast<DType>(left), static_cast<DType>(right), static_cast<DType>(result));
    QVERIFY(!cuda::libraryProductOf(kernel));
    for (const cuda::Schedule& schedule : cuda::candidatesFor(kernel, 99 * 1024)) QCOMPARE(schedule.library, 0);
}

void tst_library_product::noneWhereThereIsNothing() {
    const auto product = cuda::libraryProductOf(productOf("ik,jk->ij", DType::F32, DType::F32, DType::F32));
    QVERIFY(!cuda::sizedProduct(*product, {{"tokens", 0}}));
    QVERIFY(!cuda::sizedProduct(*product, {{"tokens", std::int64_t{1} << 33}}));
}

void tst_library_product::isACandidate() {
    std::vector<std::string> ways;
    for (const cuda::Schedule& schedule : cuda::candidatesFor(productOf("cik,cjk->cij", DType::BF16, DType::BF16, DType::BF16), 99 * 1024)) {
        QCOMPARE(cuda::Schedule::fromText(schedule.toText()), schedule);
        if (schedule.library > 0) ways.push_back(schedule.toText());
    }
    QCOMPARE(ways, (std::vector<std::string>{"library=1", "library=2"}));
}

FOLDMETER_TEST(tst_library_product)
#include "tst_library_product.moc"
