#include "support/test_main.h"

#include "base/error.h"
#include "base/file.h"
#include "base/message.h"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <map>
#include <regex>
#include <set>

using namespace foldmeter;

namespace {
// Every id that stands in a call message("...") of the sources.
std::set<std::string> usedIds() {
    std::set<std::string> ids;
    const std::regex call(R"re(\bmessage\("([^"]+)")re");
    for (const char* tower : {"engine", "viz", "gui"})
        for (const auto& entry : std::filesystem::recursive_directory_iterator(test::sourcePath(tower))) {
            if (entry.path().extension() != ".cpp" && entry.path().extension() != ".h") continue;
            const std::string text = readText(entry.path());
            for (std::sregex_iterator match(text.begin(), text.end(), call), last; match != last; ++match) ids.insert((*match)[1]);
        }
    return ids;
}
// Ids and texts of a catalogue in order.
std::vector<std::pair<std::string, std::string>> catalogue(const std::string& language) {
    std::vector<std::pair<std::string, std::string>> entries;
    const std::regex entry(R"re(\{"([^"]+)", "(.*)"\},)re");   // one entry a line
    const std::string text = readText(test::sourcePath("engine/base/messages_" + language + ".inc"));
    for (std::sregex_iterator match(text.begin(), text.end(), entry), last; match != last; ++match) entries.emplace_back((*match)[1], (*match)[2]);
    return entries;
}
std::set<std::string> idsOf(const std::vector<std::pair<std::string, std::string>>& entries) {
    std::set<std::string> ids;
    for (const auto& [id, text] : entries) ids.insert(id);
    return ids;
}
// Numbers of the arguments that a text shows.
std::set<std::size_t> fieldsOf(const std::string& text) {
    std::set<std::size_t> fields;
    std::size_t next = 0;
    const std::regex field(R"re(\{(\d*)\})re");
    for (std::sregex_iterator match(text.begin(), text.end(), field), last; match != last; ++match) fields.insert((*match)[1].length() ? std::stoul((*match)[1]) : next++);
    return fields;
}
// Sets the process's language and takes English up again.
struct Speaking {
    explicit Speaking(Language language) { setLanguage(language); }
    ~Speaking() { setLanguage(Language::English); }
};
}  // namespace

class tst_message : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyIdUsedHasAText() {
        for (const std::string& id : usedIds()) QVERIFY2(hasMessage(id), id.c_str());
    }
    void idsAreUnique() {
        const auto entries = catalogue("en");
        QVERIFY(!entries.empty());
        QCOMPARE(idsOf(entries).size(), entries.size());
    }
    void everyTextIsTranslated() {
        std::map<std::string, std::string> chinese;
        for (const auto& [id, text] : catalogue("zh")) QVERIFY2(chinese.emplace(id, text).second, id.c_str());
        for (const auto& [id, text] : catalogue("en")) {
            const auto found = chinese.find(id);
            QVERIFY2(found != chinese.end(), id.c_str());
            QVERIFY2(fieldsOf(found->second) == fieldsOf(text), id.c_str());
            const bool words = std::any_of(text.begin(), text.end(), [](unsigned char c) { return std::islower(c) != 0; }) && text.find(' ') != std::string::npos;
            QVERIFY2(!words || found->second != text, id.c_str());
            chinese.erase(found);
        }
        for (const auto& [id, text] : chinese) QFAIL(("no English text: " + id).c_str());
    }
    void speaksTheLanguageChosen() {
        QCOMPARE(language(), Language::English);
        const Speaking chinese(Language::Chinese);
        QCOMPARE(message("seconds.left", {"12 s"}), std::string("剩余 12 s"));
        QCOMPARE(message("compare.slower", {"7", "5"}), std::string("比第一个运行慢 7 %（允许 5 %）"));
        QVERIFY_EXCEPTION_THROWN(message("no.such.message"), InternalError);
    }
    void readsLocales() {
        QCOMPARE(languageOfLocale("zh_CN.UTF-8"), Language::Chinese);
        QCOMPARE(languageOfLocale("zh"), Language::Chinese);
        for (const char* locale : {"en_GB.UTF-8", "C", "POSIX", "de", "z", ""}) QCOMPARE(languageOfLocale(locale), Language::English);
    }
    void asksTheEnvironment() {
        qputenv("LC_ALL", "zh_CN.UTF-8");
        qputenv("FOLDMETER_LANGUAGE", "en");
        QCOMPARE(languageOfEnvironment(), Language::English);
        qunsetenv("FOLDMETER_LANGUAGE");
        QCOMPARE(languageOfEnvironment(), Language::Chinese);
        qunsetenv("LC_ALL");
    }
    void fillsAndComplains() {
        QVERIFY_EXCEPTION_THROWN(message("no.such.message"), InternalError);
        QVERIFY(!message("demo.warning").empty());
        QCOMPARE(message("seconds.left", {"12 s"}), std::string("12 s left"));
        QVERIFY_EXCEPTION_THROWN(message("seconds.left"), InternalError);
    }
};
FOLDMETER_TEST(tst_message)
#include "tst_message.moc"
