// The queue in one line for the status bar: the running job, where it is, how long it will take, its memory, and the two
// buttons one needs without looking for them.
#pragma once

#include "gui/engine/job_queue.h"

#include <QWidget>

class QLabel;
class QToolButton;

namespace foldmeter::gui {

class QueueSummary : public QWidget {
    Q_OBJECT

public:
    explicit QueueSummary(engine::JobQueue* queue, QWidget* parent = nullptr);
    QString text() const;

Q_SIGNALS:
    void queueWanted();                       // the line was clicked

protected:
    void mouseReleaseEvent(QMouseEvent* event) override;

private:
    void show();

    engine::JobQueue* m_queue;
    QLabel *m_words, *m_memory;
    QToolButton *m_pause, *m_cancel;
};

}  // namespace foldmeter::gui
