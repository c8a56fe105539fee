#include "settings/descriptions.h"

#include "base/error.h"
#include "base/message.h"
#include "support/test_main.h"

#include <set>

using namespace foldmeter;

class tst_descriptions : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everySettingIsDescribedOnce() {
        std::set<std::string> described, existing;
        for (const auto& setting : settingDescriptions()) QVERIFY(described.insert(std::string(setting.name)).second);
        for (const auto& [name, value] : CompileSettings().toPairs()) existing.insert(name);
        QCOMPARE(described, existing);
        QVERIFY_EXCEPTION_THROWN(settingDescription("no-such"), InternalError);
    }

    void everyValueIsOneAndHasWords() {
        for (const auto& setting : settingDescriptions()) {
            QVERIFY(!labelOf(setting).empty() && !helpOf(setting).empty() && !titleOf(setting.subject).empty());
            for (const auto& value : setting.values) {
                QVERIFY2(labelOf(setting, value.value) != value.value || setting.kind == SettingKind::Switch, std::string(value.value).c_str());
                if (value.value == "FILE" || value.value == "LIST") continue;   // stand for what a person writes
                CompileSettings settings;
                settings.set(std::string(setting.name), std::string(value.value));
            }
        }
    }

    void theDefaultIsAmongTheValues() {
        for (const auto& [name, value] : CompileSettings().toPairs()) {
            const auto& values = settingDescription(name).values;
            const std::string wanted = value;
            QVERIFY2(values.empty() || std::any_of(values.begin(), values.end(), [&](const auto& v) { return v.value == wanted; }), name.c_str());
        }
    }

    void whatIsNotOfferedSaysWhy() {
        const SettingValue tf32 = settingDescription("precision").values.back();
        QVERIFY(whyNotOffered(tf32, {.gpuNote = "libcuda.so.1 not found"}).find("libcuda.so.1") != std::string::npos);
        QVERIFY(whyNotOffered(tf32, {.gpu = true}).empty());
        const SettingValue cudnn = settingDescription("attention").values.back();
        QVERIFY(whyNotOffered(cudnn, {.gpu = true}).find("cuDNN") != std::string::npos);
        QVERIFY(whyNotOffered(settingDescription("fusion").values.front(), {}).empty());
    }

    void theCommandLineHoldsWhatDiffers() {
        CompileSettings settings;
        QVERIFY(toCommandLine(settings).empty());
        settings.set("precision", "bf16");
        settings.set("strict", "on");
        settings.set("cache-dir", "/tmp/my cache");
        QCOMPARE(toCommandLine(settings), "--cache-dir '/tmp/my cache' --precision bf16 --strict");
    }
};

FOLDMETER_TEST(tst_descriptions)
#include "tst_descriptions.moc"
