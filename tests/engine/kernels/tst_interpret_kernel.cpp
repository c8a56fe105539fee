// The kernel interpreter on kernels written by hand, one kind of tile value after the other, against numbers worked out
// beside them. It judges lowering and targets, so it is judged here.
#include "ir/index_view.h"
#include "kernels/interpret_kernel.h"
#include "support/test_main.h"

#include <cmath>

using namespace foldmeter;
using namespace foldmeter::kernels;
using Kind = TileValue::Kind;

namespace {

const IndexExpression row = variableIndex(Term::Variable::Axis, 0), inner = variableIndex(Term::Variable::Inner), summed = variableIndex(Term::Variable::Summed);

TileValue valueOf(Kind kind, std::vector<int> operands, ir::Dim extent, DType dtype = DType::F32) {
    TileValue value;
    value.kind = kind;
    value.operands = std::move(operands);
    value.inner = std::move(extent);
    value.dtype = dtype;
    return value;
}

TileValue load(Access access, ir::Dim extent, DType dtype = DType::F32) {
    TileValue value = valueOf(Kind::Load, {}, std::move(extent), dtype);
    value.access = std::move(access);
    return value;
}

TileValue store(int operand, Access access, ir::Dim extent) {
    TileValue value = valueOf(Kind::Store, {operand}, std::move(extent));
    value.access = std::move(access);
    return value;
}

TileValue apply(ir::Op op, std::vector<int> operands, ir::Dim extent, DType dtype = DType::F32) {
    TileValue value = valueOf(Kind::Elementwise, std::move(operands), std::move(extent), dtype);
    value.op = op;
    return value;
}

Tensor numbers(Extents extents, std::vector<float> values) {
    Tensor tensor(DType::F32, std::move(extents));
    std::copy(values.begin(), values.end(), tensor.mutableAs<float>().begin());
    return tensor;
}

std::vector<double> listOf(const Tensor& tensor) {
    std::vector<double> list;
    for (std::int64_t n = 0; n < tensor.count(); ++n) list.push_back(tensor.at(n));
    return list;
}

// x (2, 3), w (3, 2) or table (4, 3) -> one output of 2 rows and the last value's inner extent.
std::vector<double> runRows(std::vector<TileValue> values, const std::vector<Tensor>& inputs, std::int64_t width) {
    Kernel kernel;
    for (const Tensor& input : inputs) {
        ir::Shape shape(input.extents().begin(), input.extents().end());
        kernel.arguments.push_back({Argument::Role::Input, {input.dtype(), shape}, "in"});
    }
    const int output = static_cast<int>(inputs.size());
    kernel.arguments.push_back({Argument::Role::Output, {DType::F32, {2, width}}, "out"});
    values.push_back(store(static_cast<int>(values.size()) - 1, {output, {2, width}, {row, inner}}, width));
    kernel.body = RowKernel{{2}, std::move(values)};
    return listOf(interpretKernel(kernel, inputs, {})[0]);
}

const Tensor x = numbers({2, 3}, {1, 2, 3, 4, 5, -6});
const Access xRows{0, {2, 3}, {row, inner}};

}  // namespace

class tst_interpret_kernel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void reduces() {
        QCOMPARE(runRows({load(xRows, 3), valueOf(Kind::ReduceSum, {0}, 1)}, {x}, 1), (std::vector<double>{6, 3}));
        QCOMPARE(runRows({load(xRows, 3), valueOf(Kind::ReduceMax, {0}, 1)}, {x}, 1), (std::vector<double>{3, 5}));
    }
    void multiplies() {
        TileValue product = valueOf(Kind::Matmul, {0}, 2);
        product.weight = 1;
        QCOMPARE(runRows({load(xRows, 3), product}, {x, numbers({3, 2}, {1, 10, 2, 20, 3, 30})}, 2), (std::vector<double>{14, 140, -4, -40}));
    }
    void slicesAndJoins() {
        TileValue slice = valueOf(Kind::SliceInner, {0}, 2);
        slice.start = 0;
        slice.step = 2;
        QCOMPARE(runRows({load(xRows, 3), slice}, {x}, 2), (std::vector<double>{1, 3, 4, -6}));
        QCOMPARE(runRows({load(xRows, 3), slice, valueOf(Kind::Concat, {1, 0}, 5)}, {x}, 5), (std::vector<double>{1, 3, 1, 2, 3, 4, -6, 4, 5, -6}));
    }
    void gathersRows() {
        const Tensor index = numbers({2}, {3, 1}).converted(DType::I32);
        const Tensor table = numbers({4, 2}, {0, 1, 10, 11, 20, 21, 30, 31});
        const Access chosen{1, {4, 2}, {variableIndex(Term::Variable::Loaded, 0), inner}};
        QCOMPARE(runRows({load({0, {2}, {row}}, 1, DType::I32), load(chosen, 2)}, {index, table}, 2), (std::vector<double>{30, 31, 10, 11}));
    }
    void gathersElements() {   // every element with an address of its own
        TileValue c = valueOf(Kind::InnerIndex, {}, 2, DType::I32), two = valueOf(Kind::Constant, {}, 1, DType::I32);
        two.number = 2;
        const Access chosen{0, {2, 3}, {row, variableIndex(Term::Variable::Loaded, 2)}};
        QCOMPARE(runRows({c, two, apply(ir::Op::Sub, {1, 0}, 2, DType::I32), load(chosen, 2)}, {x}, 2), (std::vector<double>{3, 2, -6, 5}));
    }
    void roundsToItsType() {
        TileValue third = valueOf(Kind::Constant, {}, 1);
        third.number = 1.0 / 3;
        const std::vector<double> result = runRows({third, apply(ir::Op::Cast, {0}, 1, DType::BF16), apply(ir::Op::Sigmoid, {1}, 1, DType::BF16)}, {x}, 1);
        const double e = roundToBFloat16(std::exp(-roundToBFloat16(1.0F / 3)));
        QCOMPARE(result[0], static_cast<double>(roundToBFloat16(static_cast<float>(1 / roundToBFloat16(static_cast<float>(1 + e))))));
    }
    void dividesIntegersDownwards() {
        TileValue a = valueOf(Kind::AxisIndex, {}, 1, DType::I32), three = valueOf(Kind::Constant, {}, 1, DType::I32), two = three;
        three.number = 3;
        two.number = 2;
        const std::vector<double> result = runRows({a, three, two, apply(ir::Op::Sub, {0, 1}, 1, DType::I32), apply(ir::Op::Div, {3, 2}, 1, DType::I32)}, {x}, 1);
        QCOMPARE(result, (std::vector<double>{-2, -1}));
    }
    void sumsOuterProducts() {   // sum_s a[s, row, c] b[s, row, e]
        TileValue outer = valueOf(Kind::OuterProduct, {}, 4);
        outer.access = {0, {2, 2, 2}, {summed, row, inner}};
        outer.rightAccess = {1, {2, 2, 2}, {summed, row, inner}};
        outer.summed = 2;
        outer.rightInner = 2;
        const Tensor a = numbers({2, 2, 2}, {1, 2, 3, 4, 5, 6, 7, 8}), b = numbers({2, 2, 2}, {1, 0, 0, 1, 1, 1, 2, 2});
        QCOMPARE(runRows({outer}, {a, b}, 4), (std::vector<double>{6, 5, 8, 6, 14, 17, 16, 20}));
    }
    void showsHoles() {   // elements that no row stores are not numbers
        Kernel kernel;
        kernel.arguments = {{Argument::Role::Output, {DType::F32, {3}}, "out"}};
        kernel.body = RowKernel{{2}, {valueOf(Kind::Constant, {}, 1), store(0, {0, {3}, {row}}, 1)}};
        const Tensor result = interpretKernel(kernel, {}, {})[0];
        QCOMPARE(result.at(1), 0.0);
        QVERIFY(std::isnan(result.at(2)));
    }
    void attends() {   // two keys, the second masked for batch row 1; logits 0 without bias
        AttentionKernel attention;
        attention.qAxes = attention.resultAxes = "Aqhd";
        attention.kAxes = attention.vAxes = "Akhd";
        attention.biasAxes = "hqk";
        attention.maskAxes = "Ak";
        attention.dims = {{'A', 2}, {'q', 1}, {'k', 2}, {'h', 1}, {'d', 1}};
        attention.bias = 3;
        attention.mask = 4;
        attention.result = 5;
        Kernel kernel;
        const ir::TensorType one{DType::F32, {2, 1, 1, 1}}, two{DType::F32, {2, 2, 1, 1}};
        for (const ir::TensorType& type : {one, two, two, ir::TensorType{DType::F32, {1, 1, 2}}, ir::TensorType{DType::Bool, {2, 2}}}) kernel.arguments.push_back({Argument::Role::Input, type, "in"});
        kernel.arguments.push_back({Argument::Role::Output, one, "out"});
        kernel.body = attention;
        const Tensor zero = numbers({2, 1, 1, 1}, {0, 0}), keys = numbers({2, 2, 1, 1}, {1, 2, 3, 4}), values = numbers({2, 2, 1, 1}, {1, 5, 7, 9});
        const Tensor bias = numbers({1, 1, 2}, {0, std::log(3.0F)}), mask = numbers({2, 2}, {1, 1, 1, 0}).converted(DType::Bool);
        const Tensor result = interpretKernel(kernel, {zero, keys, values, bias, mask}, {})[0];
        QVERIFY(std::abs(result.at(0) - 4) < 1e-6);   // (1 + 3*5) / 4
        QCOMPARE(result.at(1), 7.0);
    }
};

FOLDMETER_TEST(tst_interpret_kernel)
#include "tst_interpret_kernel.moc"
