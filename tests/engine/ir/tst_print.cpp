#include "base/error.h"
#include "ir/builder.h"
#include "ir/print.h"
#include "ir/verify.h"
#include "support/random_graph.h"
#include "support/test_main.h"

#include <limits>

using namespace foldmeter;
using namespace foldmeter::ir;
using namespace foldmeter::test;

class tst_print : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void roundTripsRandomGraphs_data() {
        QTest::addColumn<int>("seed");
        for (int seed = 0; seed < 60; ++seed) QTest::addRow("seed %d", seed) << seed;
    }
    void roundTripsRandomGraphs() {
        QFETCH(int, seed);
        const RandomGraph random = RandomGraphMaker(static_cast<std::uint64_t>(seed), {.dtype = seed % 2 ? DType::F32 : DType::Working}).make();
        const std::string text = print(random.graph);
        const Graph read = parse(text);
        verify(read);
        QCOMPARE(QString::fromStdString(print(read)), QString::fromStdString(text));
        const TensorMap expected = interpret(random.graph, random.inputs, random.weights), actual = interpret(read, random.inputs, random.weights);
        for (const auto& [name, tensor] : expected) QCOMPARE(numbersOf(actual.at(name)), numbersOf(tensor));
    }

    void keepsEveryKindOfAttribute() {
        Builder b("odd \"name\"\\");
        const auto scope = b.scope("a/b \"c\"\n");
        b.output("pi", b.constant(3.141592653589793, DType::F32));
        b.output("whole", b.constant(2, DType::I32));
        b.output("tiny", b.constant(5e-324, DType::F32));
        b.output("low", b.constant(-std::numeric_limits<double>::infinity(), DType::F32));
        b.output("nan", b.constant(std::nan(""), DType::F32));
        b.output("table", b.table("t", tensorOf({2, 2}, {1, -2, 0.1, 1e30}, DType::BF16)));
        b.output("none", b.table("e", Tensor(DType::F32, {0, 3})));
        const std::string text = print(b.finish());
        const Graph read = parse(text);
        QCOMPARE(QString::fromStdString(print(read)), QString::fromStdString(text));
        QCOMPARE(read.name(), std::string("odd \"name\"\\"));
        QCOMPARE(read.node(0).attributes.real("value"), 3.141592653589793);
        QCOMPARE(read.node(0).scope, std::string("a/b \"c\"\n"));
        QCOMPARE(numbersOf(read.node(5).attributes.tensor("tensor")), numbersOf(tensorOf({2, 2}, {1, -2, 0.1, 1e30}, DType::BF16)));
    }

    void namesThePlaceOfAMistake_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        const QString head = "graph \"g\" {\n";
        const QString input = "  %0 = input() {dtype=f32, name=\"x\", shape=(tokens, 4), varies=\"job\"} : f32(tokens, 4)\n";
        QTest::newRow("empty") << QString() << "line 1, column 1: expected 'graph'";
        QTest::newRow("unknown operation") << head + "  %0 = inputs()" << "line 2, column 8: unknown operation 'inputs'";
        QTest::newRow("unknown value") << head + "  %1 = neg(%0) : f32()" << "line 2, column 12: %0 is used before it is defined";
        QTest::newRow("no such result") << head + input + "  output \"y\" = %0.1" << "line 3, column 16: %0 has 1 results";
        QTest::newRow("wrong type") << head + input + "  %1 = neg(%0) : f32(tokens, 5)" << "line 3, column 3: the type of %1 is not";
        QTest::newRow("does not fit") << head + input + "  %1 = reshape(%0) {shape=(5)} : f32(5)" << "line 3, column 3: reshape(f32(tokens, 4))";
        QTest::newRow("missing attribute") << head + input + "  %1 = reshape(%0) : f32(5)" << "attribute 'shape' is missing";
        QTest::newRow("unknown type") << head + "  %0 = constant() {dtype=f31}" << "line 2, column 26";
        QTest::newRow("open text") << head + "  output \"y" << "line 2, column 10: the text in quotes does not end";
        QTest::newRow("defined twice") << head + input + input << "line 3, column 3: %0 is defined twice";
        QTest::newRow("more behind") << head + "}\n}" << "line 3, column 1: expected the end of the text";
        QTest::newRow("short table") << head + "  %0 = table() {name=\"t\", tensor=tensor f32(2) \"00\"} : f32(2)" << "needs 16 hexadecimal digits";
        QTest::newRow("cut off") << head + input << "line 3, column 1";
    }
    void namesThePlaceOfAMistake() {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        try {
            parse(text.toStdString());
            QFAIL("it was accepted");
        } catch (const InputError& error) {
            QVERIFY2(QString(error.what()).contains(expected), error.what());
        }
    }

    void drawsClustersByScope() {
        Builder b("g");
        const Symbolic x = b.input("x", {DType::F32, {Dim::symbol("tokens"), 4}}, Varies::Job);
        {
            const auto outer = b.scope("trunk");
            const auto inner = b.scope("block");
            b.output("y", sigmoid(x));
        }
        const std::string text = printDot(b.finish());
        for (const char* part : {"digraph \"g\"", "label=\"trunk\"", "label=\"block\"", "n0 -> n1;", "sigmoid\\nf32(tokens, 4)", "output y"}) {
            QVERIFY2(text.find(part) != std::string::npos, part);
        }
    }
};

FOLDMETER_TEST(tst_print)
#include "tst_print.moc"
