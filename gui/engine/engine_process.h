// The engine as the window knows it: `foldmeter worker` in a process of its own, found beside the window's executable,
// or on another machine behind a command such as `ssh machine foldmeter worker`. Requests go in as values, events come
// out as signals; nothing here waits. When the process ends unasked, the jobs it had are failed with the reason, and the
// next request starts it again.
#pragma once

#include "worker/protocol/events.h"

#include <QObject>
#include <QStringList>

#include <memory>

namespace foldmeter::engine {

// How an engine is reached.
struct EngineAddress {
    QStringList command;      // program and its arguments; empty: foldmeter worker beside this executable
    bool remote = false;      // another disk: results are sent
    QString name;             // for people: "this machine", "ssh cluster"
    static EngineAddress local();
    // "machine" or a whole command line; the words as a shell would split them. Empty text is the local engine.
    static EngineAddress fromText(const QString& text);
};

class EngineProcess : public QObject {
    Q_OBJECT

public:
    enum class State { Off, Starting, Ready, Lost };   // Lost: could not be started, or ended unasked
    Q_ENUM(State)

    explicit EngineProcess(EngineAddress address, QObject* parent = nullptr);
    ~EngineProcess() override;                         // asks the process to end and gives it a moment

    const EngineAddress& address() const;
    State state() const;
    QString reason() const;                            // why it was lost
    qint64 processId() const;                          // of the local end; 0: none

    // Starts the process when there is none. The number is that of the events to come.
    worker::RequestId ask(decltype(worker::Request::what) what);
    void start();                                      // ahead of the first request
    // What the process says from now on is in the program's language, about a job that runs as well.
    void speak();
    // Ends the process (it cancels what it does); jobs still open are failed with `reason`.
    void stop(const QString& reason);

Q_SIGNALS:
    void eventCame(const foldmeter::worker::Event& event);
    void stateChanged(foldmeter::engine::EngineProcess::State state);

private:
    class Connection;
    std::unique_ptr<Connection> m_connection;
};

}  // namespace foldmeter::engine

Q_DECLARE_METATYPE(foldmeter::worker::Event)
