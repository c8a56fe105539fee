#include "engine/targets/cpu/run_kernel.h"
#ifndef Q_MOC_RUN   // moc loses its way in what this brings
#include "targets/cpu/operand_packing.h"
#endif

using namespace foldmeter;

namespace {

ir::Shape shapeOf(const std::string& letters, const std::map<char, ir::Dim>& dims) {
    ir::Shape shape;
    for (const char letter : letters) shape.push_back(dims.at(letter));
    return shape;
}

// Upper-case letters would be symbols of their own; here every letter is one, so the same code meets all sizes.
kernels::Kernel product(const std::string& spec, DType left, DType right, DType result) {
    const auto comma = spec.find(','), arrow = spec.find("->");
    std::map<char, ir::Dim> dims;
    for (const char letter : spec)
        if (std::isalpha(letter)) dims[letter] = ir::Dim::symbol(std::string(1, letter));
    kernels::MatmulKernel body;
    body.spec = spec;
    body.leftShape = shapeOf(spec.substr(0, comma), dims);
    body.rightShape = shapeOf(spec.substr(comma + 1, arrow - comma - 1), dims);
    kernels::Kernel kernel;
    using Role = kernels::Argument::Role;
    kernel.name = "product";
    kernel.arguments = {{Role::Input, {left, body.leftShape}, "left"},
                        {Role::Input, {right, body.rightShape}, "right"},
                        {Role::Output, {result, shapeOf(spec.substr(arrow + 2), dims)}, "result"}};
    kernel.body = body;
    return kernel;
}

}  // namespace

class tst_matmul_kernel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // Against the offsets written out one by one.
    void offsetsOfAxes_data() {
        QTest::addColumn<QList<int>>("extents");
        QTest::addColumn<QList<int>>("strides");
        QTest::addColumn<int>("axes");
        QTest::newRow("none") << QList<int>{} << QList<int>{} << 0;
        QTest::newRow("neighbours") << QList<int>{3, 4} << QList<int>{4, 1} << 1;
        QTest::newRow("apart") << QList<int>{3, 4, 2} << QList<int>{40, 2, 1} << 2;
        QTest::newRow("turned") << QList<int>{3, 4} << QList<int>{1, 3} << 2;
        QTest::newRow("of one") << QList<int>{1, 5, 1} << QList<int>{70, 7, 3} << 1;
        QTest::newRow("empty") << QList<int>{4, 0} << QList<int>{2, 1} << 2;
        QTest::newRow("five thousand squared") << QList<int>{5000, 5000} << QList<int>{5000, 1} << 1;
    }
    void offsetsOfAxes() {
        QFETCH(QList<int>, extents);
        QFETCH(QList<int>, strides);
        QFETCH(int, axes);
        const cpu::OffsetTable table({extents.begin(), extents.end()}, {strides.begin(), strides.end()});
        QCOMPARE(static_cast<int>(table.axes()), axes);
        std::int64_t count = 1;
        for (const int extent : extents) count *= extent;
        QCOMPARE(table.count(), count);
        const auto offsetOf = [&](std::int64_t i) {
            std::int64_t offset = 0;
            for (qsizetype n = extents.size(); n-- > 0; i /= extents[n]) offset += i % extents[n] * strides[n];
            return offset;
        };
        for (std::int64_t i = 0; i < std::min<std::int64_t>(count, 100); ++i) {
            QCOMPARE(table[i], offsetOf(i));
            QVERIFY(table.evenUntil(i) > i && table.evenUntil(i) <= count && table.nextUntil(i) > i && table.nextUntil(i) <= count);
            for (std::int64_t j = i + 1; j < std::min<std::int64_t>(table.evenUntil(i), 100); ++j) QCOMPARE(offsetOf(j) - offsetOf(j - 1), table.step(i));
            for (std::int64_t j = i + 1; j < std::min<std::int64_t>(table.nextUntil(i), 100); ++j) QCOMPARE(offsetOf(j) - offsetOf(j - 1), 1);
        }
    }
    void againstInterpreter_data() {
        QTest::addColumn<QString>("spec");
        QTest::addColumn<QString>("sizes");
        QTest::addColumn<QString>("type");
        const std::pair<const char*, const char*> cases[] = {
            {"ik,kj->ij", "i=1 j=1 k=1"},        {"ik,kj->ij", "i=37 j=130 k=5"},      {"ik,jk->ij", "i=5 j=17 k=64"},
            {"ki,kj->ij", "i=66 j=49 k=31"},     {"ik,kj->ji", "i=20 j=33 k=7"},       {"cik,cjk->cij", "c=3 i=37 j=37 k=37"},
            {"cki,ckj->cij", "c=2 i=17 j=40 k=20"}, {"cki,ckj->cji", "c=2 i=17 j=40 k=20"}, {"ikc,jkc->ijc", "c=5 i=9 j=8 k=7"},
            {"ric,rje->ijce", "r=6 i=5 j=4 c=8 e=8"}, {"hqk,rkhd->rqhd", "h=4 q=19 k=19 r=3 d=8"}, {"bqhd,bkhd->bhqk", "b=2 q=12 k=21 h=3 d=16"},
            {"bhqk,bkhd->bqhd", "b=2 q=12 k=21 h=3 d=16"}, {"ijce,cef->ijf", "i=3 j=4 c=5 e=6 f=7"}, {"ik,kj->ij", "i=70 j=200 k=700"},
        };
        for (const auto& [spec, sizes] : cases)
            for (const char* type : {"f32", "bf16", "mixed"}) QTest::addRow("%s %s %s", spec, sizes, type) << spec << sizes << type;
    }
    void againstInterpreter() {
        QFETCH(QString, spec);
        QFETCH(QString, sizes);
        QFETCH(QString, type);
        ir::Sizes extents;
        for (const QString& word : sizes.split(' ')) extents[word.left(1).toStdString()] = word.mid(2).toLongLong();
        const DType left = type == "f32" ? DType::F32 : DType::BF16, right = type == "bf16" ? DType::BF16 : DType::F32;
        const auto kernel = product(spec.toStdString(), left, right, type == "bf16" ? DType::BF16 : DType::F32);
        const auto inputs = test::randomInputs(kernel, extents);
        const Tensor expected = kernels::interpretKernel(kernel, inputs, extents).at(0);
        for (const char* schedule : {"default", "rows=16"}) {
            const Tensor actual = test::runKernel(kernel, inputs, extents, cpu::Schedule::fromText(schedule), schedule[0] == 'd' ? 2 : 1).at(0);
            QCOMPARE_LT(test::relativeError(actual, expected), type == "bf16" ? 5e-3 : 2e-6);
        }
    }
};

FOLDMETER_TEST(tst_matmul_kernel)
#include "tst_matmul_kernel.moc"
