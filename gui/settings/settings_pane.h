// How to predict: model, recycles, steps and samples, the compile settings with their named presets, and the options as
// a command line to copy. Holds the worker's PredictOptions; what is left open is the model's recommendation.
#pragma once

#include "gui/settings/presets.h"
#include "settings/descriptions.h"
#include "worker/protocol/requests.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSettings;
class QSpinBox;
class QVBoxLayout;

namespace foldmeter::commands {
class CommandRegistry;
}

namespace foldmeter::settings {

class SettingsForm;

class SettingsPane : public QWidget {
    Q_OBJECT

public:
    // `store` keeps presets and the last options; it must outlive the pane.
    SettingsPane(commands::CommandRegistry& registry, QSettings& store, QWidget* parent = nullptr);

    worker::PredictOptions options() const;              // without seeds: those are the job's
    void setOptions(const worker::PredictOptions& options);
    void setOffer(const MachineOffer& offer);
    void choosePreset(const QString& name);              // a step that can be undone
    void keepPreset(const QString& name);
    SettingsForm* form() const { return m_form; }

    // "--model X --recycles 3 --precision bf16": what the options add to `foldmeter predict INPUT`.
    QString optionsText() const;

Q_SIGNALS:
    void changed();

private:
    QWidget* makePresetRow();
    QWidget* makeSizes();
    QWidget* makeCommandLine();
    QSpinBox* makeCount(const QString& name, int least, int most);
    void fillPresets();
    void editOptions(const QString& said);
    void followPreset();
    void remember();
    worker::PredictOptions readSizes() const;

    commands::CommandRegistry& m_registry;
    QSettings& m_store;
    PresetStore m_presets;
    worker::PredictOptions m_sizes;                      // its settings are the form's
    SettingsForm* m_form;
    QComboBox* m_preset;
    QPushButton *m_keep, *m_removePreset;
    QLineEdit* m_model;
    QSpinBox *m_recycles, *m_steps, *m_samples, *m_msaRows;
    QLineEdit* m_line;
    bool m_showing = false;
};

// The options as they stand on a command line.
QString toCommandLine(const worker::PredictOptions& options);

}  // namespace foldmeter::settings
