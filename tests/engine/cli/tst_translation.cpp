// Every text that --help shows stands in the Chinese table too, and is shown in that language.
#include "engine/cli/program_runner.h"

#include "base/message.h"
#include "cli/command.h"
#include "cli/translation.h"

using namespace foldmeter;

class tst_translation : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyTextStandsInTheTable() {
        for (const cli::Command& command : cli::commands()) {
            QVERIFY2(cli::hasTranslation(command.summary), command.summary.c_str());
            for (const cli::OptionGroup& group : cli::allOptionsOf(command)) {
                QVERIFY2(cli::hasTranslation(group.title), group.title.c_str());
                for (const cli::Option& option : group.options) {
                    QVERIFY2(cli::hasTranslation(option.text), option.text.c_str());
                    const bool words = option.standard.size() > 2 && option.standard.find(' ') != std::string::npos;   // names of values stay
                    QVERIFY2(!words || cli::hasTranslation(option.standard), option.standard.c_str());
                }
            }
        }
    }
    void speaksTheLanguageChosen() {
        QCOMPARE(cli::translated("the help pages"), std::string("the help pages"));
        setLanguage(Language::Chinese);
        const std::string chinese = cli::translated("the help pages"), unknown = cli::translated("no such text");
        setLanguage(Language::English);
        QCOMPARE(chinese, std::string("帮助页"));
        QCOMPARE(unknown, std::string("no such text"));
    }
    void followsTheEnvironment() {
        qputenv("FOLDMETER_LANGUAGE", "zh_CN.UTF-8");
        const test::Outcome outcome = test::ProgramRunner().run({"predict", "--help"}), page = test::ProgramRunner().run({"help", "weights"});
        qputenv("FOLDMETER_LANGUAGE", "en");
        QVERIFY2(outcome.output.contains("预测结构") && outcome.output.contains("扩散步数"), qPrintable(outcome.output));
        QVERIFY2(page.output.startsWith("# 权重"), qPrintable(page.output));
    }
};
FOLDMETER_TEST(tst_translation)
#include "tst_translation.moc"
