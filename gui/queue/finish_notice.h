// Tells the desktop when a long run is over and nobody is looking.
#pragma once

#include "gui/engine/job_queue.h"

#include <functional>

class QSystemTrayIcon;

namespace foldmeter::queue {

class FinishNotice : public QObject {
    Q_OBJECT

public:
    // `isWatched`: whether a person has the window before them.
    FinishNotice(engine::JobQueue* queue, std::function<bool()> isWatched, QObject* parent = nullptr);
    ~FinishNotice() override;
    void setLeastSeconds(double seconds) { m_leastSeconds = seconds; }   // shorter runs are not told; 30 at first
    void setEnabled(bool enabled) { m_enabled = enabled; }

Q_SIGNALS:
    void told(int number, const QString& text);
    void clicked(int number);

private:
    void ended(int number);

    engine::JobQueue* m_queue;
    std::function<bool()> m_isWatched;
    QSystemTrayIcon* m_tray = nullptr;
    double m_leastSeconds = 30;
    int m_last = 0;
    bool m_enabled = true;
};

}  // namespace foldmeter::queue
