// The queue in one line of the status bar: what runs, how far it is, how long it will take, pause and cancel, memory.
#pragma once

#include <QWidget>

class QLabel;
class QProgressBar;
class QToolButton;

namespace foldmeter::engine {
class JobQueue;
struct QueueEntry;
}

namespace foldmeter::app {

class QueueLine : public QWidget {
    Q_OBJECT

public:
    QueueLine(engine::JobQueue& queue, QWidget* parent = nullptr);
    void setButtons(QAction* pause, QAction* cancel);
    QString text() const;

private:
    void show();

    engine::JobQueue& m_queue;
    QLabel *m_words, *m_memory;
    QProgressBar* m_progress;
    QToolButton *m_pause, *m_cancel;
};

// "insulin, seed 2 of 5, step 71/200, 38.0 s left"; "insulin, code generation"; empty without an entry.
QString described(const engine::QueueEntry& entry);

}  // namespace foldmeter::app
