// Every pass of the pipeline on random graphs, judged by the interpreter, and on small graphs whose text is known.
#include "base/error.h"
#include "ir/print.h"
#include "ir/verify.h"
#include "passes/choose_precision.h"
#include "passes/decompose_unclaimed.h"
#include "passes/eliminate_common.h"
#include "passes/eliminate_dead.h"
#include "passes/fold_constants.h"
#include "passes/simplify.h"
#include "support/random_graph.h"
#include "support/test_main.h"

using namespace foldmeter;
using namespace foldmeter::ir;
using namespace foldmeter::passes;
using namespace foldmeter::test;

namespace {

using PassFunction = Graph (*)(const Graph&, const PassOptions&);
const std::map<std::string, PassFunction>& functions() {
    static const std::map<std::string, PassFunction> map{{"choose_precision", choosePrecision}, {"simplify", simplify},
                                                         {"fold_constants", foldConstants},     {"decompose_unclaimed", decomposeUnclaimed},
                                                         {"eliminate_common", eliminateCommon}, {"eliminate_dead", eliminateDead}};
    return map;
}

std::size_t count(const Graph& graph, Op op) {
    std::size_t found = 0;
    for (const Node& node : graph.nodes()) found += (node.op == op) + (node.body ? count(*node.body, op) : 0);
    return found;
}

bool hasWorking(const Graph& graph) { return print(graph).find("working") != std::string::npos; }

// Text without scopes and the frame: what a golden case compares.
QString body(const Graph& graph) {
    QStringList lines = QString::fromStdString(print(graph)).split('\n', Qt::SkipEmptyParts);
    QStringList kept;
    for (const QString& line : lines.mid(1, lines.size() - 2)) {
        if (!line.contains(" = input()")) kept += line.trimmed();
    }
    return kept.join('\n');
}

const Dim n = Dim::symbol("tokens");

struct Golden {
    const char* name;
    const char* pass;
    std::function<Symbolic(Builder&, Symbolic x)> make;   // x: %0 f32 (tokens, 8)
    const char* expected;
};

const std::vector<Golden>& goldens() {
    static const std::vector<Golden> list{
        {"cast of a cast that loses nothing", "simplify", [](Builder&, Symbolic x) { return x.cast(DType::BF16).cast(DType::F32).cast(DType::BF16); },
         "%1 = cast(%0) {dtype=bf16} : bf16(tokens, 8)\noutput \"y\" = %1"},
        {"cast of a cast that rounds stays", "simplify", [](Builder&, Symbolic x) { return x.cast(DType::BF16).cast(DType::F32); },
         "%1 = cast(%0) {dtype=bf16} : bf16(tokens, 8)\n%2 = cast(%1) {dtype=f32} : f32(tokens, 8)\noutput \"y\" = %2"},
        {"transposes compose", "simplify", [](Builder&, Symbolic x) { return x.reshape({n, 2, 4}).transpose({2, 0, 1}).transpose({0, 2, 1}); },
         "%1 = reshape(%0) {shape=(tokens, 2, 4)} : f32(tokens, 2, 4)\n%2 = transpose(%1) {axes=[2, 1, 0]} : f32(4, 2, tokens)\noutput \"y\" = %2"},
        {"transposes undo each other", "simplify", [](Builder&, Symbolic x) { return x.transpose({1, 0}).transpose({1, 0}); }, "output \"y\" = %0"},
        {"reshapes compose", "simplify", [](Builder&, Symbolic x) { return x.reshape({n, 2, 4}).reshape({n * Dim(2), 4}); },
         "%1 = reshape(%0) {shape=(2*tokens, 4)} : f32(2*tokens, 4)\noutput \"y\" = %1"},
        {"broadcasts compose", "simplify", [](Builder&, Symbolic x) { return x.insertAxis(0, n).insertAxis(2, 3); },
         "%1 = broadcast(%0) {axes=[1, 3], shape=(tokens, tokens, 3, 8)} : f32(tokens, tokens, 3, 8)\noutput \"y\" = %1"},
        {"slices compose", "simplify", [](Builder&, Symbolic x) { return x.slice(1, 1, 3, 2).slice(1, 1, 2); },
         "%1 = slice(%0) {axis=1, size=2, start=3, step=2} : f32(tokens, 2)\noutput \"y\" = %1"},
        {"slice of a concat finds its part", "simplify", [](Builder&, Symbolic x) { return concat(std::vector<Symbolic>{sigmoid(x), x}, 1).slice(1, 10, 2); },
         "%1 = slice(%0) {axis=1, size=2, start=2, step=1} : f32(tokens, 2)\noutput \"y\" = %1"},
        {"slice across two parts stays", "simplify", [](Builder&, Symbolic x) { return concat(std::vector<Symbolic>{x, x}, 1).slice(1, 7, 2); },
         "%1 = concat(%0, %0) {axis=1} : f32(tokens, 16)\n%2 = slice(%1) {axis=1, size=2, start=7, step=1} : f32(tokens, 2)\noutput \"y\" = %2"},
        {"concat of all slices", "simplify", [](Builder&, Symbolic x) { return concat(std::vector<Symbolic>{x.slice(1, 0, 3), x.slice(1, 3, 5)}, 1); }, "output \"y\" = %0"},
        {"concat of turned slices stays", "simplify", [](Builder&, Symbolic x) { return concat(std::vector<Symbolic>{x.slice(1, 4, 4), x.slice(1, 0, 4)}, 1); },
         "%1 = slice(%0) {axis=1, size=4, start=4, step=1} : f32(tokens, 4)\n%2 = slice(%0) {axis=1, size=4, start=0, step=1} : f32(tokens, 4)\n%3 = concat(%1, %2) {axis=1} : f32(tokens, 8)\noutput \"y\" = %3"},
        {"neutral numbers", "simplify", [](Builder&, Symbolic x) { return (((x + 0.0) * 1.0 - 0.0) / 1.0); }, "output \"y\" = %0"},
        {"0 - x stays", "simplify", [](Builder&, Symbolic x) { return 0.0 - x; },
         "%1 = constant() {dtype=f32, value=0.0} : f32()\n%2 = broadcast(%1) {axes=[], shape=(tokens, 8)} : f32(tokens, 8)\n%3 = sub(%2, %0) : f32(tokens, 8)\noutput \"y\" = %3"},
        {"division by a power of two", "simplify", [](Builder&, Symbolic x) { return x / 128.0; },
         "%1 = constant() {dtype=f32, value=0.0078125} : f32()\n%2 = broadcast(%1) {axes=[], shape=(tokens, 8)} : f32(tokens, 8)\n%3 = mul(%0, %2) : f32(tokens, 8)\noutput \"y\" = %3"},
        {"work before stretching", "simplify", [](Builder&, Symbolic x) { return sigmoid(x.insertAxis(0, n) * 3.0); },
         "%1 = constant() {dtype=f32, value=3.0} : f32()\n%2 = broadcast(%1) {axes=[], shape=(tokens, 8)} : f32(tokens, 8)\n%3 = mul(%0, %2) : f32(tokens, 8)\n"
         "%4 = sigmoid(%3) : f32(tokens, 8)\n%5 = broadcast(%4) {axes=[1, 2], shape=(tokens, tokens, 8)} : f32(tokens, tokens, 8)\noutput \"y\" = %5"},
        {"different stretching stays", "simplify", [](Builder&, Symbolic x) { const Symbolic rows = x.insertAxis(0, n); return rows + x.insertAxis(1, n); },
         "%1 = broadcast(%0) {axes=[1, 2], shape=(tokens, tokens, 8)} : f32(tokens, tokens, 8)\n%2 = broadcast(%0) {axes=[0, 2], shape=(tokens, tokens, 8)} : f32(tokens, tokens, 8)\n"
         "%3 = add(%1, %2) : f32(tokens, tokens, 8)\noutput \"y\" = %3"},
        {"select of equals", "simplify", [](Builder&, Symbolic x) { return select(less(x, -x), x, x); }, "output \"y\" = %0"},
        {"twice negated", "simplify", [](Builder&, Symbolic x) { return -(-x); }, "output \"y\" = %0"},
        {"scalars", "fold_constants", [](Builder& b, Symbolic x) { return x * unary(Op::Rsqrt, b.constant(16, DType::F32)); },
         "%1 = constant() {dtype=f32, value=16.0} : f32()\n%2 = constant() {dtype=f32, value=0.25} : f32()\n%3 = broadcast(%2) {axes=[], shape=(tokens, 8)} : f32(tokens, 8)\n"
         "%4 = mul(%0, %3) : f32(tokens, 8)\noutput \"y\" = %4"},
        {"tables", "fold_constants", [](Builder& b, Symbolic) { const Symbolic index = b.iota({2}, 0); return index + b.constant(3, DType::I32); },
         "%1 = iota() {axis=0, shape=(2)} : i32(2)\n%2 = constant() {dtype=i32, value=3.0} : i32()\n%3 = broadcast(%2) {axes=[], shape=(2)} : i32(2)\n"
         "%4 = table() {name=\"folded\", tensor=tensor i32(2) \"0300000004000000\"} : i32(2)\noutput \"y\" = %4"},
        {"symbols are not folded", "fold_constants", [](Builder& b, Symbolic) { return -b.iota({n}, 0); }, "%1 = iota() {axis=0, shape=(tokens)} : i32(tokens)\n%2 = neg(%1) : i32(tokens)\noutput \"y\" = %2"},
        {"equal nodes", "eliminate_common", [](Builder& b, Symbolic x) { return sigmoid(x + b.constant(1, DType::F32)) * sigmoid(x + b.constant(1, DType::F32)); },
         "%1 = constant() {dtype=f32, value=1.0} : f32()\n%2 = broadcast(%1) {axes=[], shape=(tokens, 8)} : f32(tokens, 8)\n%3 = add(%0, %2) : f32(tokens, 8)\n%4 = sigmoid(%3) : f32(tokens, 8)\n"
         "%5 = mul(%4, %4) : f32(tokens, 8)\noutput \"y\" = %5"},
        {"different attributes are not equal", "eliminate_common", [](Builder&, Symbolic x) { const Symbolic sum = x.sum({0}).reshape({8, 1}); return sum + x.slice(1, 0, 1).sum({0, 1}); },
         "%1 = reduce_sum(%0) {axes=[0]} : f32(8)\n%2 = reshape(%1) {shape=(8, 1)} : f32(8, 1)\n%3 = slice(%0) {axis=1, size=1, start=0, step=1} : f32(tokens, 1)\n%4 = reduce_sum(%3) {axes=[0, 1]} : f32()\n"
         "%5 = broadcast(%4) {axes=[], shape=(8, 1)} : f32(8, 1)\n%6 = add(%2, %5) : f32(8, 1)\noutput \"y\" = %6"},
        {"unused nodes", "eliminate_dead", [](Builder&, Symbolic x) { sigmoid(-x); return x + x; }, "%1 = add(%0, %0) : f32(tokens, 8)\noutput \"y\" = %1"},
        {"working casts", "choose_precision", [](Builder&, Symbolic x) { return sigmoid(x.cast(DType::Working)).cast(DType::F32); }, "%1 = sigmoid(%0) : f32(tokens, 8)\noutput \"y\" = %1"},
    };
    return list;
}

}  // namespace

class tst_passes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsTheNumbers_data() {
        QTest::addColumn<std::string>("pass");
        QTest::addColumn<int>("seed");
        for (const auto& [name, function] : functions()) {
            for (int seed = 0; seed < 40; ++seed) QTest::addRow("%s %d", name.c_str(), seed) << name << seed;
        }
        for (int seed = 100; seed < 160; ++seed) QTest::addRow("all %d", seed) << std::string("all") << seed;
    }
    void keepsTheNumbers() {
        QFETCH(std::string, pass);
        QFETCH(int, seed);
        const RandomGraph random = RandomGraphMaker(static_cast<std::uint64_t>(seed), {.dtype = seed % 2 ? DType::F32 : DType::Working}).make();
        PassOptions options;
        options.decomposeAttention = seed % 3 == 0;
        options.fuse = seed % 4 != 0;
        Graph after;
        if (pass == "all") after = runPipeline(random.graph, options, nullptr).graph;
        else after = functions().at(pass)(random.graph, options);
        verify(after);
        const TensorMap expected = interpret(random.graph, random.inputs, random.weights), actual = interpret(after, random.inputs, random.weights);
        QCOMPARE(actual.size(), expected.size());
        for (const auto& [name, tensor] : expected) {
            const double difference = relativeDifference(actual.at(name), tensor);
            QVERIFY2(difference < 2e-4, (name + " differs by " + std::to_string(difference)).c_str());
        }
    }

    void leavesKnownText_data() {
        QTest::addColumn<int>("index");
        for (int k = 0; k < static_cast<int>(goldens().size()); ++k) QTest::newRow(goldens()[static_cast<std::size_t>(k)].name) << k;
    }
    void leavesKnownText() {
        QFETCH(int, index);
        const Golden& golden = goldens()[static_cast<std::size_t>(index)];
        Builder b("g");
        const Symbolic x = b.input("x", {DType::F32, {n, 8}}, Varies::Job);
        b.output("y", golden.make(b, x));
        QCOMPARE(body(functions().at(golden.pass)(b.finish(), {})), QString(golden.expected));
    }

    void dropsWhatARepeatDoesNotNeed() {
        Builder b("g");
        const Symbolic x = b.input("x", {DType::F32, {n}}, Varies::Job), unused = b.input("unused", {DType::F32, {n}}, Varies::Job);
        const Symbolic rows = b.input("rows", {DType::F32, {3, n}}, Varies::Job);
        // 0: needed; 1: only feeds itself; 2: feeds 0. Collected 0 is not read.
        const auto result = b.repeat(3, {x, x, x}, {rows, rows}, [&](Builder&, const auto& c, const auto& s) {
            return Builder::RepeatBody{{c[0] + c[2], c[1] + unused + s[1], c[2] * s[0]}, {sigmoid(unused), c[2]}};
        });
        b.output("y", result.carried[0]);
        b.output("all", result.collected[1]);
        const Graph after = eliminateDead(b.finish());
        const Node& repeat = after.nodes().back();
        QCOMPARE(repeat.op, Op::Repeat);
        QCOMPARE(repeat.attributes.integer("carried"), std::int64_t{2});
        QCOMPARE(repeat.attributes.integer("stacked"), std::int64_t{1});
        QCOMPARE(repeat.operands.size(), std::size_t{3});
        QCOMPARE(repeat.results.size(), std::size_t{3});
        QCOMPARE(after.inputs().size(), std::size_t{3});   // the interface of the program stays
    }

    void givesARepeatEveryValueOnce() {
        Builder b("g");
        const Symbolic x = b.input("x", {DType::F32, {n}}, Varies::Job);
        const Symbolic once = sigmoid(x), again = sigmoid(x);
        const auto result = b.repeat(3, {once, again}, {}, [&](Builder&, const auto& c, const auto&) {
            return Builder::RepeatBody{{c[0] + once, c[1] * (c[0] + again)}, {}};
        });
        b.output("y", result.carried[0] * result.carried[1]);
        const Graph after = eliminateDead(eliminateCommon(b.finish()));
        const Node& repeat = after.node(2);
        QCOMPARE(repeat.op, Op::Repeat);
        QCOMPARE(repeat.operands, (std::vector<Value>{{1, 0}, {1, 0}, {1, 0}}));   // carried values stay two
        QCOMPARE(count(*repeat.body, Op::Add), std::size_t{1});
    }

    void opensAllButWhatIsClaimed() {
        for (int seed = 0; seed < 20; ++seed) {
            const Graph graph = RandomGraphMaker(static_cast<std::uint64_t>(seed), {}).make().graph;
            for (const bool decomposed : {false, true}) {
                PassOptions options;
                options.decomposeAttention = decomposed;
                const Graph after = decomposeUnclaimed(graph, options);
                QCOMPARE(count(after, Op::Attention), decomposed ? 0 : count(graph, Op::Attention));
                for (const Op op : {Op::LayerNorm, Op::Softmax, Op::Linear, Op::GatedLinearUnit, Op::AdaptiveLayerNorm, Op::TriangleProduct}) QCOMPARE(count(after, op), std::size_t{0});
            }
        }
    }

    void choosesOnePrecisionEverywhere() {
        for (int seed = 0; seed < 20; ++seed) {
            const Graph graph = RandomGraphMaker(static_cast<std::uint64_t>(seed), {.dtype = DType::Working}).make().graph;
            QVERIFY(hasWorking(graph));
            PassOptions options;
            for (const DType dtype : {DType::F32, DType::BF16}) {
                options.working = dtype;
                QVERIFY(!hasWorking(choosePrecision(graph, options)));
            }
            options.working = DType::F64;
            QVERIFY_EXCEPTION_THROWN(choosePrecision(graph, options), InternalError);
        }
    }

    void recordsEveryPass() {
        const Graph graph = RandomGraphMaker(3, {.dtype = DType::Working}).make().graph;
        timeline::Recorder recorder;
        PassOptions options;
        options.fuse = false;
        const PipelineResult all = runPipeline(graph, options, &recorder, true);
        QCOMPARE(all.records.size(), pipeline().size());
        QCOMPARE(all.records.front().nodesBefore, graph.countDeep());
        QCOMPARE(all.records.back().nodesAfter, all.graph.countDeep());
        QCOMPARE(all.records.back().text, print(all.graph));
        const timeline::Timeline timeline = recorder.finish();
        QCOMPARE(timeline.spans.size(), pipeline().size());
        for (std::size_t k = 0; k < timeline.spans.size(); ++k) {
            QCOMPARE(timeline.spans[k].name, pipeline()[k].name);
            QCOMPARE(timeline.spans[k].category, timeline::Category::Optimize);
        }
        QCOMPARE(runPipeline(graph, options, nullptr, false, "simplify").records.size(), std::size_t{2});
        QCOMPARE(print(runPipeline(graph, options, nullptr, false, "none").graph), print(graph));
        QVERIFY_EXCEPTION_THROWN(runPipeline(graph, options, nullptr, false, "simplfy"), InputError);
    }
};

FOLDMETER_TEST(tst_passes)
#include "tst_passes.moc"
