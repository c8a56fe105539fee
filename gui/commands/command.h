// One thing that a person can ask the window to do: what a menu, a button, a shortcut and the command palette all start,
// and what the log keeps. A value; CommandRegistry makes the QAction of it.
#pragma once

#include <QKeySequence>
#include <QString>
#include <QUndoCommand>

#include <functional>

namespace foldmeter::commands {

struct Command {
    QString id;                                // "run.predict": stable, stored with a changed shortcut
    QString title;                             // tr("Predict")
    QString subject;                           // tr("Run"): the menu it belongs to, shown before the title in the palette
    QString icon;                              // a file of resources/icons; may be empty
    QKeySequence shortcut;                     // the default
    QString explanation;                       // tooltip when it is enabled; may be empty

    // One of these two is set. `change` makes what is done as a step that can be undone; the registry pushes it on the
    // undo stack. `run` is for what leaves nothing to undo (opening, showing, copying).
    std::function<void()> run;
    std::function<QUndoCommand*()> change;     // may return nullptr: nothing to do after all

    std::function<QString()> whyNot;           // empty function or text: enabled; else why it cannot be done now
    std::function<QString()> commandLine;      // the shell line that repeats it; empty function or text: there is none
    std::function<bool()> checked;             // set for switches: their present state
};

// A step that can be undone, from two functions. The text is what the Edit menu says after "Undo".
class Change : public QUndoCommand {
public:
    Change(const QString& text, std::function<void()> redo, std::function<void()> undo)
        : QUndoCommand(text), m_redo(std::move(redo)), m_undo(std::move(undo)) {}
    void redo() override { m_redo(); }
    void undo() override { m_undo(); }

private:
    std::function<void()> m_redo, m_undo;
};

// A changed value: `put` is called with `after` on redo and with `before` on undo.
template <typename Value>
QUndoCommand* changeOf(const QString& text, Value before, Value after, std::function<void(const Value&)> put) {
    return new Change(text, [=] { put(after); }, [=] { put(before); });
}

}  // namespace foldmeter::commands
