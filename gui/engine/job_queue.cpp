#include "gui/engine/job_queue.h"

#include "base/error.h"
#include "base/file.h"
#include "history/history.h"

#include <QPointer>
#include <QTimer>

#include <algorithm>
#include <unistd.h>

namespace foldmeter::engine {
namespace {

namespace fs = std::filesystem;
using worker::JobPhase;

QString text(const std::string& words) { return QString::fromStdString(words); }

history::RunState stateOf(JobPhase phase) {
    switch (phase) {
        case JobPhase::Finished: return history::RunState::Finished;
        case JobPhase::PartlyFinished: return history::RunState::PartlyFinished;
        case JobPhase::Cancelled: return history::RunState::Cancelled;
        default: return history::RunState::Failed;
    }
}

// A folder of that name below `parent`, or of the name with a number where it is taken.
fs::path makeOwnFolder(const fs::path& parent, const std::string& name) {
    fs::create_directories(parent);
    for (int n = 1;; ++n) {
        const fs::path folder = parent / (n == 1 ? name : name + "_" + std::to_string(n));
        if (fs::create_directory(folder)) return folder;
    }
}

bool staysInside(const fs::path& relative) {
    return relative.is_relative() && std::none_of(relative.begin(), relative.end(), [](const fs::path& part) { return part == ".."; });
}

}  // namespace

// The queue's insides: which entry runs, what the engine says about it.
class JobQueue::Runner {
public:
    Runner(JobQueue* queue, EngineProcess* engine, history::History* history) : m_queue(queue), m_history(history) { setEngine(engine); }

    std::vector<QueueEntry> entries;

    QueueEntry* find(int number) {
        const auto found = std::find_if(entries.begin(), entries.end(), [&](const QueueEntry& entry) { return entry.number == number; });
        return found == entries.end() ? nullptr : &*found;
    }
    int running() const { return m_running; }
    int nextNumber() { return ++m_lastNumber; }
    bool runsOn(const EngineProcess* engine) const { return m_running != 0 && m_busy == engine; }

    void setEngine(EngineProcess* engine) {
        m_engine = engine;
        if (!engine) return;
        QObject::connect(engine, &EngineProcess::eventCame, m_queue, [this, engine](const worker::Event& event) { hear(engine, event); });
        QObject::connect(engine, &EngineProcess::stateChanged, m_queue, [this] { startSoon(); });
    }

    // Not at once: what is told now may come from within the engine's own signals.
    void startSoon() {
        if (std::exchange(m_startPlanned, true)) return;
        QTimer::singleShot(0, m_queue, [this] {
            m_startPlanned = false;
            startNext();
        });
    }

    void cancel(QueueEntry& entry) {
        if (entry.number == m_running) {
            if (m_busy) m_busy->ask(worker::CancelRequest{entry.request});
        } else if (!isOver(entry.state.phase)) {
            entry.state.phase = JobPhase::Cancelled;
            entry.reason = tr("cancelled before it began");
            end(entry);
        }
    }

    void setPaused(QueueEntry& entry, bool paused) {
        if (isOver(entry.state.phase)) return;
        if (entry.number == m_running) {
            if (!m_busy) return;
            if (paused) m_busy->ask(worker::PauseRequest{entry.request});
            else m_busy->ask(worker::ResumeRequest{entry.request});
            return;
        }
        entry.state.phase = paused ? JobPhase::Paused : JobPhase::Waiting;
        Q_EMIT m_queue->entryChanged(entry.number);
        startSoon();
    }

private:
    void startNext() {
        if (m_running != 0 || !m_engine) return;
        const auto next = std::find_if(entries.begin(), entries.end(), [](const QueueEntry& entry) { return entry.state.phase == JobPhase::Waiting; });
        if (next == entries.end()) return;
        const bool mustRestart = m_steppedBack && !next->job.lowPriority && m_engine->processId() != 0;
        if (mustRestart) {   // a process that stepped back stays back; the next one starts when it is gone
            if (!std::exchange(m_restarting, true)) m_engine->stop(tr("started again at normal priority"));
            return;
        }
        m_restarting = false;
        ask(*next);
    }

    void ask(QueueEntry& entry) {
        const QueueJob& job = entry.job;
        const bool remote = m_engine->address().remote;
        worker::PredictRequest request{.input = job.input,
                                       .options = job.options,
                                       .outputs = job.outputs,
                                       .outputParent = remote ? std::string() : outputParent(job).string(),
                                       .commandLine = job.commandLine.toStdString(),
                                       .live = job.live,
                                       .overwrite = job.overwrite,
                                       .resume = job.resume && !remote,
                                       .sendFiles = remote,
                                       .lowPriority = job.lowPriority};
        m_running = entry.number;
        m_busy = m_engine;
        m_steppedBack = job.lowPriority;
        entry.began = QDateTime::currentDateTime();
        const int number = entry.number;
        entry.request = m_engine->ask(std::move(request));
        Q_EMIT m_queue->entryChanged(number);
    }

    fs::path outputParent(const QueueJob& job) const {
        if (!job.outputParent.isEmpty() || !m_history) return job.outputParent.toStdString();
        return m_history->runsFolder();
    }

    void hear(EngineProcess* engine, const worker::Event& event) {
        QueueEntry* entry = find(m_running);
        if (!entry || engine != m_busy || event.id != entry->request) return;
        const int number = entry->number;
        const double seconds = static_cast<double>(entry->began.msecsTo(QDateTime::currentDateTime())) * 1e-3;
        entry->state = after(std::move(entry->state), event, seconds);
        if (const auto* started = std::get_if<worker::StartedEvent>(&event.what)) begin(*entry, *started);
        if (const auto* file = std::get_if<worker::FileEvent>(&event.what)) keep(*entry, *file);
        if (isOver(entry->state.phase)) return finish(*entry);
        entry = nullptr;   // whoever hears a signal may add to the queue
        if (std::holds_alternative<worker::StartedEvent>(event.what)) Q_EMIT m_queue->jobStarted(number);
        if (const auto* positions = std::get_if<worker::PositionsEvent>(&event.what)) {
            Q_EMIT m_queue->positionsCame(number, *positions);
            return;
        }
        if (const auto* atoms = std::get_if<worker::AtomsEvent>(&event.what)) Q_EMIT m_queue->atomsCame(number, *atoms);
        if (const auto* sample = std::get_if<worker::SampleEvent>(&event.what)) Q_EMIT m_queue->sampleFinished(number, *sample);
        Q_EMIT m_queue->entryChanged(number);
    }

    void begin(QueueEntry& entry, const worker::StartedEvent& started) {
        try {
            if (m_busy->address().remote) entry.folder = text(makeOwnFolder(outputParent(entry.job), started.job).string());
            else entry.folder = text(started.folder);
            if (m_history) {
                history::RunRecord record{.title = entry.job.name.toStdString(), .created = entry.began.toSecsSinceEpoch(), .input = entry.job.input.file,
                                          .commandLine = entry.job.commandLine.toStdString(), .process = ::getpid()};
                entry.run = m_history->begin(entry.folder.toStdString(), record).number;
            }
        } catch (const std::exception& problem) {
            entry.state.warnings.push_back(problem.what());
        }
    }

    void keep(QueueEntry& entry, const worker::FileEvent& file) {
        const fs::path relative = file.path;
        if (entry.folder.isEmpty() || !staysInside(relative)) return;
        try {
            const fs::path path = fs::path(entry.folder.toStdString()) / relative;
            fs::create_directories(path.parent_path());
            writeAtomically(path, file.bytes);
        } catch (const std::exception& problem) {
            entry.state.warnings.push_back(problem.what());
        }
    }

    void finish(QueueEntry& entry) {
        m_running = 0;
        m_busy = nullptr;
        if (entry.state.failure) entry.reason = text(entry.state.failure->text);
        startSoon();
        end(entry);
    }

    void end(QueueEntry& entry) {
        entry.ended = QDateTime::currentDateTime();
        const int number = entry.number;
        try {
            if (m_history && entry.run != 0) m_history->end(entry.run, stateOf(entry.state.phase), entry.reason.toStdString());
        } catch (const std::exception& problem) {
            entry.state.warnings.push_back(problem.what());
        }
        Q_EMIT m_queue->entryChanged(number);
        Q_EMIT m_queue->jobEnded(number);
    }

    JobQueue* m_queue;
    QPointer<EngineProcess> m_engine, m_busy;
    history::History* m_history;
    int m_running = 0, m_lastNumber = 0;
    bool m_startPlanned = false, m_steppedBack = false, m_restarting = false;
};

JobQueue::JobQueue(EngineProcess* engine, history::History* history, QObject* parent)
    : QObject(parent), m_runner(std::make_unique<Runner>(this, engine, history)) {}
JobQueue::~JobQueue() = default;

int JobQueue::add(const QueueJob& job) {
    QueueEntry entry;
    entry.number = m_runner->nextNumber();
    entry.job = job;
    entry.added = QDateTime::currentDateTime();
    m_runner->entries.push_back(std::move(entry));
    const int number = m_runner->entries.back().number;
    Q_EMIT entriesChanged();
    m_runner->startSoon();
    return number;
}

const std::vector<QueueEntry>& JobQueue::entries() const { return m_runner->entries; }
const QueueEntry* JobQueue::entry(int number) const { return m_runner->find(number); }
const QueueEntry* JobQueue::running() const { return m_runner->find(m_runner->running()); }

int JobQueue::waiting() const {
    return static_cast<int>(std::count_if(entries().begin(), entries().end(),
                                          [this](const QueueEntry& entry) { return entry.number != m_runner->running() && !isOver(entry.state.phase); }));
}

bool JobQueue::runsOn(const EngineProcess* engine) const { return m_runner->runsOn(engine); }

void JobQueue::cancel(int number) {
    if (QueueEntry* entry = m_runner->find(number)) m_runner->cancel(*entry);
}

void JobQueue::setPaused(int number, bool paused) {
    if (QueueEntry* entry = m_runner->find(number)) m_runner->setPaused(*entry, paused);
}

void JobQueue::moveUp(int number) {
    auto& all = m_runner->entries;
    const auto place = std::find_if(all.begin(), all.end(), [&](const QueueEntry& entry) { return entry.number == number; });
    if (place == all.end() || place == all.begin() || place->request != 0 || (place - 1)->request != 0) return;
    std::iter_swap(place - 1, place);
    Q_EMIT entriesChanged();
}

void JobQueue::moveDown(int number) {
    auto& all = m_runner->entries;
    const auto place = std::find_if(all.begin(), all.end(), [&](const QueueEntry& entry) { return entry.number == number; });
    if (place == all.end() || place + 1 == all.end() || place->request != 0) return;
    std::iter_swap(place, place + 1);
    Q_EMIT entriesChanged();
}

void JobQueue::clearFinished() {
    if (std::erase_if(m_runner->entries, [](const QueueEntry& entry) { return isOver(entry.state.phase); }) > 0) Q_EMIT entriesChanged();
}

void JobQueue::setEngine(EngineProcess* engine) {
    m_runner->setEngine(engine);
    m_runner->startSoon();
}

}  // namespace foldmeter::engine
