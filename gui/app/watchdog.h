// Watches the event loop: how long the window could not answer, and what it was busy with. Built into debug builds and
// tests; a stall is reported once, with the last object that got an event. Frames of a GL view have a limit of their own.
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QString>

#include <vector>

namespace foldmeter::app {

struct Stall {
    double milliseconds = 0;
    double worked = 0;             // milliseconds of it in which this thread computed: the rest it waited or was not let run
    QString busyWith;              // class and name of the objects served, longest first
    bool drewGl = false;
};

class Watchdog : public QObject {
    Q_OBJECT

public:
    explicit Watchdog(QObject* parent = nullptr);   // watches the thread it is made in

    static constexpr double limit = 50, glLimit = 300;   // milliseconds
    const std::vector<Stall>& stalls() const { return m_stalls; }
    double longest() const { return m_longest; }         // milliseconds, GL frames excluded
    void forget();

Q_SIGNALS:
    void stalled(const QString& text);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void began();
    void ended();
    void closeStep();

    QElapsedTimer m_busy, m_step;
    double m_workedBefore = 0;
    bool m_running = false, m_drewGl = false;
    QString m_serving;
    QString m_worst;
    double m_worstTime = 0;
    std::vector<Stall> m_stalls;
    double m_longest = 0;
};

}  // namespace foldmeter::app
