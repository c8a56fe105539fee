// The forms that canonicalSums and narrowMasks leave: weights as matrices by their view alone, channels of a triangle
// product first, long sums one axis at a time. That the meaning stays is tst_fuse's; here it is what is left to run.
#include "ir/builder.h"
#include "ir/interpret.h"
#include "ir/print.h"
#include "ir/operand_views.h"
#include "passes/canonical_sums.h"
#include "passes/narrow_masks.h"
#include "passes/weight_axes.h"
#include "support/test_main.h"

#include <algorithm>

using namespace foldmeter;
using namespace foldmeter::ir;

namespace {

const Dim tokens = Dim::symbol("tokens");

Symbolic input(Builder& b, const std::string& name, Shape shape, DType dtype = DType::F32) { return b.input(name, {dtype, std::move(shape)}, Varies::Seed); }

int countOf(const Graph& graph, Op op) {
    return static_cast<int>(std::count_if(graph.nodes().begin(), graph.nodes().end(), [&](const Node& node) { return node.op == op; }));
}

const Node& onlyNode(const Graph& graph, Op op) {
    return *std::find_if(graph.nodes().begin(), graph.nodes().end(), [&](const Node& node) { return node.op == op; });
}

}  // namespace

class tst_canonical_sums : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void weightsBecomeMatrices_data() {
        QTest::addColumn<QString>("spec");
        QTest::addColumn<QList<int>>("stored");
        QTest::addColumn<QList<int>>("order");      // stored axes in the order of the matrix
        QTest::addColumn<QString>("matrix");
        QTest::newRow("as it is") << "ijc,cd->ijd" << QList<int>{8, 3} << QList<int>{0, 1} << "(8, 3)";
        QTest::newRow("heads and dim behind") << "ijc,chd->ijhd" << QList<int>{8, 2, 4} << QList<int>{0, 1, 2} << "(8, 8)";
        QTest::newRow("stored transposed") << "ijc,hdc->ijhd" << QList<int>{2, 4, 8} << QList<int>{2, 0, 1} << "(8, 8)";
        QTest::newRow("result transposed") << "ijc,ch->hij" << QList<int>{8, 2} << QList<int>{0, 1} << "(8, 2)";
    }
    void weightsBecomeMatrices() {
        QFETCH(QString, spec);
        QFETCH(QList<int>, stored);
        QFETCH(QList<int>, order);
        QFETCH(QString, matrix);
        Builder b("weighted");
        const Extents extents(stored.begin(), stored.end());
        const Symbolic y = b.einsum(spec.toStdString(), input(b, "x", {tokens, tokens, 8}), b.weight({"w", extents, {}, {}, DType::F32, false}));
        const Shape shape = y.shape();
        b.output("y", y);
        const Graph graph = passes::canonicalSums(b.finish());
        for (NodeId id = 0; id < static_cast<NodeId>(graph.nodes().size()); ++id) {
            if (graph.node(id).op == Op::Einsum) QVERIFY(ir::isRowMatmul(graph, id));
        }
        const Node& product = onlyNode(graph, Op::Einsum);
        const Node& weight = graph.node(product.operands[1]);
        QCOMPARE(QString::fromStdString(toText(weight.results[0].shape)), matrix);
        QCOMPARE(QList<int>(weight.attributes.integers("permutation").begin(), weight.attributes.integers("permutation").end()), order);
        QCOMPARE(toText(graph.type(graph.outputs()[0].value).shape), toText(shape));
    }

    void castsOfWeightsFoldOnlyOnce() {   // a second cast would hide the rounding of the first
        Builder b("casts");
        const Symbolic w = b.weight({"w", {8, 3}, {}, {}, DType::F32, false});
        const Symbolic once = w.cast(DType::BF16), twice = once.cast(DType::F32);
        const auto seen = passes::weightAxesOf(b.graph(), once.value());
        QVERIFY(seen && seen->dtype == DType::BF16);
        QVERIFY(!passes::weightAxesOf(b.graph(), twice.value()));
        QVERIFY(!passes::weightAxesOf(b.graph(), (w * 2.0).value()));
    }

    void trianglesHaveChannelsFirst_data() {
        QTest::addColumn<QString>("spec");
        QTest::addColumn<QString>("expected");
        QTest::newRow("outgoing") << "ikc,jkc->ijc" << "cik,cjk->cij";
        QTest::newRow("incoming, operands exchanged") << "kjc,kic->ijc" << "cki,ckj->cij";
        QTest::newRow("heads first already") << "hqk,rkhd->rqhd" << "hqk,rkhd->rqhd";
    }
    void trianglesHaveChannelsFirst() {
        QFETCH(QString, spec);
        QFETCH(QString, expected);
        Builder b("product");
        const bool triangle = spec.contains("c");
        const Symbolic left = input(b, "a", triangle ? Shape{tokens, tokens, 8} : Shape{8, tokens, tokens});
        const Symbolic right = input(b, "b", triangle ? Shape{tokens, tokens, 8} : Shape{5, tokens, 8, 4});
        b.output("t", b.einsum(spec.toStdString(), left, right));
        const Graph graph = passes::canonicalSums(b.finish());
        QCOMPARE(QString::fromStdString(onlyNode(graph, Op::Einsum).attributes.text("spec")), expected);
    }

    void longSumsGoAxisByAxis_data() {
        QTest::addColumn<QList<int>>("axes");
        QTest::addColumn<int>("sums");
        QTest::newRow("one symbol") << QList<int>{1} << 1;
        QTest::newRow("symbol and literal behind it") << QList<int>{1, 2} << 1;
        QTest::newRow("two symbols") << QList<int>{0, 1} << 2;
        QTest::newRow("axes apart") << QList<int>{0, 2} << 2;
    }
    void longSumsGoAxisByAxis() {
        QFETCH(QList<int>, axes);
        QFETCH(int, sums);
        Builder b("sums");
        b.output("s", input(b, "x", {tokens, tokens, 8}).sum({axes.begin(), axes.end()}));
        const Graph before = b.finish(), graph = passes::canonicalSums(before);
        QCOMPARE(countOf(graph, Op::ReduceSum), sums);
        Tensor x(DType::F32, {2, 2, 8});
        for (std::size_t n = 0; n < 32; ++n) x.mutableAs<float>()[n] = static_cast<float>(n);
        const Tensor expected = interpret(before, {{"x", x}}, {}).at("s"), actual = interpret(graph, {{"x", x}}, {}).at("s");
        for (std::int64_t n = 0; n < expected.count(); ++n) QCOMPARE(actual.at(n), expected.at(n));
    }

    void masksLoseBatchAxes() {
        Builder b("mask");
        AttentionInputs in;
        in.q = input(b, "q", {tokens, tokens, 2, 4});
        in.k = input(b, "k", {tokens, tokens, 2, 4});
        in.v = input(b, "v", {tokens, tokens, 2, 4});
        in.keyMask = input(b, "m", {tokens}, DType::Bool).broadcast({tokens, tokens}, {1});
        b.output("o", b.attention(in));
        const Graph graph = passes::narrowMasks(b.finish());
        const Node& attention = onlyNode(graph, Op::Attention);
        QCOMPARE(toText(graph.type(attention.operands[3])), std::string("bool(tokens)"));
        QVERIFY(attention.attributes.integers("mask_batch").empty());
    }

    void masksOfKeysThatWereSpreadStay() {   // the key axis itself was stretched: nothing to take away
        Builder b("mask");
        AttentionInputs in;
        in.q = input(b, "q", {tokens, tokens, 2, 4});
        in.k = input(b, "k", {tokens, tokens, 2, 4});
        in.v = input(b, "v", {tokens, tokens, 2, 4});
        in.keyMask = input(b, "m", {tokens}, DType::Bool).broadcast({tokens, tokens}, {0});
        b.output("o", b.attention(in));
        const Graph graph = passes::narrowMasks(b.finish());
        QVERIFY(!onlyNode(graph, Op::Attention).attributes.has("mask_batch"));
    }
};

FOLDMETER_TEST(tst_canonical_sums)
#include "tst_canonical_sums.moc"
