#include "gui/app/preferences.h"

#include "gui/app/workbench.h"
#include "gui/commands/shortcuts_editor.h"
#include "gui/look/translation.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QTabWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace foldmeter::app {
namespace {

const QString schemeKey = QStringLiteral("look/scheme");
const QString scaleKey = QStringLiteral("look/scale");
const QString languageKey = QStringLiteral("look/language");
const QString notifyKey = QStringLiteral("look/notify");

QLabel* note(const QString& words = {}) {
    auto* label = new QLabel(words);
    label->setWordWrap(true);
    look::setTextSize(label, look::TextSize::Small);
    look::setMuted(label);
    return label;
}

QFormLayout* makeForm(QWidget* panel) {
    auto* form = new QFormLayout(panel);
    form->setContentsMargins(2 * look::grid, 2 * look::grid, 2 * look::grid, 2 * look::grid);
    form->setHorizontalSpacing(2 * look::grid);
    form->setVerticalSpacing(look::grid);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    return form;
}

}  // namespace

look::SchemeChoice keptScheme(const QSettings& store) {
    return look::schemeChoice(store.value(schemeKey).toString()).value_or(look::SchemeChoice::System);
}

bool keptNotify(const QSettings& store) { return store.value(notifyKey, true).toBool(); }

Language keptLanguage(const QSettings& store) { return look::chosenLanguage(store.value(languageKey).toString()); }

int keptScale(const QSettings& store) { return std::clamp(store.value(scaleKey, leastScale).toInt(), leastScale, mostScale); }

bool scaleWasChosen(const QSettings& store) { return store.contains(scaleKey); }

Preferences::Preferences(Workbench& workbench, QWidget* parent)
    : QWidget(parent), m_workbench(workbench), m_scheme(new QComboBox), m_scale(new QComboBox), m_language(new QComboBox), m_scaleNote(note()),
      m_restart(new QPushButton(tr("Restart now"))), m_engine(new QLineEdit), m_engineNote(note()),
      m_lowPriority(new QCheckBox(tr("Step back behind other programs (low priority)"))),
      m_notify(new QCheckBox(tr("Notify when a run of more than half a minute ends"))), m_tabs(new QTabWidget),
      m_shortcuts(new commands::ShortcutsEditor(workbench.commands())) {
    m_tabs->addTab(makeLook(), tr("Look"));
    m_tabs->addTab(makeEngine(), tr("Engine"));
    m_tabs->addTab(m_shortcuts, tr("Shortcuts"));
    m_tabs->setDocumentMode(true);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_tabs);
    show();
}

QWidget* Preferences::makeLook() {
    m_scheme->addItem(tr("As the system"), look::toName(look::SchemeChoice::System));
    m_scheme->addItem(tr("Light"), look::toName(look::SchemeChoice::Light));
    m_scheme->addItem(tr("Dark"), look::toName(look::SchemeChoice::Dark));
    m_scheme->addItem(tr("High contrast"), look::toName(look::SchemeChoice::HighContrast));
    m_scheme->setAccessibleName(tr("Colours"));
    for (int percent = leastScale; percent <= mostScale; percent += scaleStep) m_scale->addItem(tr("%1 %").arg(percent), percent);
    m_scale->setAccessibleName(tr("Scale"));
    m_language->addItem(tr("As the system"), QString());
    m_language->addItem(QStringLiteral("English"), QStringLiteral("en"));   // each in its own words
    m_language->addItem(QStringLiteral("简体中文"), QStringLiteral("zh"));
    m_language->setAccessibleName(tr("Language"));
    connect(m_language, &QComboBox::activated, this, [this] {
        const QString before = m_workbench.store().value(languageKey).toString(), after = m_language->currentData().toString();
        if (before != after) setLanguageChoice(after);
    });
    connect(m_scheme, &QComboBox::activated, this, [this] {
        m_workbench.commands().invoke(QStringLiteral("view.scheme.") + m_scheme->currentData().toString());
    });
    connect(m_scale, &QComboBox::activated, this, [this] {
        const int before = keptScale(m_workbench.store()), after = m_scale->currentData().toInt();
        if (before != after)
            m_workbench.commands().push(commands::changeOf<int>(tr("Scale %1 %").arg(after), before, after, [this](const int& p) { setScale(p); }));
    });
    connect(m_restart, &QPushButton::clicked, this, &Preferences::restartWanted);
    connect(m_notify, &QCheckBox::toggled, this, [this](bool on) {
        m_workbench.store().setValue(notifyKey, on);
        Q_EMIT notifyChanged(on);
    });
    auto* panel = new QWidget;
    QFormLayout* form = makeForm(panel);
    form->addRow(tr("Colours"), m_scheme);
    form->addRow(tr("Language"), m_language);
    form->addRow(tr("Scale"), m_scale);
    form->addRow(QString(), m_scaleNote);
    form->addRow(QString(), m_restart);
    form->addRow(m_notify);
    return panel;
}

QWidget* Preferences::makeEngine() {
    m_engine->setPlaceholderText(tr("this machine"));
    m_engine->setAccessibleName(tr("Engine"));
    connect(m_engine, &QLineEdit::editingFinished, this, [this] {
        const QString before = m_workbench.engineText(), after = m_engine->text().trimmed();
        if (before == after) return;
        m_workbench.commands().push(commands::changeOf<QString>(tr("Engine %1").arg(after.isEmpty() ? tr("of this machine") : after), before, after,
                                                                [this](const QString& text) { m_workbench.setEngineText(text); show(); }));
    });
    connect(m_lowPriority, &QCheckBox::clicked, this, [this](bool on) {
        m_workbench.commands().push(commands::changeOf<bool>(tr("Low priority"), !on, on, [this](const bool& low) { m_workbench.setLowPriority(low); show(); }));
    });
    auto* panel = new QWidget;
    QFormLayout* form = makeForm(panel);
    form->addRow(tr("Engine"), m_engine);
    form->addRow(QString(), note(tr("Empty: foldmeter worker on this machine. Otherwise the command that starts one elsewhere, such as: ssh cluster foldmeter worker")));
    form->addRow(QString(), m_engineNote);
    form->addRow(m_lowPriority);
    connect(&m_workbench, &Workbench::engineChanged, this, &Preferences::show);
    return panel;
}

void Preferences::show() {
    const QSettings& store = m_workbench.store();
    m_scheme->setCurrentIndex(m_scheme->findData(look::toName(keptScheme(store))));
    const int scale = keptScale(store);
    m_scale->setCurrentIndex(m_scale->findData(scale));
    m_language->setCurrentIndex(std::max(0, m_language->findData(store.value(languageKey).toString())));
    const bool laterScale = scale != qApp->property("scale").toInt(), laterLanguage = keptLanguage(store) != language();
    const bool later = laterScale || laterLanguage;
    QStringList notes;
    if (laterScale) notes.push_back(tr("The next start takes %1 %.").arg(scale));
    if (laterLanguage) notes.push_back(tr("The next start speaks this language."));
    m_scaleNote->setText(notes.join(u' '));
    m_scaleNote->setVisible(later);
    m_restart->setVisible(later);
    m_engine->setText(m_workbench.engineText());
    m_engineNote->setText(m_workbench.engine().reason());
    m_engineNote->setVisible(!m_engineNote->text().isEmpty());
    m_lowPriority->setChecked(m_workbench.lowPriority());
    m_notify->setChecked(keptNotify(store));
}

void Preferences::setScheme(look::SchemeChoice choice) {
    m_workbench.store().setValue(schemeKey, look::toName(choice));
    look::applyScheme(*qApp, look::chosenScheme(choice, *qApp));
    show();
}

void Preferences::setScale(int percent) {
    m_workbench.store().setValue(scaleKey, std::clamp(percent, leastScale, mostScale));
    show();
}

void Preferences::setLanguageChoice(const QString& choice) {
    m_workbench.store().setValue(languageKey, choice);
    show();
    Q_EMIT languageWanted();
}

void Preferences::showShortcuts(const QString& commandId) {
    m_tabs->setCurrentWidget(m_shortcuts);
    if (!commandId.isEmpty()) m_shortcuts->selectCommand(commandId);
}

}  // namespace foldmeter::app
