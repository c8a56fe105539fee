// What verify and the rules of inference refuse, row by row.
#include "base/error.h"
#include "ir/builder.h"
#include "ir/verify.h"
#include "support/random_graph.h"
#include "support/test_main.h"

using namespace foldmeter;
using namespace foldmeter::ir;

namespace {

const Dim n = Dim::symbol("tokens");

struct Broken {
    std::string name, word;
    std::function<void(Builder& b, Symbolic x)> make;   // x: f32 (tokens, 6); throws, or leaves a broken graph
};

Attributes attributes(std::initializer_list<std::pair<const char*, Attribute>> list) {
    Attributes result;
    for (const auto& [name, value] : list) result.set(name, value);
    return result;
}
using Integers = std::vector<std::int64_t>;

const std::vector<Broken>& allBroken() {
    static const std::vector<Broken> list{
        {"no output", "has no output", [](Builder&, Symbolic) {}},
        {"output of nothing", "is no value", [](Builder& b, Symbolic) { b.graph().setOutput("y", {17, 0}); }},
        {"input twice", "is there twice", [](Builder& b, Symbolic x) { b.output("y", x + b.input("x", x.type(), Varies::Job)); }},
        {"layered weight outside", "outside of every repeat", [](Builder& b, Symbolic) { b.output("y", b.weight({.name = "w", .stored = {2}, .layered = true})); }},
        {"body input misnamed", "should be called", [](Builder& b, Symbolic x) {
             Builder body("body");
             body.output("0", body.input("x", x.type(), Varies::Model));
             Node node;
             node.op = Op::Fused;
             node.operands = {x.value()};
             node.body = std::make_shared<const Graph>(body.finish());
             b.graph().setOutput("y", {b.graph().append(std::move(node)), 0});
         }},
        {"operand too new", "not in the graph yet", [](Builder& b, Symbolic) { b.graph().append(Op::Neg, {{5, 0}}, {}, ""); }},
        {"no such result", "no such result", [](Builder& b, Symbolic) { b.graph().append(Op::Neg, {{0, 1}}, {}, ""); }},
        {"operands missing", "wrong number of operands", [](Builder& b, Symbolic x) { b.append(Op::Add, {x}, {}); }},
        {"region without a body", "only a region has a body", [](Builder& b, Symbolic x) { b.append(Op::Fused, {x}, {}); }},
        {"attribute missing", "'dtype' is missing", [](Builder& b, Symbolic x) { b.append(Op::Cast, {x}, {}); }},
        {"attribute of another type", "'dtype' is not", [](Builder& b, Symbolic x) { b.append(Op::Cast, {x}, attributes({{"dtype", std::string("f32")}})); }},
        {"exp of integers", "no float", [](Builder& b, Symbolic) { unary(Op::Exp, b.iota({4}, 0)); }},
        {"not of floats", "not bool", [](Builder&, Symbolic x) { unary(Op::Not, x); }},
        {"sum of bools", "bool", [](Builder&, Symbolic x) { const Symbolic c = less(x, x); c + c; }},
        {"condition of floats", "not bool", [](Builder& b, Symbolic x) { b.append(Op::Select, {x, x, x}, {}); }},
        {"broadcast changes an extent", "changes its extent", [](Builder&, Symbolic x) { x.broadcast({n, 7}, {0, 1}); }},
        {"broadcast turns", "ascend", [](Builder&, Symbolic x) { x.broadcast({6, n}, {1, 0}); }},
        {"transpose loses an axis", "no permutation", [](Builder&, Symbolic x) { x.transpose({0, 0}); }},
        {"slice leaves the axis", "leaves the axis", [](Builder&, Symbolic x) { x.slice(1, 2, 3, 2); }},
        {"concat of a symbol", "literal axis", [](Builder&, Symbolic x) { concat(std::vector<Symbolic>{x, x}, 0); }},
        {"concat of different rest", "another axis", [](Builder& b, Symbolic x) { concat(std::vector<Symbolic>{x, b.weight({.name = "w", .stored = {3, 6}})}, 1); }},
        {"gather by floats", "i32", [](Builder&, Symbolic x) { x.gather(x); }},
        {"reduction twice", "twice", [](Builder& b, Symbolic x) { b.append(Op::ReduceSum, {x}, attributes({{"axes", Integers{0, 0}}})); }},
        {"reduction outside", "not there", [](Builder& b, Symbolic x) { b.append(Op::ReduceSum, {x}, attributes({{"axes", Integers{2}}})); }},
        {"einsum without arrow", "is not 'ab,bc->ac'", [](Builder& b, Symbolic x) { b.einsum("ij,ij", x, x); }},
        {"einsum of other extents", "letter 'i'", [](Builder& b, Symbolic x) { b.einsum("ij,ki->jk", x, x); }},
        {"einsum sums one side", "one operand only", [](Builder& b, Symbolic x) { b.einsum("ij,kj->k", x, x); }},
        {"einsum of mixed types", "one type", [](Builder& b, Symbolic x) { b.einsum("ij,kj->ik", x, x.cast(DType::BF16)); }},
        {"norm with a long scale", "vectors", [](Builder& b, Symbolic x) { b.layerNorm(x, NormForm::Fast, x, {}); }},
        {"glu of an odd width", "halves", [](Builder& b, Symbolic x) { b.gatedLinearUnit(x, b.weight({.name = "w", .stored = {6, 3}}), Gate::Swish); }},
        {"triangle of no square", "square", [](Builder& b, Symbolic x) { const Symbolic y = x.reshape({n, 2, 3}); b.triangleProduct(y, y, true); }},
        {"attention with a wide bias", "the bias is not", [](Builder& b, Symbolic x) { const Symbolic y = x.reshape({n, 2, 3}); b.attention({.q = y, .k = y, .v = y, .bias = x}); }},
        {"attention with float mask", "mask", [](Builder& b, Symbolic x) { const Symbolic y = x.reshape({n, 2, 3}); b.attention({.q = y, .k = y, .v = y, .keyMask = y.sum({1, 2})}); }},
        {"weight of another count", "another count", [](Builder& b, Symbolic) { b.weight({.name = "w", .stored = {4, 3}, .shape = {11}}); }},
        {"repeat changes a carried type", "another type", [](Builder& b, Symbolic x) {
             b.repeat(2, {x}, {}, [](Builder&, const auto& carried, const auto&) { return Builder::RepeatBody{{carried[0].slice(1, 0, 2)}, {}}; });
         }},
        {"stacked rows of another count", "leading axis", [](Builder& b, Symbolic x) {
             b.repeat(2, {}, {x}, [](Builder&, const auto&, const auto& rows) { return Builder::RepeatBody{{}, {rows[0]}}; });
         }},
    };
    return list;
}

}  // namespace

class tst_verify : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void refuses_data() {
        QTest::addColumn<int>("index");
        for (int k = 0; k < static_cast<int>(allBroken().size()); ++k) QTest::newRow(allBroken()[static_cast<std::size_t>(k)].name.c_str()) << k;
    }
    void refuses() {
        QFETCH(int, index);
        const Broken& broken = allBroken()[static_cast<std::size_t>(index)];
        Builder b("g");
        const Symbolic x = b.input("x", {DType::F32, {n, 6}}, Varies::Job);
        try {
            broken.make(b, x);
            verify(b.graph());
            QFAIL("it was accepted");
        } catch (const InternalError& error) {
            QVERIFY2(std::string(error.what()).find(broken.word) != std::string::npos, error.what());
        }
    }

    void randomGraphsAreFinite() {
        for (std::uint64_t seed = 100; seed < 160; ++seed) {
            const test::RandomGraph random = test::RandomGraphMaker(seed, {}).make();
            for (const auto& [name, tensor] : interpret(random.graph, random.inputs, random.weights)) {
                for (const double value : test::numbersOf(tensor)) QVERIFY2(std::abs(value) < 1e4, (std::to_string(seed) + " " + name).c_str());
            }
        }
    }

    void acceptsRandomGraphs() {
        for (std::uint64_t seed = 100; seed < 130; ++seed) verify(test::RandomGraphMaker(seed, {}).make().graph);
    }

    void namesTheLine() {
        Builder b("g");
        const auto scope = b.scope("trunk");
        b.output("y", b.weight({.name = "w", .stored = {2}, .layered = true}));
        try {
            verify(b.graph());
            QFAIL("it was accepted");
        } catch (const InternalError& error) {
            QVERIFY2(std::string(error.what()).find("%0 = weight()") != std::string::npos, error.what());
            QVERIFY2(std::string(error.what()).find("@ \"trunk\"") != std::string::npos, error.what());
        }
    }

    void tellsWhatANodeVariesWith() {
        Builder b("g");
        const Symbolic job = b.input("job", {DType::F32, {4}}, Varies::Job);
        const Symbolic step = b.input("step", {DType::F32, {4}}, Varies::Step);
        const Symbolic both = job + step, constant = b.constant(1, DType::F32);
        const std::vector<Varies> varies = variationOf(b.graph());
        QCOMPARE(varies[static_cast<std::size_t>(both.value().node)], Varies::Step);
        QCOMPARE(varies[static_cast<std::size_t>(constant.value().node)], Varies::Model);
        QCOMPARE(varies[static_cast<std::size_t>(job.value().node)], Varies::Job);
    }
};

FOLDMETER_TEST(tst_verify)
#include "tst_verify.moc"
