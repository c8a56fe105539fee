#include "gui/app/workbench.h"

#include "base/error.h"

#include <QSettings>

namespace foldmeter::app {
namespace {

const QString engineKey = QStringLiteral("engine/address");
const QString priorityKey = QStringLiteral("engine/low_priority");

}  // namespace

Workbench::Workbench(QSettings& store, const std::filesystem::path& historyFolder, QObject* parent)
    : QObject(parent), m_store(store), m_folder(historyFolder), m_commands(&store) {
    try {
        m_history = std::make_unique<history::History>(historyFolder);
    } catch (const Error& problem) {
        m_historyProblem = QString::fromUtf8(problem.what());
    }
    m_engine = std::make_unique<engine::EngineProcess>(engine::EngineAddress::fromText(engineText()));
    m_queue = std::make_unique<engine::JobQueue>(m_engine.get(), m_history.get());
    wireEngine();
}

Workbench::~Workbench() {
    disconnect(m_engine.get(), nullptr, this, nullptr);   // the end of the process is no news any more
    if (m_answers) disconnect(m_answers.get(), nullptr, this, nullptr);
    m_queue.reset();
    m_answers.reset();
    m_engine.reset();
}

void Workbench::wireEngine() {
    connect(m_engine.get(), &engine::EngineProcess::eventCame, this, [this, engine = m_engine.get()](const worker::Event& event) { takeEvent(engine, event); });
    connect(m_engine.get(), &engine::EngineProcess::stateChanged, this, &Workbench::engineChanged);
    connect(m_queue.get(), &engine::JobQueue::jobEnded, this, &Workbench::restAnswers, Qt::UniqueConnection);
}

// An engine does one thing after the other. While it predicts, a second process answers, so that the next job can be
// planned; it goes when the queue rests.
Workbench::Question Workbench::ask(decltype(worker::Request::what) what) {
    engine::EngineProcess* asked = m_engine.get();
    if (m_queue->running()) {
        if (!m_answers) {
            m_answers = std::make_unique<engine::EngineProcess>(m_engine->address());
            connect(m_answers.get(), &engine::EngineProcess::eventCame, this, [this, engine = m_answers.get()](const worker::Event& event) { takeEvent(engine, event); });
        }
        asked = m_answers.get();
    }
    return {asked, asked->ask(std::move(what))};
}

void Workbench::speak() {
    m_engine->speak();
    if (m_answers) m_answers->speak();
    if (m_devices) askDevices();   // what it says of the machine is in words
}

void Workbench::restAnswers() {
    if (!m_answers || m_queue->running() || m_queue->waiting() > 0) return;
    if (m_planQuestion.asked == m_answers.get() || m_devicesQuestion.asked == m_answers.get()) return;   // it answers still
    m_answers->stop(tr("not needed any more"));
}

void Workbench::takeEvent(engine::EngineProcess* engine, const worker::Event& event) {
    if (m_devicesQuestion.isAnsweredBy(engine, event)) {
        const auto* devices = std::get_if<worker::DevicesEvent>(&event.what);
        if (!devices && !std::holds_alternative<worker::RefusedEvent>(event.what)) return;
        m_devicesQuestion = {};
        if (devices) {
            m_devices = *devices;
            Q_EMIT devicesChanged();
        }
        return restAnswers();
    }
    if (!m_planQuestion.isAnsweredBy(engine, event)) return;
    const auto* plan = std::get_if<worker::PlanEvent>(&event.what);
    const auto* refused = std::get_if<worker::RefusedEvent>(&event.what);
    const auto* failed = std::get_if<worker::FailedEvent>(&event.what);
    if (!plan && !refused && !failed) return;
    m_planQuestion = {};
    if (plan) Q_EMIT planned(*plan);
    if (refused) Q_EMIT planRefused(QString::fromStdString(refused->text));
    if (failed) Q_EMIT planRefused(QString::fromStdString(failed->text));
    restAnswers();
}

MachineOffer Workbench::offer() const {
    MachineOffer offer;
    if (!m_devices) return offer;
    offer.gpu = !m_devices->gpus.empty();
    offer.cudnn = offer.gpu && m_devices->gpuNote.empty();
    offer.gpuNote = m_devices->gpuNote;
    return offer;
}

void Workbench::askDevices(bool measure) { m_devicesQuestion = ask(worker::DevicesRequest{measure}); }

void Workbench::askPlan(const worker::JobInput& input, const worker::PredictOptions& options) {
    m_planQuestion = ask(worker::PlanRequest{input, options});
}

QString Workbench::engineText() const { return m_store.value(engineKey).toString(); }

void Workbench::setEngineText(const QString& text) {
    if (text == engineText()) return;
    m_store.setValue(engineKey, text);
    auto next = std::make_unique<engine::EngineProcess>(engine::EngineAddress::fromText(text));
    m_queue->setEngine(next.get());
    m_devicesQuestion = m_planQuestion = {};
    if (m_answers) retire(std::move(m_answers));
    std::swap(m_engine, next);
    retire(std::move(next));
    wireEngine();
    m_devices.reset();
    Q_EMIT engineChanged();
    askDevices();
}

// It may still run a job: it ends after that, unwaited for, and goes when its process has ended.
void Workbench::retire(std::unique_ptr<engine::EngineProcess> retired) {
    engine::EngineProcess* old = retired.release();
    disconnect(old, nullptr, this, nullptr);
    old->setParent(this);
    connect(old, &engine::EngineProcess::stateChanged, old, [old](engine::EngineProcess::State state) {
        if (state == engine::EngineProcess::State::Off || state == engine::EngineProcess::State::Lost) old->deleteLater();
    });
    const auto end = [old] {
        if (old->processId() == 0) old->deleteLater();
        else old->stop(tr("another engine was chosen"));
    };
    if (m_queue->runsOn(old)) connect(m_queue.get(), &engine::JobQueue::jobEnded, old, end);
    else end();
}

bool Workbench::lowPriority() const { return m_store.value(priorityKey, false).toBool(); }
void Workbench::setLowPriority(bool low) { m_store.setValue(priorityKey, low); }

}  // namespace foldmeter::app
