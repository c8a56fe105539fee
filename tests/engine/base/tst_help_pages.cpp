#include "support/test_main.h"

#include "base/file.h"
#include "base/message.h"
#include "base/paths.h"

#include <algorithm>
#include <filesystem>
#include <map>

using namespace foldmeter;

namespace {

// Pages of a language by topic.
std::map<std::string, std::string> pagesOf(Language language) {
    setLanguage(language);
    std::map<std::string, std::string> pages;
    for (const auto& entry : std::filesystem::directory_iterator(helpFolder()))
        if (entry.path().extension() == ".md") pages[entry.path().stem().string()] = readText(entry.path());
    setLanguage(Language::English);
    return pages;
}

std::size_t linesBeginning(const std::string& text, const std::string& start) {
    std::size_t count = text.starts_with(start) ? 1 : 0;
    for (std::size_t at = text.find("\n" + start); at != std::string::npos; at = text.find("\n" + start, at + 1)) ++count;
    return count;
}

}  // namespace

class tst_help_pages : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void standInBothLanguages() {
        const auto english = pagesOf(Language::English), chinese = pagesOf(Language::Chinese);
        QVERIFY(english.size() > 10);
        for (const auto& [topic, text] : english) QVERIFY2(chinese.contains(topic), topic.c_str());
        for (const auto& [topic, text] : chinese) {
            QVERIFY2(english.contains(topic), topic.c_str());
            QVERIFY2(text.starts_with("# "), topic.c_str());
            QVERIFY2(text != english.at(topic), topic.c_str());
            QVERIFY2(linesBeginning(text, "#") == linesBeginning(english.at(topic), "#"), topic.c_str());   // the same chapters
        }
    }
};
FOLDMETER_TEST(tst_help_pages)
#include "tst_help_pages.moc"
