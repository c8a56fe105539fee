#include "support/test_main.h"

#include "base/error.h"
#include "base/json.h"

using namespace foldmeter;

class tst_json : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void keepsPositionsAndPaths() {
        const json::Value root = json::parse("{\n  \"a\": [1, -2.5e1,\n    {\"b c\": \"x\\\"y\\\\\"}],\n \"t\": true}", "f.json");
        QVERIFY(root.isObject());
        QCOMPARE(root.path, std::string("$"));
        const json::Value* list = root.find("a");
        QVERIFY(list && list->isArray());
        QCOMPARE(list->position.line, 2);
        QCOMPARE(list->position.column, 8);
        QCOMPARE(list->items[0].integer, 1);
        QCOMPARE(list->items[0].real, 1.0);
        QCOMPARE(list->items[1].kind, json::Kind::Real);
        QCOMPARE(list->items[1].real, -25.0);
        QCOMPARE(list->items[1].text, std::string("-2.5e1"));
        QCOMPARE(list->items[1].position.column, 12);
        const json::Value* text = list->items[2].find("b c");
        QVERIFY(text);
        QCOMPARE(text->text, std::string("x\"y\\"));
        QCOMPARE(text->path, std::string("$.a[2][\"b c\"]"));
        QCOMPARE(text->position.line, 3);
        QCOMPARE(text->position.column, 13);
        QCOMPARE(root.find("t")->position.column, 7);
        QCOMPARE(root.find("t")->boolean, true);
        QVERIFY(root.find("nothing") == nullptr);
    }
    void positionAfterLongText() {
        // A string that ends in escaped backslashes and quotes must not mislead the walk to its start.
        const json::Value root = json::parse("[\"\\\\\\\\\", \"\\\\\\\"\", \"\", {\"k\\\"\": null}]", "f");
        QCOMPARE(root.items[0].position.column, 2);
        QCOMPARE(root.items[1].position.column, 10);
        QCOMPARE(root.items[2].position.column, 18);
        QCOMPARE(root.items[3].members[0].first, std::string("k\""));
        QCOMPARE(root.items[3].members[0].second.position.column, 30);
    }
    void keepsIntegersOf64Bits() {
        const json::Value root = json::parse("[9223372036854775807, 4294967295, 18446744073709551616, 1.0]", "f");
        QCOMPARE(root.items[0].integer, INT64_MAX);
        QCOMPARE(root.items[1].integer, 4294967295);
        QCOMPARE(root.items[2].kind, json::Kind::Real);
        QCOMPARE(root.items[2].real, 18446744073709551616.0);
        QCOMPARE(root.items[3].kind, json::Kind::Real);
    }
    void refuses_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("expected");
        QTest::newRow("empty") << QByteArray("") << "f:1:1: ";
        QTest::newRow("comma") << QByteArray("{\"a\": 1,\n}") << "f:2:1: ";
        QTest::newRow("cut short") << QByteArray("{\"a\": [1,") << "f:1:10: the JSON text ends too early";
        QTest::newRow("list left open") << QByteArray("{\"a\": [1, 2,\n \"b\": 3}") << "f:2:5: no valid JSON: Missing a comma or ']' after an array element. The list that begins at line 1, column 7 ($.a) is still open";
        QTest::newRow("end missing") << QByteArray("{\"a\": {\"b\": 3}") << "f:1:15: the JSON text ends too early. The object that begins at line 1, column 1 ($) is still open";
        QTest::newRow("two values") << QByteArray("1\n 2") << "f:2:2: ";
        QTest::newRow("key twice") << QByteArray("{\"a\": 1,\n \"a\": 2}") << "f:2:2: the key \"a\" stands twice in $";
        QTest::newRow("bad utf-8") << QByteArray("[\"\xff\"]") << "f:1:";
        QTest::newRow("too large a number") << QByteArray("[1e999]") << "f:1:2: no valid JSON: Number too big";
        QTest::newRow("nul inside") << QByteArray("[1,\0 2]", 7) << "f:1:4";
        QTest::newRow("NaN") << QByteArray("[NaN]") << "f:1:2";
    }
    void refuses() {
        QFETCH(QByteArray, text);
        QFETCH(QString, expected);
        try {
            json::parse(std::string_view(text.data(), static_cast<std::size_t>(text.size())), "f");
            QFAIL("accepted");
        } catch (const InputError& problem) {
            QVERIFY2(QString(problem.what()).startsWith(expected), problem.what());
        }
    }
    void limitsDepthAndSize() {
        const std::string deep = std::string(300, '[') + std::string(300, ']');
        QVERIFY_EXCEPTION_THROWN(json::parse(deep, "f"), InputError);
        json::parse(deep, "f", {.depth = 300});
        QVERIFY_EXCEPTION_THROWN(json::parse("[1, 2, 3]", "f", {.bytes = 5}), InputError);
    }
    void survivesDamage() {
        const std::string good = "{\"name\": \"x\", \"seeds\": [1, 2.5, -3e-2], \"n\": null, \"deep\": {\"\xc3\xa4\": [\"\\u00e4\\n\", true, false]}}";
        std::uint32_t state = 1;
        const auto random = [&](std::size_t below) {
            state = state * 1664525u + 1013904223u;
            return (state >> 8) % below;
        };
        int accepted = 0;
        for (int round = 0; round < 20000; ++round) {
            std::string text = good;
            for (std::size_t flips = random(3) + 1; flips > 0; --flips) text[random(text.size())] = static_cast<char>(random(256));
            try {
                json::parse(text, "f");
                ++accepted;
            } catch (const InputError&) {
            }
        }
        QVERIFY(accepted > 0 && accepted < 20000);
    }
};
FOLDMETER_TEST(tst_json)
#include "tst_json.moc"
