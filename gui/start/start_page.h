// The first page: bundled examples with what they show, recent runs, a place to drop files, what this machine offers.
// From the first start to the first structure it is one click.
#pragma once

#include "gui/start/example_list.h"
#include "history/run.h"
#include "worker/protocol/events.h"

#include <QScrollArea>

#include <set>
#include <vector>

class QBoxLayout;
class QGridLayout;
class QLabel;
class QListWidget;

namespace foldmeter::look {
class StateStack;
}

namespace foldmeter::start {

class ExampleCard;
class MachinePanel;

class StartPage : public QScrollArea {
    Q_OBJECT

public:
    explicit StartPage(std::vector<Example> examples, QWidget* parent = nullptr);

    void setRuns(const std::vector<history::Run>& runs);          // newest first
    void setRunning(const std::set<QString>& jobs);               // names of jobs that run or wait
    MachinePanel* machine() const { return m_machine; }
    const std::vector<ExampleCard*>& cards() const { return m_cards; }
    QListWidget* recent() const { return m_recent; }

Q_SIGNALS:
    void predictWanted(const QString& file);                      // an example, now
    void openWanted(const QString& file);                         // in the job editor
    void watchWanted(const QString& job);                         // a job that runs
    void runWanted(int number);
    void chooseFile();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    QWidget* makeExamples(std::vector<Example> examples);
    QWidget* makeSide();
    void arrange();
    void wire(ExampleCard* card);

    std::vector<ExampleCard*> m_cards;
    QBoxLayout* m_halves = nullptr;                               // examples, and what is one's own beside or below them
    QGridLayout* m_grid = nullptr;
    QListWidget* m_recent = nullptr;
    look::StateStack* m_recentStack = nullptr;
    MachinePanel* m_machine = nullptr;
    std::set<QString> m_running;
    int m_columns = 0;
};

}  // namespace foldmeter::start
