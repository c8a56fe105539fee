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
    history::History* history() const { return m_history.get(); }
    const QString& historyProblem() const { return m_historyProblem; }

    // What the engine's machine offers; absent until it has answered.
    const std::optional<worker::DevicesEvent>& devices() const { return m_devices; }
    MachineOffer offer() const;
    void askDevices(bool measure = false);

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
    void takeEvent(const worker::Event& event);
    void wireEngine();

    QSettings& m_store;
    commands::CommandRegistry m_commands;
    commands::SharedSelection m_selection;
    std::unique_ptr<history::History> m_history;
    QString m_historyProblem;
    std::unique_ptr<engine::EngineProcess> m_engine;
    std::unique_ptr<engine::JobQueue> m_queue;
    std::optional<worker::DevicesEvent> m_devices;
    worker::RequestId m_devicesQuestion = 0, m_planQuestion = 0;
};

}  // namespace foldmeter::app
