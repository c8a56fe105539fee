#include "base/error.h"
#include "ir/builder.h"
#include "ir/print.h"
#include "ir/verify.h"
#include "support/test_main.h"

using namespace foldmeter;
using namespace foldmeter::ir;

namespace {
const Dim tokens = Dim::symbol("tokens");
}

class tst_builder : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void broadcastsLikeNumpy() {
        Builder b("g");
        const Symbolic x = b.input("x", {DType::F32, {tokens, tokens, 8}}, Varies::Job);
        const Symbolic row = b.input("row", {DType::F32, {tokens, 1, 8}}, Varies::Job);
        b.output("y", (x + row) * 2.0);
        QCOMPARE(QString::fromStdString(print(b.finish())), QString(R"(graph "g" {
  %0 = input() {dtype=f32, name="x", shape=(tokens, tokens, 8), varies="job"} : f32(tokens, tokens, 8)
  %1 = input() {dtype=f32, name="row", shape=(tokens, 1, 8), varies="job"} : f32(tokens, 1, 8)
  %2 = reshape(%1) {shape=(tokens, 8)} : f32(tokens, 8)
  %3 = broadcast(%2) {axes=[0, 2], shape=(tokens, tokens, 8)} : f32(tokens, tokens, 8)
  %4 = add(%0, %3) : f32(tokens, tokens, 8)
  %5 = constant() {dtype=f32, value=2.0} : f32()
  %6 = broadcast(%5) {axes=[], shape=(tokens, tokens, 8)} : f32(tokens, tokens, 8)
  %7 = mul(%4, %6) : f32(tokens, tokens, 8)
  output "y" = %7
}
)"));
    }

    void importsOuterValuesIntoNestedBodies() {
        Builder b("g");
        const Symbolic x = b.input("x", {DType::F32, {tokens, 4}}, Varies::Job);
        const Symbolic bias = b.input("bias", {DType::F32, {4}}, Varies::Job);
        const auto scope = b.scope("outer");
        const auto result = b.repeat(3, {x}, {}, [&](Builder& body, const auto& carried, const auto&) {
            const auto inner = body.repeat(2, {carried[0]}, {}, [&](Builder& deep, const auto& values, const auto&) {
                const auto deepScope = deep.scope("deep");
                return Builder::RepeatBody{{values[0] + bias}, {bias * values[0]}};
            });
            return Builder::RepeatBody{{inner.carried[0] + bias}, {inner.collected[0]}};
        });
        b.output("y", result.carried[0]);
        b.output("all", result.collected[0]);
        const Graph graph = b.finish();
        const Node& node = graph.node(result.carried[0].value());
        QCOMPARE(node.operands.size(), std::size_t{2});
        QCOMPARE(node.operands[1], bias.value());
        QCOMPARE(toText(graph.type(result.collected[0].value())), std::string("f32(3, 2, tokens, 4)"));
        const Node* inner = nullptr;
        for (const Node& candidate : node.body->nodes()) inner = candidate.op == Op::Repeat ? &candidate : inner;
        QVERIFY(inner != nullptr);
        QCOMPARE(inner->scope, std::string("outer"));
        QCOMPARE(inner->body->nodes().back().scope, std::string("outer/deep"));
        QCOMPARE(inner->operands.size(), std::size_t{2});
    }

    void refusesWhatDoesNotFit_data() {
        QTest::addColumn<int>("kind");
        QTest::addColumn<std::string>("word");
        QTest::newRow("shapes") << 0 << std::string("do not broadcast");
        QTest::newRow("types") << 1 << std::string("different element types");
        QTest::newRow("other graph") << 2 << std::string("another graph");
        QTest::newRow("linear") << 3 << std::string("do not fit");
        QTest::newRow("slice of a symbol") << 4 << std::string("literal");
        QTest::newRow("reshape") << 5 << std::string("count of elements");
    }
    void refusesWhatDoesNotFit() {
        QFETCH(int, kind);
        QFETCH(std::string, word);
        Builder b("g"), other("h");
        const auto scope = b.scope("here");
        const Symbolic x = b.input("x", {DType::F32, {tokens, 4}}, Varies::Job);
        const Symbolic y = b.input("y", {DType::F32, {tokens, 3}}, Varies::Job);
        try {
            switch (kind) {
                case 0: x + y; break;
                case 1: x + x.cast(DType::BF16); break;
                case 2: x + other.input("x", {DType::F32, {tokens, 4}}, Varies::Job); break;
                case 3: b.linear(x, b.weight({.name = "w", .stored = {5, 4}})); break;
                case 4: x.slice(0, 0, 1); break;
                default: x.reshape({tokens, 5}); break;
            }
            QFAIL("it was accepted");
        } catch (const InternalError& error) {
            QVERIFY2(std::string(error.what()).find(word) != std::string::npos, error.what());
        }
    }

    void showsWeightsAsViewed() {
        Builder b("g");
        const Symbolic w = b.weight({.name = "a:b", .stored = {4, 32, 128}, .permutation = {2, 0, 1}, .dtype = DType::Working});
        QCOMPARE(toText(w.type()), std::string("working(128, 4, 32)"));
        const Symbolic merged = b.weight({.name = "a:b", .stored = {4, 32, 128}, .permutation = {2, 0, 1}, .shape = {128, 128}});
        QCOMPARE(toText(merged.type()), std::string("f32(128, 128)"));
    }
};

FOLDMETER_TEST(tst_builder)
#include "tst_builder.moc"
