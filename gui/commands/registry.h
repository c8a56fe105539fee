// All commands of one window: makes their actions, keeps their shortcuts (with conflicts named) and the log of what was
// done, and holds the undo stack. Panes add their commands when they are made; menus, palette and buttons take the
// actions from here.
#pragma once

#include "gui/commands/command.h"

#include <QDateTime>
#include <QObject>

#include <map>
#include <vector>

class QAction;
class QSettings;
class QUndoStack;

namespace foldmeter::commands {

// One line of the log.
struct LogLine {
    QDateTime time;
    QString id, text;          // text: "Run: Predict", "Undo: Rename run"
    QString commandLine;       // as it was when the command ran; may be empty
};

class CommandRegistry : public QObject {
    Q_OBJECT

public:
    // `settings`: where changed shortcuts are kept; must outlive the registry. nullptr: they are not kept.
    explicit CommandRegistry(QSettings* settings = nullptr, QObject* parent = nullptr);
    ~CommandRegistry() override;

    // The action's shortcut works in the window of `context`, or only while `context` has the focus when `focused`.
    QAction* add(Command command, QWidget* context = nullptr, bool focused = false);
    void remove(const QString& id);

    QAction* action(const QString& id) const;          // nullptr: no such command
    const Command* command(const QString& id) const;
    std::vector<QString> ids() const;                  // in the order they were added
    QString fullTitle(const QString& id) const;        // "Run: Predict"

    bool invoke(const QString& id);                    // false: unknown or not possible now
    QString whyNot(const QString& id) const;           // empty: possible now
    QString commandLine(const QString& id) const;
    void refresh();                                    // asks every whyNot and checked again; call after changes of state

    // Pushes a change that came from a gesture rather than a command (dragging, typing); it is logged all the same.
    void push(QUndoCommand* change, const QString& commandLine = {});
    QUndoStack* undoStack() const { return m_undoStack; }

    QKeySequence shortcut(const QString& id) const;
    // Commands that could answer to the same keys as `id` with `keys`, within the same window or focus.
    std::vector<QString> conflicts(const QString& id, const QKeySequence& keys) const;
    void setShortcut(const QString& id, const QKeySequence& keys);
    void resetShortcut(const QString& id);

    const std::vector<LogLine>& log() const { return m_log; }

Q_SIGNALS:
    void logged(const foldmeter::commands::LogLine& line);
    void changed();                                    // commands were added or removed, or their state asked again

private:
    struct Entry {
        Command command;
        QAction* action = nullptr;
        QWidget* context = nullptr;
        bool focused = false;
    };

    void show(Entry& entry);
    void write(const QString& id, const QString& text, const QString& commandLine);
    void followUndoStack();

    QSettings* m_settings;
    QUndoStack* m_undoStack;
    std::map<QString, Entry> m_entries;
    std::vector<QString> m_order;
    std::vector<LogLine> m_log;
    int m_undoIndex = 0;
    bool m_pushing = false;
};

}  // namespace foldmeter::commands
