#include "settings/settings.h"

#include "base/error.h"
#include "support/test_main.h"

#include <algorithm>
#include <set>

using namespace foldmeter;

class tst_settings : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void defaults();
    void eachValueComesBack_data();
    void eachValueComesBack();
    void refusedValues_data();
    void refusedValues();
    void buckets();
    void memorySuffixes();
    void digestSeesEverySetting();
    void cpuRefusesGpuChoices_data();
    void cpuRefusesGpuChoices();
};

namespace {
std::string valueOf(const CompileSettings& settings, const std::string& name) {
    for (const auto& [key, value] : settings.toPairs())
        if (key == name) return value;
    return "absent";
}
}  // namespace

void tst_settings::defaults() {
    const std::vector<std::pair<std::string, std::string>> expected{
        {"attention", "auto"}, {"autotune", "2"},      {"autotune-budget", "10"}, {"bucket", "exact"},
        {"cache", "read-write"}, {"cache-dir", ""},    {"fusion", "on"},          {"hoist", "on"},
        {"matmul", "auto"},    {"memory-budget", "auto"}, {"precision", "auto"},  {"samples-per-batch", "0"},
        {"strict", "off"},     {"target", "auto"},     {"threads", "0"},          {"warm-up", "off"}};
    QCOMPARE(CompileSettings().toPairs(), expected);
}

void tst_settings::eachValueComesBack_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("value");
    const auto add = [](const char* name, std::initializer_list<const char*> values) {
        for (const char* value : values) QTest::addRow("%s=%s", name, value) << name << value;
    };
    add("target", {"auto", "cpu", "cuda", "cuda:1", "device.json"});
    add("precision", {"f32", "bf16", "bf16-all", "tf32", "auto"});
    add("fusion", {"on", "off"});
    add("attention", {"auto", "decomposed", "flash", "cudnn"});
    add("matmul", {"auto", "library", "generated"});
    add("hoist", {"on", "off"});
    add("bucket", {"exact", "alphafold3", "64", "64,128,256"});
    add("autotune", {"0", "1", "2", "3", "4"});
    add("autotune-budget", {"0", "2.5", "60"});
    add("cache", {"off", "read", "read-write"});
    add("cache-dir", {"", "some/folder"});
    add("warm-up", {"on", "off"});
    add("strict", {"on", "off"});
    add("memory-budget", {"auto", "1000000"});
    add("threads", {"0", "7"});
    add("samples-per-batch", {"0", "5"});
}

void tst_settings::eachValueComesBack() {
    QFETCH(QString, name);
    QFETCH(QString, value);
    CompileSettings settings;
    settings.set(name.toStdString(), value.toStdString());
    QCOMPARE(QString::fromStdString(valueOf(settings, name.toStdString())), value);
}

void tst_settings::refusedValues_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("hint");   // must stand in the message
    QTest::addRow("precision") << "precision" << "fp16" << "bf16-all";
    QTest::addRow("case matters") << "fusion" << "On" << "on, off";
    QTest::addRow("autotune too high") << "autotune" << "5" << "0, 1, 2, 3, 4";
    QTest::addRow("autotune negative") << "autotune" << "-1" << "0, 1, 2, 3, 4";
    QTest::addRow("budget text") << "autotune-budget" << "ten" << "seconds";
    QTest::addRow("budget nan") << "autotune-budget" << "nan" << "seconds";
    QTest::addRow("buckets fall") << "bucket" << "64,32" << "rising";
    QTest::addRow("bucket empty entry") << "bucket" << "64,,128" << "rising";
    QTest::addRow("memory overflow") << "memory-budget" << "99999999999T" << "bytes";
    QTest::addRow("memory zero") << "memory-budget" << "0" << "bytes";
    QTest::addRow("threads tail") << "threads" << "4x" << "threads";
    QTest::addRow("no such setting") << "preciison" << "f32" << "precision";
    QTest::addRow("target empty") << "target" << "" << "cpu";
}

void tst_settings::refusedValues() {
    QFETCH(QString, name);
    QFETCH(QString, value);
    QFETCH(QString, hint);
    CompileSettings settings;
    try {
        settings.set(name.toStdString(), value.toStdString());
        QFAIL("accepted");
    } catch (const InputError& error) {
        QVERIFY2(QString(error.what()).contains(hint), error.what());
    }
    QCOMPARE(settings.toPairs(), CompileSettings().toPairs());
}

void tst_settings::buckets() {
    CompileSettings settings;
    settings.set("bucket", "alphafold3");
    QCOMPARE(settings.buckets.front(), 128);
    QCOMPARE(settings.buckets.back(), 5120);
    QCOMPARE(settings.buckets.size(), std::size_t{15});
    settings.set("bucket", "20,40");
    QCOMPARE(settings.buckets, (std::vector<int>{20, 40}));
    QCOMPARE(settings.bucketRule, std::string("list"));
    settings.set("bucket", "exact");
    QVERIFY(settings.buckets.empty());
}

void tst_settings::memorySuffixes() {
    CompileSettings settings;
    settings.set("memory-budget", "3G");
    QCOMPARE(settings.memoryBudget, std::int64_t{3} << 30);
    settings.set("memory-budget", "12K");
    QCOMPARE(settings.memoryBudget, std::int64_t{12} << 10);
}

void tst_settings::digestSeesEverySetting() {
    const std::vector<std::pair<std::string, std::string>> others{
        {"target", "cpu"},    {"precision", "f32"}, {"fusion", "off"},   {"attention", "flash"}, {"matmul", "library"},
        {"hoist", "off"},     {"bucket", "64"},     {"autotune", "0"},   {"autotune-budget", "1"}, {"cache", "off"},
        {"cache-dir", "x"},   {"warm-up", "on"},    {"strict", "on"},    {"memory-budget", "1G"}, {"threads", "1"},
        {"samples-per-batch", "1"}};
    QCOMPARE(others.size(), CompileSettings().toPairs().size());
    std::set<std::string> seen{CompileSettings().digest().toHex()};
    for (const auto& [name, value] : others) {
        CompileSettings settings;
        settings.set(name, value);
        QVERIFY2(seen.insert(settings.digest().toHex()).second, name.c_str());
    }
}

void tst_settings::cpuRefusesGpuChoices_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("value");
    QTest::addColumn<bool>("refused");
    QTest::addRow("tf32") << "precision" << "tf32" << true;
    QTest::addRow("cudnn") << "attention" << "cudnn" << true;
    QTest::addRow("cuda") << "target" << "cuda:0" << false;
    QTest::addRow("file") << "target" << "h100.json" << true;
    QTest::addRow("bf16") << "precision" << "bf16" << false;
    QTest::addRow("flash") << "attention" << "flash" << false;
    QTest::addRow("auto") << "target" << "auto" << false;
}

void tst_settings::cpuRefusesGpuChoices() {
    QFETCH(QString, name);
    QFETCH(QString, value);
    QFETCH(bool, refused);
    CompileSettings settings;
    settings.set(name.toStdString(), value.toStdString());
    bool thrown = false;
    try {
        checkForTarget(settings);
    } catch (const InputError& error) {
        thrown = QString(error.what()).contains(value) && QString(error.what()).contains("cpu", Qt::CaseInsensitive);
    }
    QCOMPARE(thrown, refused);
}

FOLDMETER_TEST(tst_settings)
#include "tst_settings.moc"
