#include "support/test_main.h"

#include "cli/arguments.h"

using namespace foldmeter::cli;

namespace {
std::vector<OptionGroup> groups() {
    return {{"Group", {{"output,o", "DIR", "where", "", ""}, {"samples", "N", "how many", "", "5"}, {"warm-up", "", "switch", "", "off"}, {"precision", "NAME", "arithmetic", "f32,bf16", ""}}}};
}
std::string complaintOf(const std::vector<std::string>& words) {
    try {
        const Arguments arguments = Arguments::parse(groups(), words);
        arguments.integer("samples", 1, 10);
        arguments.word("precision", {"f32", "bf16"}, "f32");
    } catch (const UsageError& problem) {
        return problem.what();
    }
    return "";
}
}  // namespace

class tst_arguments : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void readsOptionsAndWords() {
        const Arguments arguments = Arguments::parse(groups(), {"a.json", "-o", "out", "--samples=3", "--warm-up", "b.json", "--precision", "f32", "--", "--odd"});
        QCOMPARE(arguments.positional(), (std::vector<std::string>{"a.json", "b.json", "--odd"}));
        QCOMPARE(arguments.text("output"), std::string("out"));
        QCOMPARE(*arguments.integer("samples", 1, 10), 3);
        QVERIFY(arguments.has("warm-up"));
        QVERIFY(!arguments.has("quiet"));
        QVERIFY(!Arguments::parse(groups(), {}).integer("samples", 1, 10));
    }
    void complains_data() {
        QTest::addColumn<std::vector<std::string>>("words");
        QTest::addColumn<QString>("expected");
        using Words = std::vector<std::string>;
        QTest::newRow("unknown") << Words{"--zzzzzzzz"} << "there is no option --zzzzzzzz";
        QTest::newRow("nearly") << Words{"--sample", "3"} << "did you mean --samples";
        QTest::newRow("no guessing") << Words{"--prec", "f32"} << "there is no option --prec";
        QTest::newRow("twice") << Words{"--samples", "3", "--samples", "4"} << "--samples is given twice";
        QTest::newRow("no value") << Words{"--samples"} << "required argument";
        QTest::newRow("value of a switch") << Words{"--warm-up=yes"} << "warm-up";
        QTest::newRow("no number") << Words{"--samples", "3x"} << "from 1 to 10";
        QTest::newRow("too many") << Words{"--samples", "11"} << "from 1 to 10";
        QTest::newRow("wrong word") << Words{"--precision", "f64"} << "allowed: f32, bf16";
    }
    void complains() {
        QFETCH(std::vector<std::string>, words);
        QFETCH(QString, expected);
        QVERIFY2(QString::fromStdString(complaintOf(words)).contains(expected), complaintOf(words).c_str());
    }
    void seeds_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<std::vector<std::uint32_t>>("seeds");   // empty: refused
        using Seeds = std::vector<std::uint32_t>;
        QTest::newRow("one") << "7" << Seeds{7};
        QTest::newRow("list and range") << "1,2,5-8" << Seeds{1, 2, 5, 6, 7, 8};
        QTest::newRow("largest") << "4294967295" << Seeds{4294967295u};
        QTest::newRow("range at the end") << "4294967294-4294967295" << Seeds{4294967294u, 4294967295u};
        QTest::newRow("too large") << "4294967296" << Seeds{};
        QTest::newRow("backwards") << "8-5" << Seeds{};
        QTest::newRow("endless") << "0-4294967295" << Seeds{};
        QTest::newRow("empty part") << "1,,2" << Seeds{};
        QTest::newRow("empty") << "" << Seeds{};
        QTest::newRow("negative") << "-1" << Seeds{};
        QTest::newRow("text") << "a" << Seeds{};
    }
    void seeds() {
        QFETCH(QString, text);
        QFETCH(std::vector<std::uint32_t>, seeds);
        if (seeds.empty()) QVERIFY_EXCEPTION_THROWN(parseSeeds(text.toStdString(), "seeds"), UsageError);
        else QCOMPARE(parseSeeds(text.toStdString(), "seeds"), seeds);
    }
    void fractions() {
        const std::vector<OptionGroup> group = {{"g", {{"fail-above", "SHARE", "", "", ""}}}};
        const auto read = [&](const std::string& text) { return *Arguments::parse(group, {"--fail-above", text}).fraction("fail-above"); };
        QCOMPARE(read("5%"), 0.05);
        QCOMPARE(read("0.05"), 0.05);
        for (const char* bad : {"five", "-1%", "%", "nan"}) QVERIFY_EXCEPTION_THROWN(read(bad), UsageError);
    }
    void helpNamesEveryOption() {
        const QString text = QString::fromStdString(helpText(groups()));
        for (const char* part : {"-o, --output DIR", "--samples N", "[5]", "f32,bf16", "--warm-up"}) QVERIFY2(text.contains(part), part);
    }
};
FOLDMETER_TEST(tst_arguments)
#include "tst_arguments.moc"
