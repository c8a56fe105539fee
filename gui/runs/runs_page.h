// The history: every run that was made here, by windows and command lines, as a table that is searched and sorted, with
// the details of the one that is chosen. What people change (titles, tags, notes, deletion) can be undone.
#pragma once

#include "gui/runs/run_again.h"
#include "history/run.h"

#include <QWidget>

#include <functional>
#include <vector>

class QComboBox;
class QLabel;
class QLineEdit;
class QSortFilterProxyModel;
class QTableView;
class QTimer;

namespace foldmeter::commands {
class CommandRegistry;
}
namespace foldmeter::history {
class History;
}
namespace foldmeter::look {
class NoteBar;
class StateStack;
}

namespace foldmeter::runs {

class RunDetails;
class RunsModel;

class RunsPage : public QWidget {
    Q_OBJECT

public:
    // Both must outlive the page.
    RunsPage(history::History* history, commands::CommandRegistry* commands, QWidget* parent = nullptr);

    void reload();                                    // now; by itself it looks every two seconds while it is seen
    void importFolder(const QString& folder);
    void choose(int number);
    std::vector<int> chosen() const;                  // numbers of the selected rows
    QTableView* table() const { return m_table; }
    QLineEdit* search() const { return m_search; }
    RunDetails* details() const { return m_details; }
    QString note() const;

Q_SIGNALS:
    void runWanted(int number);                       // to be opened
    void runAgainWanted(const foldmeter::runs::RunAgain& wish);
    void compareWanted(const std::vector<int>& numbers);
    void revealWanted(const QString& folder);         // told after the file browser was asked
    void exampleWanted();
    void runsChanged();                               // by whichever process

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    QWidget* makeBar();
    QWidget* makeTable();
    void addColumnMenu();
    void wireDetails();
    void addCommands(commands::CommandRegistry* registry);
    void addRunCommands(commands::CommandRegistry* registry);
    void showDetails();
    void reveal();
    void chooseFolderToImport();
    QString whyNotOne() const;
    const history::Run* one() const;                  // the only chosen run, else nullptr
    // Does it, tells a failure in the bar above the table.
    void guarded(const std::function<void()>& work);
    // A change of the history as a step that can be undone.
    void change(const QString& text, std::function<void()> redo, std::function<void()> undo);
    void removeChosen();

    history::History* m_history;
    commands::CommandRegistry* m_commands;
    RunsModel* m_model;
    QSortFilterProxyModel* m_sorted;
    QTableView* m_table;
    QLineEdit* m_search;
    QComboBox* m_which;
    QLabel* m_count;
    look::NoteBar* m_note;
    look::StateStack *m_stack, *m_detailsStack;
    RunDetails* m_details;
    QTimer* m_clock;
    std::int64_t m_revision = -1;
};

}  // namespace foldmeter::runs
