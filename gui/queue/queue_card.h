// One job of the queue: its name, how it stands in words, the live strip, the memory curve, and what can be done to it.
#pragma once

#include "gui/engine/job_queue.h"

#include <QFrame>

class QLabel;
class QToolButton;

namespace foldmeter::queue {

class LiveStrip;
class MemoryCurve;

class QueueCard : public QFrame {
    Q_OBJECT

public:
    explicit QueueCard(int number, QWidget* parent = nullptr);
    int number() const { return m_number; }
    void setEntry(const engine::QueueEntry& entry, double elapsed);
    QString text() const;                     // all words, for tests and screen readers

Q_SIGNALS:
    void pauseWanted(int number, bool paused);
    void cancelWanted(int number);
    void moveWanted(int number, bool up);
    void openWanted(int number);

private:
    QToolButton* addButton(const QString& icon, const QString& name);
    void setButtons(const engine::QueueEntry& entry);

    int m_number;
    QLabel *m_name, *m_phase, *m_place, *m_detail, *m_memoryText;
    LiveStrip* m_strip;
    MemoryCurve* m_memory;
    QToolButton *m_up, *m_down, *m_pause, *m_cancel, *m_open;
    bool m_paused = false;
};

}  // namespace foldmeter::queue
