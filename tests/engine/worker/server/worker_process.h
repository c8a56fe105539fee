// A real engine process to ask and to listen to.
#pragma once

#include "support/test_main.h"

#include "base/error.h"
#include "worker/protocol/message.h"

#include <QElapsedTimer>
#include <QProcess>

#include <functional>

namespace foldmeter::test {

class WorkerProcess {
public:
    explicit WorkerProcess(const QStringList& options = {}) {
        m_process.start(QString::fromStdString(programPath("foldmeter")), QStringList{"worker"} + options);
        m_process.waitForStarted();
    }
    ~WorkerProcess() {
        m_process.kill();
        m_process.waitForFinished();
    }

    worker::RequestId ask(decltype(worker::Request::what) what) {
        write(toBytes(worker::Request{++m_last, std::move(what)}));
        return m_last;
    }
    void write(const std::string& bytes) {
        m_process.write(bytes.data(), static_cast<qint64>(bytes.size()));
        m_process.waitForBytesWritten(1000);
    }

    // Listens until an event pleases; it is the last of events(). False when the time is over.
    bool until(const std::function<bool(const worker::Event&)>& pleases, int seconds = 60) {
        QElapsedTimer timer;
        timer.start();
        while (timer.elapsed() < seconds * 1000) {
            while (const auto message = m_reader.next()) {
                m_events.push_back(worker::toEvent(*message));
                if (pleases(m_events.back())) return true;
            }
            if (m_process.waitForReadyRead(50)) m_reader.feed(m_process.readAllStandardOutput().toStdString());
            else if (m_process.state() == QProcess::NotRunning) return false;
        }
        return false;
    }
    template <typename Kind> const Kind* answer(worker::RequestId id, int seconds = 60) {
        const bool came = until([id](const worker::Event& event) { return event.id == id && std::holds_alternative<Kind>(event.what); }, seconds);
        return came ? &std::get<Kind>(m_events.back().what) : nullptr;
    }
    // All of a job's events of one kind so far.
    template <typename Kind> std::vector<Kind> told(worker::RequestId id) const {
        std::vector<Kind> found;
        for (const worker::Event& event : m_events)
            if (event.id == id && std::holds_alternative<Kind>(event.what)) found.push_back(std::get<Kind>(event.what));
        return found;
    }
    QProcess& process() { return m_process; }
    const std::vector<worker::Event>& events() const { return m_events; }

private:
    QProcess m_process;
    worker::MessageReader m_reader;
    std::vector<worker::Event> m_events;
    worker::RequestId m_last = 0;
};

inline worker::JobInput exampleInput(const std::string& name) { return {.text = {}, .file = sourcePath("resources/examples/" + name + ".json")}; }

inline std::vector<std::uint32_t> seedsTo(std::uint32_t last) {
    std::vector<std::uint32_t> seeds;
    for (std::uint32_t seed = 1; seed <= last; ++seed) seeds.push_back(seed);
    return seeds;
}

}  // namespace foldmeter::test
