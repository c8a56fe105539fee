#include "gui/engine/engine_process.h"

#include "base/message.h"
#include "worker/client/client.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QProcess>
#include <QTimer>

namespace foldmeter::engine {
namespace {

constexpr qsizetype mostErrorText = 4096;

QString text(const std::string& words) { return QString::fromStdString(words); }

}  // namespace

EngineAddress EngineAddress::local() { return {{}, false, EngineProcess::tr("this machine")}; }

EngineAddress EngineAddress::fromText(const QString& given) {
    QStringList words = QProcess::splitCommand(given.trimmed());
    if (words.isEmpty()) return local();
    if (words.size() == 1 && !QFileInfo(words.first()).isExecutable()) words = {QStringLiteral("ssh"), QStringLiteral("-T"), words.first(), QStringLiteral("foldmeter"), QStringLiteral("worker")};
    return {words, true, given.trimmed()};
}

// The process and the conversation with it.
class EngineProcess::Connection {
public:
    Connection(EngineAddress address, EngineProcess* owner) : m_owner(owner), m_address(std::move(address)) {
        QObject::connect(&m_process, &QProcess::readyReadStandardOutput, owner, [this] { read(); });
        QObject::connect(&m_process, &QProcess::readyReadStandardError, owner, [this] {
            m_errorText = (m_errorText + m_process.readAllStandardError()).right(mostErrorText);
        });
        QObject::connect(&m_process, &QProcess::errorOccurred, owner, [this](QProcess::ProcessError error) {
            if (error == QProcess::FailedToStart) lose(tr("The engine could not be started: %1").arg(m_process.errorString()));
        });
        QObject::connect(&m_process, &QProcess::finished, owner, [this](int code, QProcess::ExitStatus status) { ended(code, status); });
    }

    void start() {
        if (m_process.state() != QProcess::NotRunning) return;
        QStringList command = m_address.command;
        if (command.isEmpty()) command = {QCoreApplication::applicationDirPath() + QStringLiteral("/foldmeter"), QStringLiteral("worker")};
        m_client = std::make_unique<worker::Client>("foldmeter-workbench");
        m_errorText.clear();
        m_reason.clear();
        m_stopReason.clear();
        m_base = m_last;
        change(State::Starting);
        m_process.start(command.first(), command.mid(1), QIODevice::ReadWrite);
        if (m_address.remote) speak();   // a process of this machine has it in its environment
    }

    worker::RequestId ask(decltype(worker::Request::what) what) {
        start();
        // A client counts from 1 for each process; outside, numbers go on.
        shift(what);
        const worker::RequestId id = m_base + m_client->ask(std::move(what));
        m_last = std::max(m_last, id);
        flush();
        return id;
    }

    void speak() {
        if (m_process.state() == QProcess::NotRunning) return;   // the next one is told when it starts
        m_last = std::max(m_last, m_base + m_client->ask(worker::LanguageRequest{std::string(codeOf(language()))}));
        flush();
    }

    void stop(const QString& reason) {
        if (m_process.state() == QProcess::NotRunning) return;
        m_stopReason = reason;
        m_client->ask(worker::ShutdownRequest{true});
        flush();
        m_process.closeWriteChannel();
        QTimer::singleShot(gracePeriod, m_owner, [this, process = m_process.processId()] {
            if (m_process.processId() == process) m_process.kill();
        });
    }

    // For the end of the window: the worker sees its input end and stops at the next step; it is not waited for longer.
    void leave() {
        m_process.disconnect(m_owner);
        if (m_process.state() == QProcess::NotRunning) return;
        m_process.closeWriteChannel();
        if (!m_process.waitForFinished(leavePeriod)) m_process.kill();
        m_process.waitForFinished(leavePeriod);
    }

    const EngineAddress& address() const { return m_address; }
    State state() const { return m_state; }
    const QString& reason() const { return m_reason; }
    qint64 processId() const { return m_process.processId(); }

private:
    static constexpr int gracePeriod = 3000, leavePeriod = 500;   // milliseconds

    void shift(decltype(worker::Request::what)& what) const {
        std::visit(
            [this](auto& wish) {
                if constexpr (requires { wish.job; }) wish.job -= std::min(wish.job, m_base);
            },
            what);
    }

    void flush() {
        const std::string bytes = m_client->takeOutput();
        if (!bytes.empty()) m_process.write(bytes.data(), static_cast<qint64>(bytes.size()));
    }

    void read() {
        const QByteArray bytes = m_process.readAllStandardOutput();
        tell(m_client->feed({bytes.constData(), static_cast<std::size_t>(bytes.size())}));
        if (m_state == State::Starting && m_client->greeted()) change(State::Ready);
        if (m_client->broken().empty() || m_process.state() == QProcess::NotRunning) return;
        m_stopReason = text(m_client->broken());
        m_process.kill();
    }

    void tell(std::vector<worker::Event> events) {
        const worker::RequestId base = m_base;   // whoever hears of a lost process may start the next one
        for (worker::Event& event : events) {
            if (event.id != 0) event.id += base;
            Q_EMIT m_owner->eventCame(event);
        }
    }

    QString endText(int code, QProcess::ExitStatus status) const {
        QString said = QString::fromLocal8Bit(m_errorText).trimmed();
        if (said.isEmpty()) said = text(m_client->strayText()).trimmed();
        const QString last = said.isEmpty() ? QString() : tr(" It said last: %1").arg(said.section(QLatin1Char('\n'), -3));
        if (status == QProcess::CrashExit) return tr("The engine process was ended from outside or crashed; the system may have run out of memory.") + last;
        return tr("The engine process ended with code %1.").arg(code) + last;
    }

    void ended(int code, QProcess::ExitStatus status) {
        read();   // what it wrote last
        if (!m_stopReason.isEmpty()) return lose(m_stopReason, State::Off);
        lose(endText(code, status));
    }

    void lose(const QString& reason, State state = State::Lost) {
        m_reason = reason;
        const auto open = m_client->ended(reason.toStdString());
        change(state);
        tell(open);
    }

    void change(State state) {
        if (state == m_state) return;
        m_state = state;
        Q_EMIT m_owner->stateChanged(state);
    }

    EngineProcess* m_owner;
    EngineAddress m_address;
    QProcess m_process;
    std::unique_ptr<worker::Client> m_client;
    State m_state = State::Off;
    QString m_reason, m_stopReason;
    QByteArray m_errorText;
    worker::RequestId m_base = 0, m_last = 0;
};

EngineProcess::EngineProcess(EngineAddress address, QObject* parent) : QObject(parent), m_connection(std::make_unique<Connection>(std::move(address), this)) {}
EngineProcess::~EngineProcess() { m_connection->leave(); }

const EngineAddress& EngineProcess::address() const { return m_connection->address(); }
EngineProcess::State EngineProcess::state() const { return m_connection->state(); }
QString EngineProcess::reason() const { return m_connection->reason(); }
qint64 EngineProcess::processId() const { return m_connection->processId(); }
worker::RequestId EngineProcess::ask(decltype(worker::Request::what) what) { return m_connection->ask(std::move(what)); }
void EngineProcess::start() { m_connection->start(); }
void EngineProcess::speak() { m_connection->speak(); }
void EngineProcess::stop(const QString& reason) { m_connection->stop(reason); }

}  // namespace foldmeter::engine
