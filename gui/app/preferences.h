// What a person sets once: colours, scale, where the engine runs, priority, notifications, shortcuts. Takes effect at
// once, except the scale, which the next start takes (a button restarts).
#pragma once

#include "base/message.h"
#include "gui/look/theme.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSettings;
class QTabWidget;

namespace foldmeter::commands {
class ShortcutsEditor;
}

namespace foldmeter::app {

class Workbench;

constexpr int leastScale = 100, mostScale = 300, scaleStep = 25;   // per cent

// Kept values, with the defaults where nothing is kept.
look::SchemeChoice keptScheme(const QSettings& store);
int keptScale(const QSettings& store);
Language keptLanguage(const QSettings& store);   // the system's until one is chosen
bool scaleWasChosen(const QSettings& store);
bool keptNotify(const QSettings& store);

class Preferences : public QWidget {
    Q_OBJECT

public:
    explicit Preferences(Workbench& workbench, QWidget* parent = nullptr);

    void setScheme(look::SchemeChoice choice);          // keeps it and puts it on; not a step of its own
    void setScale(int percent);                         // keeps it for the next start
    void setLanguageChoice(const QString& choice);      // "" (the system), "en", "zh"; the window is made anew
    void showShortcuts(const QString& commandId = {});

Q_SIGNALS:
    void restartWanted();
    void languageWanted();                    // another language was chosen
    void notifyChanged(bool on);

private:
    QWidget* makeLook();
    QWidget* makeEngine();
    void show();

    Workbench& m_workbench;
    QComboBox *m_scheme, *m_scale, *m_language;
    QLabel* m_scaleNote;
    QPushButton* m_restart;
    QLineEdit* m_engine;
    QLabel* m_engineNote;
    QCheckBox *m_lowPriority, *m_notify;
    QTabWidget* m_tabs;
    commands::ShortcutsEditor* m_shortcuts;
};

}  // namespace foldmeter::app
