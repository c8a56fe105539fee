// Every command with its keys, to be looked up and changed. Keys that another command already answers to are refused by
// name, with the choice to take them over.
#pragma once

#include <QKeySequence>
#include <QWidget>

class QKeySequenceEdit;
class QLabel;
class QLineEdit;
class QPushButton;
class QTreeWidget;

namespace foldmeter::commands {

class CommandRegistry;

class ShortcutsEditor : public QWidget {
    Q_OBJECT

public:
    explicit ShortcutsEditor(CommandRegistry& registry, QWidget* parent = nullptr);
    void selectCommand(const QString& id);
    void tryKeys(const QKeySequence& keys);   // as if typed for the selected command
    QString message() const;

private:
    void fill();
    void showSelected();
    QString selectedId() const;
    void assign(const QKeySequence& keys, bool takeOver);

    CommandRegistry& m_registry;
    QLineEdit* m_filter;
    QTreeWidget* m_tree;
    QKeySequenceEdit* m_keys;
    QPushButton *m_takeOver, *m_remove, *m_reset;
    QLabel* m_message;
    QKeySequence m_wanted;                    // refused for now because of a conflict
    bool m_filling = false;
};

}  // namespace foldmeter::commands
