#include "support/test_main.h"

#include "base/error.h"
#include "base/file.h"
#include "base/message.h"

#include <filesystem>
#include <regex>
#include <set>

using namespace foldmeter;

namespace {
// Every id that stands in a call message("...") of the sources.
std::set<std::string> usedIds() {
    std::set<std::string> ids;
    const std::regex call(R"re(\bmessage\("([^"]+)")re");
    for (const auto& entry : std::filesystem::recursive_directory_iterator(test::sourcePath("engine"))) {
        if (entry.path().extension() != ".cpp" && entry.path().extension() != ".h") continue;
        const std::string text = readText(entry.path());
        for (std::sregex_iterator match(text.begin(), text.end(), call), last; match != last; ++match) ids.insert((*match)[1]);
    }
    return ids;
}
// Ids of the catalogue in order.
std::vector<std::string> catalogueIds() {
    std::vector<std::string> ids;
    const std::regex entry(R"re(\{"([^"]+)", )re");
    const std::string text = readText(test::sourcePath("engine/base/messages_en.inc"));
    for (std::sregex_iterator match(text.begin(), text.end(), entry), last; match != last; ++match) ids.push_back((*match)[1]);
    return ids;
}
}  // namespace

class tst_message : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyIdUsedHasAText() {
        for (const std::string& id : usedIds()) QVERIFY2(hasMessage(id), id.c_str());
    }
    void idsAreUnique() {
        const auto ids = catalogueIds();
        QVERIFY(!ids.empty());
        QCOMPARE(std::set<std::string>(ids.begin(), ids.end()).size(), ids.size());
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
