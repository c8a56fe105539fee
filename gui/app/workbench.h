// What all pages of a window share: the commands with their undo stack, the one selection, the engine process, the queue
// of jobs, the history of runs, the store of what is remembered. Made once in main and handed down.
#pragma once

#include "gui/commands/registry.h"
#include "gui/commands/shared_selection.h"
#include "gui/engine/engine_process.h"
#include "gui/engine/job_queue.h"
#include "history/history.h"
#include "settings/descriptions.h"

#include <QObject>

#include <memory>
#include <optional>

class QSettings;

namespace foldmeter::app {

class Workbench : public QObject {
    Q_OBJECT

public:
    // `store` must outlive the workbench. The history lies in `historyFolder`; when it cannot be used the window works
    // without one and historyProblem() says why.
    Workbench(QSettings& store, const std::filesystem::path& historyFolder, QObject* parent = nullptr);
    ~Workbench() override;

    QSettings& store() const { return m_store; }
    commands::CommandRegistry& commands() { return m_commands; }
    commands::SharedSelection& selection() { return m_selection; }
    engine::EngineProcess& engine() { return *m_engine; }
    engine::JobQueue& queue() { return *m_queue; }
    const engine::EngineProcess* answers() const { return m_answers.get(); }   // null until it was needed
    history::History* history() const { return m_history.get(); }
    const std::filesystem::path& folder() const { return m_folder; }   // of the history and of what is kept beside it
    const QString& historyProblem() const { return m_historyProblem; }

    // What the engine's machine offers; absent until it has answered.
    const std::optional<worker::DevicesEvent>& devices() const { return m_devices; }
    MachineOffer offer() const;
    void askDevices(bool measure = false);
    // The program's language has changed: the engine's processes follow.
    void speak();

    // What a job would take; the answer comes as planned() or planRefused(), that of earlier questions is dropped.
    void askPlan(const worker::JobInput& input, const worker::PredictOptions& options);

    // "ssh machine" or nothing for this machine; kept in the store.
    void setEngineText(const QString& text);
    QString engineText() const;
    bool lowPriority() const;
    void setLowPriority(bool low);

Q_SIGNALS:
    void devicesChanged();
    void engineChanged();                                  // another engine, or its state
    void planned(const foldmeter::worker::PlanEvent& plan);
    void planRefused(const QString& text);

private:
    // A request and the process that was asked: numbers of two processes may be the same.
    struct Question {
        engine::EngineProcess* asked = nullptr;
        worker::RequestId number = 0;
        bool isAnsweredBy(const engine::EngineProcess* engine, const worker::Event& event) const { return engine == asked && event.id == number; }
    };
    Question ask(decltype(worker::Request::what) what);
    void takeEvent(engine::EngineProcess* engine, const worker::Event& event);
    void wireEngine();
    void restAnswers();
    void retire(std::unique_ptr<engine::EngineProcess> engine);

    QSettings& m_store;
    std::filesystem::path m_folder;
    commands::CommandRegistry m_commands;
    commands::SharedSelection m_selection;
    std::unique_ptr<history::History> m_history;
    QString m_historyProblem;
    std::unique_ptr<engine::EngineProcess> m_engine;
    std::unique_ptr<engine::JobQueue> m_queue;
    std::optional<worker::DevicesEvent> m_devices;
    std::unique_ptr<engine::EngineProcess> m_answers;   // answers questions while the engine predicts
    Question m_devicesQuestion, m_planQuestion;
};

}  // namespace foldmeter::app
