// The command palette: type a few letters of any command, Enter runs it. Shows shortcut, the reason when it cannot be
// done now, and copies the command line that repeats it (Ctrl+C). Lies over its parent, never blocks it.
#pragma once

#include <QFrame>

class QLabel;
class QLineEdit;
class QListWidget;

namespace foldmeter::commands {

class CommandRegistry;

class CommandPalette : public QFrame {
    Q_OBJECT

public:
    CommandPalette(CommandRegistry& registry, QWidget* parent);
    void open();                       // empties the field, lists all commands, takes the focus
    void close();

    QLineEdit* field() const { return m_field; }
    QListWidget* list() const { return m_list; }
    QString currentId() const;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void fill();
    void runCurrent();
    void describeCurrent();
    void place();

    CommandRegistry& m_registry;
    QLineEdit* m_field;
    QListWidget* m_list;
    QLabel* m_about;
    QWidget* m_focusBefore = nullptr;
};

}  // namespace foldmeter::commands
