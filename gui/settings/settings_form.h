// A form for all compile settings, made from their descriptions. What differs from the default stands in bold; what this
// machine does not offer is shown and says why; an unfit value is named in place and the last fit one stays in force.
#pragma once

#include "settings/descriptions.h"

#include <QWidget>

#include <vector>

class QGridLayout;
class QLabel;

namespace foldmeter::commands {
class CommandRegistry;
}

namespace foldmeter::settings {

class SettingEditor;

class SettingsForm : public QWidget {
    Q_OBJECT

public:
    // Edits become steps on the registry's undo stack.
    explicit SettingsForm(commands::CommandRegistry& registry, QWidget* parent = nullptr);

    const CompileSettings& settings() const { return m_settings; }
    void setSettings(const CompileSettings& settings);     // not a step of its own; tells changed()
    void setOffer(const MachineOffer& offer);

    SettingEditor* editor(std::string_view name) const;
    QString note(std::string_view name) const;             // what stands under a setting: a problem or what is not offered
    bool isBold(std::string_view name) const;
    int labelWidth() const;                                // of the widest label, bold: forms beside this one align to it

Q_SIGNALS:
    void changed();

private:
    struct Row {
        QLabel* label;
        SettingEditor* editor;
        QLabel* note;
    };

    void addRow(QGridLayout* grid, const SettingDescription& setting);
    void take(Row& row);
    void show();
    void setNote(Row& row, const QString& problem);
    QString notOffered(const SettingDescription& setting) const;
    const Row& row(std::string_view name) const;

    commands::CommandRegistry& m_registry;
    CompileSettings m_settings;
    MachineOffer m_offer;
    std::vector<Row> m_rows;
};

}  // namespace foldmeter::settings
