#include "gui/settings/preflight_card.h"
#include "gui/settings/presets.h"
#include "gui/settings/setting_editor.h"
#include "gui/settings/settings_form.h"
#include "gui/settings/settings_pane.h"

#include "gui/commands/registry.h"
#include "gui/look/states.h"
#include "support/test_main.h"

#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSettings>
#include <QSpinBox>
#include <QStandardItemModel>
#include <QTemporaryDir>
#include <QUndoStack>

using namespace foldmeter;
using namespace foldmeter::settings;

namespace {
constexpr std::int64_t gib = std::int64_t{1} << 30;

worker::PlanEvent smallPlan() {
    worker::PlanEvent plan;
    plan.job = "trp-cage";
    plan.seeds = 2;
    plan.tokens = plan.paddedTokens = 20;
    plan.atoms = 154;
    plan.samples = 5;
    plan.steps = 20;
    plan.model = "foldmeter-demo";
    plan.precision = "f32";
    plan.peakBytes = gib;
    plan.availableBytes = 20 * gib;
    plan.secondsLow = 3;
    plan.secondsHigh = 5;
    plan.cache = {{"trunk", "hit"}, {"denoise", "miss"}};
    return plan;
}
}  // namespace

class tst_settings_pane : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<QSettings> m_store;

private Q_SLOTS:
    void init() {
        m_store = std::make_unique<QSettings>(m_folder.filePath("store.ini"), QSettings::IniFormat);
        m_store->clear();
    }

    void everySettingCanBeEditedAndUndone_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("value");
        for (const auto& [name, value] : std::map<QString, QString>{
                 {"target", "cpu"}, {"threads", "3"}, {"memory-budget", "8G"}, {"samples-per-batch", "1"}, {"precision", "bf16"}, {"strict", "on"},
                 {"fusion", "off"}, {"hoist", "off"}, {"attention", "flash"}, {"matmul", "generated"}, {"bucket", "64,128"}, {"autotune", "4"},
                 {"autotune-budget", "2.5"}, {"warm-up", "on"}, {"cache", "off"}, {"cache-dir", "/tmp/cache"}})
            QTest::newRow(qPrintable(name)) << name << value;
    }
    void everySettingCanBeEditedAndUndone() {
        QFETCH(QString, name);
        QFETCH(QString, value);
        commands::CommandRegistry registry;
        SettingsForm form(registry);
        CompileSettings wanted;
        wanted.set(name.toStdString(), value.toStdString());
        QVERIFY(!form.isBold(name.toStdString()));
        form.editor(name.toStdString())->choose(value.toStdString());
        QCOMPARE(form.settings().toPairs(), wanted.toPairs());
        QVERIFY(form.isBold(name.toStdString()));
        registry.undoStack()->undo();
        QCOMPARE(form.settings().toPairs(), CompileSettings().toPairs());
        QVERIFY(!form.isBold(name.toStdString()));
        registry.undoStack()->redo();
        QCOMPARE(form.settings().toPairs(), wanted.toPairs());
    }

    void anUnfitValueIsNamedAndNotTaken() {
        commands::CommandRegistry registry;
        SettingsForm form(registry);
        form.editor("memory-budget")->choose("a lot");
        QVERIFY2(form.note("memory-budget").contains("a lot"), qPrintable(form.note("memory-budget")));
        QCOMPARE(form.settings().toPairs(), CompileSettings().toPairs());
        QCOMPARE(registry.undoStack()->count(), 0);
    }

    void whatTheMachineLacksSaysWhy() {
        commands::CommandRegistry registry;
        SettingsForm form(registry);
        MachineOffer offer;
        offer.gpuNote = "libcuda.so.1 not found";
        form.setOffer(offer);
        QVERIFY(form.note("precision").contains("libcuda.so.1"));
        auto* words = form.editor("precision")->findChild<QComboBox*>();
        auto* model = qobject_cast<QStandardItemModel*>(words->model());
        const int tf32 = words->findData("tf32");
        QVERIFY(!model->item(tf32)->isEnabled() && model->item(tf32)->toolTip().contains("libcuda.so.1"));
        offer.gpu = offer.cudnn = offer.deviceFiles = true;
        form.setOffer(offer);
        QVERIFY(model->item(tf32)->isEnabled() && form.note("precision").isEmpty());
    }

    void presetsAreKeptAndUndone() {
        commands::CommandRegistry registry;
        SettingsPane pane(registry, *m_store);
        pane.choosePreset("Least memory");
        QCOMPARE(pane.options().settings.samplesPerBatch, 1);
        pane.form()->editor("precision")->choose("bf16");
        pane.keepPreset("mine");
        QCOMPARE(PresetStore(*m_store).presets().size(), bundledPresets().size() + 1);
        registry.undoStack()->undo();
        QCOMPARE(PresetStore(*m_store).presets().size(), bundledPresets().size());
        registry.undoStack()->redo();
        pane.choosePreset("Default");
        QCOMPARE(pane.options().settings.toPairs(), CompileSettings().toPairs());
        pane.choosePreset("mine");
        QCOMPARE(pane.optionsText(), "--precision bf16 --samples-per-batch 1");
        pane.keepPreset("Default");   // a bundled name is not taken
        QCOMPARE(PresetStore(*m_store).presets().size(), bundledPresets().size() + 1);
    }

    void theLastSettingsComeBack() {
        commands::CommandRegistry registry;
        { SettingsPane(registry, *m_store).form()->editor("hoist")->choose("off"); }
        SettingsPane again(registry, *m_store);
        QVERIFY(!again.options().settings.hoist);
    }

    void sizesAreOptionsToo() {
        commands::CommandRegistry registry;
        SettingsPane pane(registry, *m_store);
        QVERIFY(!pane.options().recycles && pane.optionsText().isEmpty());
        auto boxes = pane.findChildren<QSpinBox*>();
        const auto recycles = std::find_if(boxes.begin(), boxes.end(), [](QSpinBox* box) { return box->accessibleName() == "Recycles"; });
        QVERIFY(recycles != boxes.end());
        (*recycles)->setValue(0);
        QCOMPARE(pane.optionsText(), "--recycles 0");
        registry.undoStack()->undo();
        QVERIFY(!pane.options().recycles);
    }

    void theCardShowsThePlan() {
        PreflightCard card;
        QVERIFY(card.text().contains("Nothing to predict yet"));
        card.setPlan(smallPlan(), {});
        for (const char* words : {"20 tokens", "154 atoms", "2 seed", "1 of 2 programs", "Nothing stands in the way"})
            QVERIFY2(card.text().contains(words), qPrintable(card.text()));
        card.setRefused("line 3: no sequence");
        QVERIFY(card.text().contains("line 3") && !card.plan());
    }

    void whatDoesNotFitIsSaidAndMended() {
        worker::PlanEvent plan = smallPlan();
        plan.peakBytes = 30 * gib;
        plan.tokensThatFit = 1200;
        const auto advice = adviceFor(plan, {});
        QVERIFY(!fits(plan));
        QCOMPARE(advice.front().weight, Advice::Weight::Warning);
        int remedies = 0;
        for (const Advice& line : advice)
            if (line.options) {
                ++remedies;
                QVERIFY(line.options->settings.toPairs() != CompileSettings().toPairs());
            }
        QCOMPARE(remedies, 2);   // fewer samples together, a memory limit

        PreflightCard card;
        card.setPlan(plan, {});
        QSignalSpy wanted(&card, &PreflightCard::optionsWanted);
        for (auto* button : card.findChildren<QPushButton*>())
            if (button->text() == "One at a time") button->click();
        QCOMPARE(wanted.count(), 1);
        QCOMPARE(wanted.front().front().value<worker::PredictOptions>().settings.samplesPerBatch, 1);
    }

    void paddingAndACacheThatIsOffAreNamed() {
        worker::PlanEvent plan = smallPlan();
        plan.paddedTokens = 256;
        worker::PredictOptions options;
        options.settings.set("bucket", "alphafold3");
        options.settings.set("cache", "off");
        bool padding = false, cache = false;
        for (const Advice& line : adviceFor(plan, options)) {
            padding |= line.options && line.options->settings.bucketRule == "exact" && line.text.contains("256");
            cache |= line.options && line.options->settings.cache == CacheUse::ReadWrite;
        }
        QVERIFY(padding && cache);
    }
};

FOLDMETER_TEST(tst_settings_pane)
#include "tst_settings_pane.moc"
