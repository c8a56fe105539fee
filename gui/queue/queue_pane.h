// The queue: jobs one after the other, what each does now, what became of it. The cards' buttons work on their jobs.
#pragma once

#include "gui/engine/job_queue.h"

#include <QWidget>

#include <map>

class QScrollArea;
class QTimer;
class QVBoxLayout;

namespace foldmeter::commands {
class CommandRegistry;
}
namespace foldmeter::look {
class StateStack;
}

namespace foldmeter::queue {

class QueueCard;

class QueuePane : public QWidget {
    Q_OBJECT

public:
    // Both must outlive the pane.
    QueuePane(engine::JobQueue* queue, commands::CommandRegistry* commands, QWidget* parent = nullptr);
    QueueCard* card(int number) const;        // nullptr: none

Q_SIGNALS:
    void runWanted(int run);                  // number in the history
    void exampleWanted();                     // the button of the empty pane

private:
    void addCommands(commands::CommandRegistry* registry);
    void rebuild();
    void showEntry(int number);
    void wire(QueueCard* card);
    void move(int number, bool up);

    engine::JobQueue* m_queue;
    commands::CommandRegistry* m_commands;
    std::map<int, QueueCard*> m_cards;
    look::StateStack* m_stack;
    QVBoxLayout* m_list;
    QTimer* m_clock;                          // strips grow while nothing is told
};

}  // namespace foldmeter::queue
