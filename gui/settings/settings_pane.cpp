#include "gui/settings/settings_pane.h"

#include "gui/commands/registry.h"
#include "gui/look/icons.h"
#include "gui/look/theme.h"
#include "gui/settings/settings_form.h"

#include <QAction>
#include <QClipboard>
#include <QComboBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSettings>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>

namespace foldmeter::settings {
namespace {

constexpr int mostRecycles = 1000, mostSteps = 100000, mostSamples = 10000, mostMsaRows = 16384;   // as the command line takes them

std::optional<int> given(const QSpinBox* box) { return box->value() == box->minimum() ? std::nullopt : std::optional<int>(box->value()); }
void give(QSpinBox* box, std::optional<int> value) { box->setValue(value.value_or(box->minimum())); }

bool sameSizes(const worker::PredictOptions& a, const worker::PredictOptions& b) {
    return a.model == b.model && a.msaRows == b.msaRows && a.recycles == b.recycles && a.steps == b.steps && a.samples == b.samples;
}

}  // namespace

QString toCommandLine(const worker::PredictOptions& options) {
    QStringList words;
    if (!options.model.empty()) {
        const QString model = QString::fromStdString(options.model);
        words << QStringLiteral("--model") << (model.contains(u' ') ? u'\'' + model + u'\'' : model);
    }
    const auto add = [&](const char* name, std::optional<int> value) {
        if (value) words << QStringLiteral("--%1 %2").arg(QLatin1String(name)).arg(*value);
    };
    if (!options.seeds.empty()) {
        QStringList seeds;
        for (const std::uint32_t seed : options.seeds) seeds << QString::number(seed);
        words << QStringLiteral("--seeds ") + seeds.join(u',');
    }
    add("recycles", options.recycles);
    add("steps", options.steps);
    add("samples", options.samples);
    add("msa-rows", options.msaRows);
    const std::string settings = foldmeter::toCommandLine(options.settings);
    if (!settings.empty()) words << QString::fromStdString(settings);
    return words.join(u' ');
}

SettingsPane::SettingsPane(commands::CommandRegistry& registry, QSettings& store, QWidget* parent)
    : QWidget(parent), m_registry(registry), m_store(store), m_presets(store), m_form(new SettingsForm(registry)), m_preset(new QComboBox),
      m_keep(new QPushButton(tr("Keep as…"))), m_removePreset(new QPushButton(tr("Remove"))), m_model(new QLineEdit), m_line(new QLineEdit) {
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(makeSizes());
    column->addWidget(m_form);
    auto* scroll = new QScrollArea;
    scroll->setAccessibleName(tr("All settings"));
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, look::grid, 0, 0);
    layout->addWidget(makePresetRow());
    layout->addWidget(scroll, 1);
    layout->addWidget(makeCommandLine());
    connect(m_form, &SettingsForm::changed, this, [this] {
        followPreset();
        remember();
        Q_EMIT changed();
    });
    fillPresets();
    worker::PredictOptions last;
    last.settings = settingsFromLines(m_store.value(QStringLiteral("settings/compile")).toStringList());
    setOptions(last);
}

QWidget* SettingsPane::makePresetRow() {
    m_preset->setAccessibleName(tr("Preset"));
    m_preset->setToolTip(tr("Named compile settings"));
    m_keep->setToolTip(tr("Keeps the present compile settings under the name in the box"));
    m_preset->setEditable(true);
    m_preset->setMinimumContentsLength(8);
    m_preset->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_preset->setInsertPolicy(QComboBox::NoInsert);
    connect(m_preset, &QComboBox::activated, this, [this](int index) { choosePreset(m_preset->itemText(index)); });
    connect(m_keep, &QPushButton::clicked, this, [this] { keepPreset(m_preset->currentText()); });
    connect(m_removePreset, &QPushButton::clicked, this, [this] {
        const QString name = m_preset->currentText();
        const CompileSettings kept = m_form->settings();
        m_registry.push(new commands::Change(tr("Remove preset %1").arg(name), [=, this] { m_presets.remove(name); fillPresets(); },
                                             [=, this] { m_presets.keep(name, kept); fillPresets(); }));
    });
    auto* row = new QWidget;
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(2 * look::grid, 0, 2 * look::grid, 0);
    layout->addWidget(m_preset, 1);
    layout->addWidget(m_keep);
    layout->addWidget(m_removePreset);
    return row;
}

QSpinBox* SettingsPane::makeCount(const QString& name, int least, int most) {
    auto* box = new QSpinBox;
    box->setRange(least, most);
    box->setSpecialValueText(tr("recommended"));
    box->setKeyboardTracking(false);
    box->setFocusPolicy(Qt::StrongFocus);
    box->setAccessibleName(name);
    connect(box, &QSpinBox::valueChanged, this, [this, name] { editOptions(name); });
    return box;
}

QWidget* SettingsPane::makeSizes() {
    m_recycles = makeCount(tr("Recycles"), -1, mostRecycles);
    m_steps = makeCount(tr("Steps"), 0, mostSteps);
    m_samples = makeCount(tr("Samples a seed"), 0, mostSamples);
    m_msaRows = makeCount(tr("Alignment rows"), 0, mostMsaRows);
    m_msaRows->setSpecialValueText(tr("1024"));
    m_model->setAccessibleName(tr("Model"));
    m_model->setPlaceholderText(tr("the engine's default"));
    m_model->setToolTip(tr("A weight file, a folder with weights, or the name of a bundled model. Empty: the engine's default, which is the bundled demo model unless FOLDMETER_MODEL is set there."));
    QAction* browse = m_model->addAction(look::icon(QStringLiteral("open")), QLineEdit::TrailingPosition);
    browse->setToolTip(tr("Choose a weight file"));
    connect(browse, &QAction::triggered, this, [this] {
        const QString file = QFileDialog::getOpenFileName(this, tr("Weights"));
        if (file.isEmpty()) return;
        m_model->setText(file);
        editOptions(tr("Model"));
    });
    connect(m_model, &QLineEdit::editingFinished, this, [this] { editOptions(tr("Model")); });
    auto* panel = new QWidget;
    auto* form = new QFormLayout(panel);
    form->setContentsMargins(2 * look::grid, look::grid, 2 * look::grid, 0);
    form->setHorizontalSpacing(2 * look::grid);
    form->setVerticalSpacing(look::grid / 2);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    auto* title = new QLabel(tr("Prediction"));
    look::setTextSize(title, look::TextSize::Heading, true);
    form->addRow(title);
    form->addRow(tr("Model"), m_model);
    form->addRow(tr("Recycles"), m_recycles);
    form->addRow(tr("Steps"), m_steps);
    form->addRow(tr("Samples a seed"), m_samples);
    form->addRow(tr("Alignment rows"), m_msaRows);
    form->labelForField(m_model)->setMinimumWidth(m_form->labelWidth());   // in one column with the settings below
    return panel;
}

QWidget* SettingsPane::makeCommandLine() {
    m_line->setReadOnly(true);
    m_line->setFont(look::monospace(look::TextSize::Small));
    m_line->setAccessibleName(tr("Equivalent command line"));
    m_line->setToolTip(tr("The options of foldmeter predict that do the same"));
    QAction* copy = m_line->addAction(look::icon(QStringLiteral("copy")), QLineEdit::TrailingPosition);
    copy->setToolTip(tr("Copy"));
    connect(copy, &QAction::triggered, this, [this] { QGuiApplication::clipboard()->setText(m_line->text()); });
    auto* row = new QWidget;
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(2 * look::grid, look::grid / 2, 2 * look::grid, look::grid);
    layout->addWidget(m_line);
    return row;
}

worker::PredictOptions SettingsPane::readSizes() const {
    worker::PredictOptions sizes;
    sizes.model = m_model->text().trimmed().toStdString();
    sizes.recycles = given(m_recycles);
    sizes.steps = given(m_steps);
    sizes.samples = given(m_samples);
    sizes.msaRows = given(m_msaRows);
    return sizes;
}

worker::PredictOptions SettingsPane::options() const {
    worker::PredictOptions all = m_sizes;
    all.settings = m_form->settings();
    return all;
}

void SettingsPane::setOptions(const worker::PredictOptions& options) {
    m_showing = true;
    m_sizes = options;
    m_sizes.seeds.clear();
    m_model->setText(QString::fromStdString(options.model));
    give(m_recycles, options.recycles);
    give(m_steps, options.steps);
    give(m_samples, options.samples);
    give(m_msaRows, options.msaRows);
    m_showing = false;
    m_form->setSettings(options.settings);
}

void SettingsPane::editOptions(const QString& said) {
    const worker::PredictOptions after = readSizes();
    if (m_showing || sameSizes(after, m_sizes)) return;
    worker::PredictOptions full = after;
    full.settings = m_form->settings();
    m_registry.push(commands::changeOf<worker::PredictOptions>(said, options(), full, [this](const worker::PredictOptions& o) { setOptions(o); }));
}

void SettingsPane::setOffer(const MachineOffer& offer) { m_form->setOffer(offer); }

void SettingsPane::fillPresets() {
    m_preset->clear();
    for (const Preset& preset : m_presets.presets()) {
        m_preset->addItem(preset.name);
        m_preset->setItemData(m_preset->count() - 1, preset.explanation, Qt::ToolTipRole);
    }
    followPreset();
}

void SettingsPane::followPreset() {
    const auto all = m_presets.presets();
    const auto now = m_form->settings().toPairs();
    const auto found = std::find_if(all.begin(), all.end(), [&](const Preset& preset) { return preset.settings.toPairs() == now; });
    const bool own = found != all.end() && found->own;
    m_preset->setCurrentIndex(found == all.end() ? -1 : static_cast<int>(found - all.begin()));
    if (found == all.end()) m_preset->setEditText(tr("Changed"));
    m_removePreset->setEnabled(own);
    m_removePreset->setToolTip(own ? QString() : tr("Only presets that you kept can be removed."));
}

void SettingsPane::choosePreset(const QString& name) {
    for (const Preset& preset : m_presets.presets())
        if (preset.name == name && preset.settings.toPairs() != m_form->settings().toPairs())
            return m_registry.push(commands::changeOf<CompileSettings>(tr("Preset %1").arg(name), m_form->settings(), preset.settings,
                                                                       [this](const CompileSettings& s) { m_form->setSettings(s); }));
}

void SettingsPane::keepPreset(const QString& name) {
    const QString wanted = name.trimmed();
    for (const Preset& preset : bundledPresets())
        if (wanted.isEmpty() || wanted == preset.name) {
            m_preset->lineEdit()->selectAll();
            m_preset->setFocus();
            m_preset->setToolTip(tr("Write a name of your own here, then press “Keep as…”."));
            return;
        }
    const CompileSettings kept = m_form->settings();
    m_registry.push(new commands::Change(tr("Keep preset %1").arg(wanted), [=, this] { m_presets.keep(wanted, kept); fillPresets(); },
                                         [=, this] { m_presets.remove(wanted); fillPresets(); }));
}

void SettingsPane::remember() {
    m_store.setValue(QStringLiteral("settings/compile"), toLines(m_form->settings()));
    m_line->setText(optionsText().isEmpty() ? tr("(all defaults)") : optionsText());
    m_line->setCursorPosition(0);
}

QString SettingsPane::optionsText() const { return toCommandLine(options()); }

}  // namespace foldmeter::settings
