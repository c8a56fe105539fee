// The log of what was done in this window, each line as the command it was; those with a command line can be copied as
// one, so that a session can be repeated in a shell.
#pragma once

#include <QWidget>

class QPushButton;
class QTreeWidget;

namespace foldmeter::commands {

class CommandRegistry;
struct LogLine;

class ActionLog : public QWidget {
    Q_OBJECT

public:
    explicit ActionLog(CommandRegistry& registry, QWidget* parent = nullptr);
    void copySelected() const;         // command lines of the selected lines, or of all when none is selected
    QTreeWidget* tree() const { return m_tree; }

private:
    void append(const LogLine& line);

    QTreeWidget* m_tree;
    QPushButton* m_copy;
};

}  // namespace foldmeter::commands
