#include "gui/app/workbench.h"

#include "base/error.h"

#include <QSettings>

namespace foldmeter::app {
namespace {

const QString engineKey = QStringLiteral("engine/address");
const QString priorityKey = QStringLiteral("engine/low_priority");

}  // namespace

Workbench::Workbench(QSettings& store, const std::filesystem::path& historyFolder, QObject* parent)
    : QObject(parent), m_store(store), m_commands(&store) {
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
    m_queue.reset();
    m_engine.reset();
}

void Workbench::wireEngine() {
    connect(m_engine.get(), &engine::EngineProcess::eventCame, this, &Workbench::takeEvent);
    connect(m_engine.get(), &engine::EngineProcess::stateChanged, this, &Workbench::engineChanged);
}

void Workbench::takeEvent(const worker::Event& event) {
    if (event.id == m_devicesQuestion) {
        if (const auto* devices = std::get_if<worker::DevicesEvent>(&event.what)) {
            m_devices = *devices;
            Q_EMIT devicesChanged();
        }
        return;
    }
    if (event.id != m_planQuestion) return;
    if (const auto* plan = std::get_if<worker::PlanEvent>(&event.what)) Q_EMIT planned(*plan);
    if (const auto* refused = std::get_if<worker::RefusedEvent>(&event.what)) Q_EMIT planRefused(QString::fromStdString(refused->text));
    if (const auto* failed = std::get_if<worker::FailedEvent>(&event.what)) Q_EMIT planRefused(QString::fromStdString(failed->text));
}

MachineOffer Workbench::offer() const {
    MachineOffer offer;
    if (!m_devices) return offer;
    offer.gpu = !m_devices->gpus.empty();
    offer.cudnn = offer.gpu && m_devices->gpuNote.empty();
    offer.gpuNote = m_devices->gpuNote;
    return offer;
}

void Workbench::askDevices(bool measure) { m_devicesQuestion = m_engine->ask(worker::DevicesRequest{measure}); }

void Workbench::askPlan(const worker::JobInput& input, const worker::PredictOptions& options) {
    m_planQuestion = m_engine->ask(worker::PlanRequest{input, options});
}

QString Workbench::engineText() const { return m_store.value(engineKey).toString(); }

void Workbench::setEngineText(const QString& text) {
    if (text == engineText()) return;
    m_store.setValue(engineKey, text);
    auto next = std::make_unique<engine::EngineProcess>(engine::EngineAddress::fromText(text));
    m_queue->setEngine(next.get());
    disconnect(m_engine.get(), nullptr, this, nullptr);
    // The old one may still run a job: it is kept until that is over, then goes.
    engine::EngineProcess* old = m_engine.release();
    old->setParent(this);
    m_engine = std::move(next);
    connect(m_queue.get(), &engine::JobQueue::jobEnded, old, &QObject::deleteLater);
    if (!m_queue->running()) old->deleteLater();
    wireEngine();
    m_devices.reset();
    Q_EMIT engineChanged();
    askDevices();
}

bool Workbench::lowPriority() const { return m_store.value(priorityKey, false).toBool(); }
void Workbench::setLowPriority(bool low) { m_store.setValue(priorityKey, low); }

}  // namespace foldmeter::app
