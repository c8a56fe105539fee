// The graph as a value: users, replacement while copying, counts.
#include "base/error.h"
#include "ir/builder.h"
#include "ir/print.h"
#include "ir/verify.h"
#include "support/random_graph.h"
#include "support/test_main.h"

using namespace foldmeter;
using namespace foldmeter::ir;

class tst_graph : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void listsUsersWithRepetitions() {
        Builder b("g");
        const Symbolic x = b.input("x", {DType::F32, {4}}, Varies::Job);
        const Symbolic square = x * x;
        b.output("y", square + x);
        const auto users = usersOf(b.graph());
        QCOMPARE(users[0], (std::vector<NodeId>{1, 1, 2}));
        QCOMPARE(users[1], (std::vector<NodeId>{2}));
        QVERIFY(users[2].empty());
    }

    void copiesWithoutChange() {
        for (std::uint64_t seed = 0; seed < 20; ++seed) {
            const Graph graph = test::RandomGraphMaker(seed, {}).make().graph;
            Rewriter to(graph, graph.name());
            for (NodeId id = 0; id < static_cast<NodeId>(graph.nodes().size()); ++id) to.copy(id);
            QCOMPARE(print(to.finish()), print(graph));
        }
    }

    void replacesAValueForAllItsUsers() {
        Builder b("g");
        const Symbolic x = b.input("x", {DType::F32, {4}}, Varies::Job), y = b.input("y", {DType::F32, {4}}, Varies::Job);
        b.output("out", sigmoid(-x));
        const Graph graph = b.finish();
        Rewriter to(graph, "h");
        to.copy(0);
        to.copy(1);
        to.map({2, 0}, to(y.value()));
        to.copy(3);
        const Graph after = to.finish();
        verify(after);
        QCOMPARE(after.nodes().size(), std::size_t{3});
        QCOMPARE(after.nodes().back().operands, (std::vector<Value>{{1, 0}}));
        QCOMPARE(after.name(), std::string("h"));
    }

    void refusesValuesNotYetReplaced() {
        Builder b("g");
        b.output("out", -b.input("x", {DType::F32, {4}}, Varies::Job));
        const Graph graph = b.finish();
        Rewriter to(graph, "h");
        QVERIFY(!to.mapped({0, 0}));
        QVERIFY_EXCEPTION_THROWN(to.copy(1), InternalError);
    }

    void countsBodies() {
        Builder b("g");
        const auto result = b.repeat(5, {b.input("x", {DType::F32, {4}}, Varies::Job)}, {}, [](Builder&, const auto& c, const auto&) { return Builder::RepeatBody{{-c[0]}, {}}; });
        b.output("y", result.carried[0]);
        QCOMPARE(b.finish().countDeep(), std::size_t{4});   // input, repeat; inside: input, neg
    }

    void readsAttributesByType() {
        Attributes attributes;
        attributes.set("count", std::int64_t{3});
        QCOMPARE(attributes.integer("count"), std::int64_t{3});
        QVERIFY_EXCEPTION_THROWN(attributes.real("count"), InternalError);
        QVERIFY_EXCEPTION_THROWN(attributes.integer("counts"), InternalError);
    }

    void namesVariations() {
        for (const Varies varies : {Varies::Model, Varies::Job, Varies::Seed, Varies::Recycle, Varies::Step, Varies::Sample}) QCOMPARE(variesFromName(nameOf(varies)), varies);
        QVERIFY_EXCEPTION_THROWN(variesFromName("often"), InternalError);
    }
};

FOLDMETER_TEST(tst_graph)
#include "tst_graph.moc"
