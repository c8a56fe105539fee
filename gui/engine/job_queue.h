// Jobs one after the other through an engine process: what waits, what runs, what became of it. Every run is entered in
// the history when it starts and again when it is over, whatever ended it. The queue is told what happens by the
// engine's events and tells it on as signals; it never waits.
#pragma once

#include "gui/engine/engine_process.h"
#include "worker/client/job_state.h"

#include <QDateTime>

#include <functional>
#include <vector>

namespace foldmeter::history {
class History;
}

namespace foldmeter::engine {

// A job as it is handed in.
struct QueueJob {
    QString name;                     // for people
    worker::JobInput input;           // one job as text
    worker::PredictOptions options;
    worker::OutputWishes outputs;
    QString outputParent;             // empty: the history's folder of runs
    QString commandLine;              // that repeats it
    bool lowPriority = false, resume = false, overwrite = false;
    worker::LivePositions live = worker::LivePositions::FirstSample;
};

// A job in the queue. Numbers of jobs count up from 1 and are never used twice in a process.
struct QueueEntry {
    int number = 0;
    QueueJob job;
    worker::JobState state;
    QString folder;                   // where its results lie on this machine; empty until it started
    worker::RequestId request = 0;    // with the engine; 0: not asked yet
    int run = 0;                      // its number in the history; 0: not entered
    QDateTime added, began, ended;
    QString reason;                   // of failure, in words
};

class JobQueue : public QObject {
    Q_OBJECT

public:
    // `history` may be null: runs are not entered then. All must outlive the queue.
    JobQueue(EngineProcess* engine, history::History* history, QObject* parent = nullptr);
    ~JobQueue() override;

    int add(const QueueJob& job);                      // returns the entry's number
    const std::vector<QueueEntry>& entries() const;    // in the order they run; those that are over stay until cleared
    const QueueEntry* entry(int number) const;
    const QueueEntry* running() const;                 // null: none
    int waiting() const;
    bool runsOn(const EngineProcess* engine) const;    // the present job does

    void cancel(int number);                           // what is finished of it stays
    void setPaused(int number, bool paused);           // at the next step
    void moveUp(int number);                           // of those that wait
    void moveDown(int number);
    void clearFinished();                              // from the list, not from the history
    void setEngine(EngineProcess* engine);             // for jobs that start from now on

Q_SIGNALS:
    void entriesChanged();                             // added, moved, removed
    void entryChanged(int number);                     // its state
    void positionsCame(int number, const foldmeter::worker::PositionsEvent& positions);
    void atomsCame(int number, const foldmeter::worker::AtomsEvent& atoms);
    void sampleFinished(int number, const foldmeter::worker::SampleEvent& sample);
    void jobStarted(int number);
    void jobEnded(int number);                         // finished, partly, cancelled or failed

private:
    class Runner;
    std::unique_ptr<Runner> m_runner;
};

}  // namespace foldmeter::engine
