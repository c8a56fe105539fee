// The control for one compile setting: a box for words, a number, a size, a folder. Reads and writes the value as the
// option spells it, so that the form needs to know no setting by name.
#pragma once

#include "settings/descriptions.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QLineEdit;
class QSpinBox;

namespace foldmeter::settings {

class SettingEditor : public QWidget {
    Q_OBJECT

public:
    explicit SettingEditor(const SettingDescription& setting, QWidget* parent = nullptr);

    const SettingDescription& setting() const { return m_setting; }
    std::string value() const;
    void setValue(const std::string& value);              // no signal
    void setOffer(const MachineOffer& offer);             // disables values the machine lacks and says why on each
    // For tests and commands: as if the person had chosen it.
    void choose(const std::string& value);

Q_SIGNALS:
    void edited();                                        // by the person; value() may be unfit while typing

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void makeWords();
    void makeText(const QString& placeholder);
    void makeFolder();
    void makeCount();
    void makeSeconds();
    void showListField();

    const SettingDescription& m_setting;
    QComboBox* m_words = nullptr;
    QLineEdit* m_text = nullptr;                          // own sizes, bytes, folder
    QSpinBox* m_count = nullptr;
    QDoubleSpinBox* m_seconds = nullptr;
};

}  // namespace foldmeter::settings
