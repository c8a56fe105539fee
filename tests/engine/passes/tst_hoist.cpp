// Hoisting splits a graph in two that together compute the same.
#include "ir/cost.h"
#include "ir/print.h"
#include "ir/verify.h"
#include "passes/hoist.h"
#include "support/random_graph.h"
#include "support/test_main.h"

using namespace foldmeter;
using namespace foldmeter::ir;
using namespace foldmeter::passes;
using namespace foldmeter::test;

namespace {

const Dim n = Dim::symbol("tokens");

TensorMap pickInputs(const Graph& graph, const TensorMap& inputs, const TensorMap& more) {
    TensorMap result;
    for (const NodeId id : graph.inputs()) {
        const std::string& name = graph.node(id).attributes.text("name");
        result[name] = more.contains(name) ? more.at(name) : inputs.at(name);
    }
    return result;
}

// Both halves one after the other.
TensorMap runSplit(const HoistResult& split, const TensorMap& inputs, const WeightSource& weights) {
    const InterpretOptions options{.sizes = {{"tokens", 5}, {"rows", 3}}};
    TensorMap kept;
    if (!split.slow.outputs().empty()) kept = interpret(split.slow, pickInputs(split.slow, inputs, {}), weights, options);
    return interpret(split.rest, pickInputs(split.rest, inputs, kept), weights, options);
}

std::size_t count(const Graph& graph, Op op) {
    std::size_t found = 0;
    for (const Node& node : graph.nodes()) found += (node.op == op) + (node.body ? count(*node.body, op) : 0);
    return found;
}

Symbolic weight(Builder& b, Extents stored, bool layered = false) {
    Extents record = stored;
    if (layered) record.insert(record.begin(), 3);
    return b.weight({.name = "7/" + foldmeter::toText(record), .stored = stored, .layered = layered});
}

}  // namespace

class tst_hoist : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsTheNumbers_data() {
        QTest::addColumn<int>("seed");
        QTest::addColumn<int>("atMost");
        for (int seed = 0; seed < 60; ++seed) {
            for (const Varies atMost : {Varies::Job, Varies::Seed, Varies::Step}) QTest::addRow("seed %d at most %s", seed, std::string(nameOf(atMost)).c_str()) << seed << static_cast<int>(atMost);
        }
    }
    void keepsTheNumbers() {
        QFETCH(int, seed);
        QFETCH(int, atMost);
        const RandomGraph random = RandomGraphMaker(static_cast<std::uint64_t>(seed), {.steps = 30}).make();
        const HoistResult split = hoist(random.graph, static_cast<Varies>(atMost), "slow");
        for (const NodeId id : split.slow.inputs()) QVERIFY(variesFromName(split.slow.node(id).attributes.text("varies")) <= static_cast<Varies>(atMost));
        const TensorMap expected = interpret(random.graph, random.inputs, random.weights), actual = runSplit(split, random.inputs, random.weights);
        for (const auto& [name, tensor] : expected) {
            const double difference = relativeDifference(actual.at(name), tensor);
            QVERIFY2(difference < 2e-4, (name + " differs by " + std::to_string(difference)).c_str());
        }
        m_hoisted += split.slow.outputs().size();
        m_fromRepeats += count(split.slow, Op::Repeat);
    }
    void somethingWasMoved() {
        QVERIFY(m_hoisted > 100);
        QVERIFY(m_fromRepeats > 10);
    }

    // The token transformer in small: the pair bias of every layer does not depend on the step.
    void movesThePairBiasOutOfEveryLayer() {
        Builder b("denoise");
        const Symbolic pair = b.input("pair", {DType::F32, {n, n, 4}}, Varies::Seed), noisy = b.input("noisy", {DType::F32, {n, 6}}, Varies::Sample);
        const auto result = b.repeat(3, {noisy}, {}, [&](Builder& body, const auto& carried, const auto&) {
            const Symbolic bias = body.linear(pair, weight(body, {4, 2}, true)).transpose({2, 0, 1});                        // (2, tokens, tokens)
            const Symbolic q = body.linear(carried[0], weight(body, {6, 2, 3}, true));                                       // (tokens, 2, 3)
            const Symbolic o = body.attention({.q = q, .k = q, .v = q, .bias = bias}).reshape({n, 6});
            return Builder::RepeatBody{{carried[0] * 0.5 + o}, {}};
        });
        b.output("y", result.carried[0]);
        const Graph graph = b.finish();
        const HoistResult split = hoist(graph, Varies::Seed, "condition");
        QCOMPARE(split.slow.name(), std::string("condition"));
        QCOMPARE(split.rest.name(), std::string("denoise"));
        QCOMPARE(split.slow.outputs().size(), std::size_t{1});
        QCOMPARE(toText(split.slow.type(split.slow.outputs()[0].value)), std::string("f32(3, 2, tokens, tokens)"));
        QCOMPARE(count(split.rest, Op::Linear), std::size_t{1});
        const Node& input = split.rest.node(split.rest.inputs()[0]);
        QCOMPARE(input.attributes.text("name"), std::string("hoisted0"));
        QCOMPARE(input.attributes.text("varies"), std::string("seed"));
        QCOMPARE(split.rest.inputs().size(), std::size_t{2});
        const Sizes sizes{{"tokens", 5}};
        QCOMPARE(costOf(split.slow, sizes).flops + costOf(split.rest, sizes).flops, costOf(graph, sizes).flops);
        const TensorMap inputs{{"pair", randomTensor({5, 5, 4}, 1)}, {"noisy", randomTensor({5, 6}, 2)}};
        const WeightSource weights = [](const std::string& name) { return RandomGraphMaker::weight(name); };
        QVERIFY(relativeDifference(runSplit(split, inputs, weights).at("y"), interpret(graph, inputs, weights).at("y")) < 1e-6);
    }

    void recomputesWhatIsCheap() {
        Builder b("g");
        const Symbolic mask = b.input("mask", {DType::F32, {n}}, Varies::Job), x = b.input("x", {DType::F32, {n, n, 4}}, Varies::Step);
        const Symbolic pairMask = mask.insertAxis(1, n) * mask.insertAxis(0, n);        // (tokens, tokens): as cheap as a load
        const Symbolic rows = b.linear(mask.insertAxis(1, 1), weight(b, {1, 4}));       // (tokens, 4): worth keeping
        b.output("y", x * pairMask.insertAxis(2) + rows.insertAxis(0, n));
        const HoistResult split = hoist(b.finish(), Varies::Seed, "slow");
        QCOMPARE(split.slow.outputs().size(), std::size_t{1});
        QCOMPARE(toText(split.slow.type(split.slow.outputs()[0].value)), std::string("f32(tokens, 4)"));   // not its stretched form
        QCOMPARE(count(split.rest, Op::Linear), std::size_t{0});
        QCOMPARE(split.rest.inputs().size(), std::size_t{3});
    }

    void movesNothingWhenAllIsFast() {
        Builder b("g");
        const Symbolic x = b.input("x", {DType::F32, {n, 4}}, Varies::Sample);
        b.output("y", b.linear(x, weight(b, {4, 4})));
        const HoistResult split = hoist(b.finish(), Varies::Seed, "slow");
        QVERIFY(split.slow.outputs().empty());
        QCOMPARE(split.rest.inputs().size(), std::size_t{1});
    }

    // A slow value carried beside a fast one is carried in the slow half, and its value of every round is handed over.
    void splitsCarriedValues() {
        Builder b("g");
        const Symbolic slow = b.input("slow", {DType::F32, {4}}, Varies::Seed), fast = b.input("fast", {DType::F32, {4}}, Varies::Step);
        const auto result = b.repeat(3, {slow, fast}, {}, [&](Builder& body, const auto& c, const auto&) {
            return Builder::RepeatBody{{c[0] * 0.5 + weight(body, {4}, true), c[1] + c[0]}, {}};
        });
        b.output("slow", result.carried[0]);
        b.output("fast", result.carried[1]);
        const Graph graph = b.finish();
        const HoistResult split = hoist(graph, Varies::Seed, "slow");
        const TensorMap inputs{{"slow", randomTensor({4}, 1)}, {"fast", randomTensor({4}, 2)}};
        const WeightSource weights = [](const std::string& name) { return RandomGraphMaker::weight(name); };
        const TensorMap expected = interpret(graph, inputs, weights), actual = runSplit(split, inputs, weights);
        for (const char* name : {"slow", "fast"}) QVERIFY(relativeDifference(actual.at(name), expected.at(name)) < 1e-6);
        QCOMPARE(count(split.rest, Op::Weight), std::size_t{0});
    }

private:
    std::size_t m_hoisted = 0, m_fromRepeats = 0;
};

FOLDMETER_TEST(tst_hoist)
#include "tst_hoist.moc"
