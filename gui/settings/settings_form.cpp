#include "gui/settings/settings_form.h"

#include "base/error.h"
#include "gui/commands/registry.h"
#include "gui/look/theme.h"
#include "gui/settings/setting_editor.h"

#include <QGridLayout>
#include <QLabel>

#include <algorithm>

namespace foldmeter::settings {
namespace {

QString text(const std::string& words) { return QString::fromStdString(words); }

std::string valueOf(const CompileSettings& settings, std::string_view name) {
    for (const auto& [key, value] : settings.toPairs())
        if (key == name) return value;
    throw InternalError("no compile setting " + std::string(name));
}

QLabel* heading(const QString& words) {
    auto* label = new QLabel(words);
    look::setTextSize(label, look::TextSize::Heading, true);
    label->setContentsMargins(0, look::grid, 0, 0);
    return label;
}

}  // namespace

SettingsForm::SettingsForm(commands::CommandRegistry& registry, QWidget* parent) : QWidget(parent), m_registry(registry) {
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(2 * look::grid, 0, 2 * look::grid, 2 * look::grid);
    grid->setHorizontalSpacing(2 * look::grid);
    grid->setVerticalSpacing(look::grid / 2);
    grid->setColumnStretch(1, 1);
    bool first = true;
    SettingSubject subject{};
    for (const SettingDescription& setting : settingDescriptions()) {
        if (first || setting.subject != subject) grid->addWidget(heading(text(titleOf(setting.subject))), grid->rowCount(), 0, 1, 2);
        first = false;
        subject = setting.subject;
        addRow(grid, setting);
    }
    grid->setRowStretch(grid->rowCount(), 1);
    grid->setColumnMinimumWidth(0, labelWidth());
    show();
}

int SettingsForm::labelWidth() const {
    int widest = 0;
    for (const Row& row : m_rows) {
        QFont bold = row.label->font();
        bold.setBold(true);
        widest = std::max(widest, QFontMetrics(bold).horizontalAdvance(row.label->text()));
    }
    return widest;
}

void SettingsForm::addRow(QGridLayout* grid, const SettingDescription& setting) {
    Row row{new QLabel(text(labelOf(setting))), new SettingEditor(setting), new QLabel};
    const QString help = text(helpOf(setting)) + QStringLiteral("\n--%1").arg(text(std::string(setting.name)));
    row.label->setToolTip(help);
    row.label->setBuddy(row.editor);
    row.editor->setToolTip(help);
    row.note->setWordWrap(true);
    look::setTextSize(row.note, look::TextSize::Small);
    look::setMuted(row.note);
    const int at = grid->rowCount();
    grid->addWidget(row.label, at, 0);
    grid->addWidget(row.editor, at, 1);
    grid->addWidget(row.note, at + 1, 0, 1, 2);
    m_rows.push_back(row);
    const std::size_t index = m_rows.size() - 1;
    connect(row.editor, &SettingEditor::edited, this, [this, index] { take(m_rows[index]); });
}

void SettingsForm::take(Row& row) {
    const SettingDescription& setting = row.editor->setting();
    CompileSettings after = m_settings;
    try {
        after.set(std::string(setting.name), row.editor->value());
    } catch (const InputError& problem) {
        return setNote(row, text(problem.what()));
    }
    if (after.toPairs() == m_settings.toPairs()) return setNote(row, {});
    const QString said = tr("%1: %2").arg(text(labelOf(setting)), text(valueOf(after, setting.name)));
    m_registry.push(commands::changeOf<CompileSettings>(said, m_settings, after, [this](const CompileSettings& s) { setSettings(s); }));
}

void SettingsForm::setSettings(const CompileSettings& settings) {
    m_settings = settings;
    show();
    Q_EMIT changed();
}

void SettingsForm::setOffer(const MachineOffer& offer) {
    m_offer = offer;
    for (Row& row : m_rows) {
        row.editor->setOffer(offer);
        setNote(row, {});
    }
}

void SettingsForm::show() {
    for (Row& row : m_rows) {
        const std::string name(row.editor->setting().name);
        const std::string value = valueOf(m_settings, name);
        row.editor->setValue(value);
        QFont font = row.label->font();
        font.setBold(value != valueOf(CompileSettings(), name));
        row.label->setFont(font);
        setNote(row, {});
    }
}

QString SettingsForm::notOffered(const SettingDescription& setting) const {
    QStringList words;
    QString reason;
    for (const SettingValue& value : setting.values) {
        const std::string why = whyNotOffered(value, m_offer);
        if (why.empty()) continue;
        words << text(labelOf(setting, value.value));
        if (reason.isEmpty()) reason = text(why);
    }
    return words.isEmpty() ? QString() : tr("Not here: %1 (%2)").arg(words.join(QStringLiteral(", ")), reason);
}

void SettingsForm::setNote(Row& row, const QString& problem) {
    const QString said = problem.isEmpty() ? notOffered(row.editor->setting()) : problem;
    row.note->setForegroundRole(problem.isEmpty() ? QPalette::PlaceholderText : QPalette::WindowText);
    row.note->setText(said);
    row.note->setVisible(!said.isEmpty());
}

const SettingsForm::Row& SettingsForm::row(std::string_view name) const {
    const auto found = std::find_if(m_rows.begin(), m_rows.end(), [&](const Row& r) { return r.editor->setting().name == name; });
    check(found != m_rows.end(), "no row for the setting " + std::string(name));
    return *found;
}

SettingEditor* SettingsForm::editor(std::string_view name) const { return row(name).editor; }
QString SettingsForm::note(std::string_view name) const { return row(name).note->text(); }
bool SettingsForm::isBold(std::string_view name) const { return row(name).label->font().bold(); }

}  // namespace foldmeter::settings
