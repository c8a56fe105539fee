#include "support/test_main.h"

#include "base/error.h"
#include "base/json_edit.h"

#include <functional>

using namespace foldmeter;

using Change = std::function<void(json::Editor&, const json::Value&)>;
Q_DECLARE_METATYPE(Change)

class tst_json_edit : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void edits_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<Change>("change");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char* name, const char* text, const Change& change, const char* expected) {
            QTest::newRow(name) << QByteArray(text) << change << QByteArray(expected);
        };
        row("replace a text", "{ \"a\" : \"x\\\"\" , \"b\":1}", [](auto& e, const auto& r) { e.replace(*r.find("a"), "\"y\""); }, "{ \"a\" : \"y\" , \"b\":1}");
        row("replace a number at the end", "{\"a\": -1.5e3}", [](auto& e, const auto& r) { e.replace(*r.find("a"), "[1]"); }, "{\"a\": [1]}");
        row("set keeps the place", "{\n  \"a\": [\n 1],\n  \"b\": 2\n}", [](auto& e, const auto& r) { e.setMember(r, "a", "null"); }, "{\n  \"a\": null,\n  \"b\": 2\n}");
        row("set appends", "{\n    \"a\": 1\n}\n", [](auto& e, const auto& r) { e.setMember(r, "b", "[\n\t1,\n\t2\n]"); },
            "{\n    \"a\": 1,\n    \"b\": [\n        1,\n        2\n    ]\n}\n");
        row("set twice", "{\"a\": 1}", [](auto& e, const auto& r) { e.setMember(r, "b", "2"); e.setMember(r, "c", "3"); }, "{\"a\": 1, \"b\": 2, \"c\": 3}");
        row("one line stays one", "{\"a\": []}", [](auto& e, const auto& r) { e.insertItem(*r.find("a"), 0, "{\n\t\"k\": 1\n}"); }, "{\"a\": [{\"k\": 1}]}");
        row("into an empty list", "{\n\t\"a\": [ ]\n}", [](auto& e, const auto& r) { e.insertItem(*r.find("a"), 0, "{\n\t\"k\": 1\n}"); },
            "{\n\t\"a\": [\n\t\t{\n\t\t\t\"k\": 1\n\t\t}\n\t]\n}");
        row("before an item", "{\r\n \"a\": [\r\n  1\r\n ]\r\n}", [](auto& e, const auto& r) { e.insertItem(*r.find("a"), 0, "0"); }, "{\r\n \"a\": [\r\n  0,\r\n  1\r\n ]\r\n}");
        row("behind an item", "[[1, 2]]", [](auto& e, const auto& r) { e.insertItem(r.items[0], 9, "3"); }, "[[1, 2, 3]]");
        row("remove the first", "[1, 2, 3]", [](auto& e, const auto& r) { e.removeItem(r, 0); }, "[2, 3]");
        row("remove the last", "[1,\n 2,\n 3\n]", [](auto& e, const auto& r) { e.removeItem(r, 2); }, "[1,\n 2\n]");
        row("remove the only", "{\"a\": {\n\"b\": 1 }}", [](auto& e, const auto& r) { e.removeMember(*r.find("a"), "b"); }, "{\"a\": {}}");
        row("remove what is absent", "{\"a\": 1}", [](auto& e, const auto& r) { e.removeMember(r, "b"); }, "{\"a\": 1}");
        row("brackets and escapes in texts", "{\"a\": \"}]\\\\\", \"b\": [\"[\\\"{\"], \"c\": 1}", [](auto& e, const auto& r) { e.removeMember(r, "b"); }, "{\"a\": \"}]\\\\\", \"c\": 1}");
        row("more than ASCII", "{\"ä\": \"β\", \"c\": 1}", [](auto& e, const auto& r) { e.setMember(r, "c", json::textLiteral("γ\n")); }, "{\"ä\": \"β\", \"c\": \"γ\\n\"}");
        row("two places at once", "{\"a\": 1, \"b\": 2}", [](auto& e, const auto& r) { e.setMember(r, "b", "20"); e.setMember(r, "a", "10"); }, "{\"a\": 10, \"b\": 20}");
        row("an empty object", "{}", [](auto& e, const auto& r) { e.setMember(r, "a", "1"); }, "{\n  \"a\": 1\n}");
    }
    void edits() {
        QFETCH(QByteArray, text);
        QFETCH(Change, change);
        QFETCH(QByteArray, expected);
        const std::string before = text.toStdString();
        const json::Value root = json::parse(before, "f");
        json::Editor editor(before, root);
        change(editor, root);
        const std::string after = json::applied(before, editor.take());
        QCOMPARE(QByteArray::fromStdString(after), expected);
        json::parse(after, "f");
    }
    void refusesTwoEditsOfOnePlace() {
        const std::string text = "[1, 2]";
        const json::Value root = json::parse(text, "f");
        json::Editor editor(text, root);
        editor.replace(root.items[0], "3");
        editor.replace(root.items[0], "4");
        QVERIFY_EXCEPTION_THROWN(editor.take(), InternalError);
    }
    void quotes() {
        const std::string odd("\"\\/\n\r\t\x01 é", 10);
        QCOMPARE(json::parse(json::textLiteral(odd), "f").text, odd);
    }
};

FOLDMETER_TEST(tst_json_edit)
#include "tst_json_edit.moc"
