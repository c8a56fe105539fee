#include "gui/app/queue_line.h"

#include "gui/engine/job_queue.h"
#include "gui/look/numbers.h"
#include "gui/look/theme.h"

#include <QAction>
#include <QCoreApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QToolButton>

namespace foldmeter::app {
namespace {

QString stageWords(const std::string& stage) {
    if (stage == "featurise") return QueueLine::tr("featurising");
    if (stage == "load") return QueueLine::tr("loading weights");
    if (stage == "trace") return QueueLine::tr("tracing");
    if (stage == "optimize") return QueueLine::tr("optimisation");
    if (stage == "codegen") return QueueLine::tr("code generation");
    if (stage == "autotune") return QueueLine::tr("autotuning");
    if (stage == "execute") return QueueLine::tr("executing");
    if (stage == "write") return QueueLine::tr("writing");
    return QString::fromStdString(stage);
}

QString placeWords(const worker::ProgressEvent& progress) {
    QString place;
    if (progress.seeds > 1) place = QueueLine::tr("seed %1 of %2").arg(progress.seedIndex + 1).arg(progress.seeds);
    QString step;
    if (progress.stage == "trunk") step = QueueLine::tr("recycle %1/%2").arg(progress.done).arg(progress.total);
    if (progress.stage == "denoise") step = QueueLine::tr("step %1/%2").arg(progress.done).arg(progress.total);
    if (progress.stage == "confidence") step = QueueLine::tr("confidence of sample %1/%2").arg(progress.done).arg(progress.total);
    QStringList parts{place, step};
    parts.removeAll(QString());
    return parts.join(QStringLiteral(", "));
}

}  // namespace

QString described(const engine::QueueEntry& entry) {
    const worker::JobState& state = entry.state;
    QStringList parts{entry.job.name};
    if (state.phase == worker::JobPhase::Paused) parts << QueueLine::tr("paused");
    const bool executing = state.stages.empty() || state.stages.back().stage == "execute";
    if (!executing) parts << stageWords(state.stages.back().stage);
    if (state.progress) {
        if (executing) parts << placeWords(*state.progress);
        if (state.progress->secondsLeft) parts << QueueLine::tr("%1 left").arg(look::duration(*state.progress->secondsLeft));
    }
    parts.removeAll(QString());
    return parts.join(QStringLiteral(", "));
}

QueueLine::QueueLine(engine::JobQueue& queue, QWidget* parent)
    : QWidget(parent), m_queue(queue), m_words(new QLabel), m_memory(new QLabel), m_progress(new QProgressBar), m_pause(new QToolButton), m_cancel(new QToolButton) {
    m_progress->setRange(0, 1000);
    m_progress->setTextVisible(false);
    m_progress->setFixedSize(16 * look::grid, look::grid);
    m_progress->setAccessibleName(tr("Progress of the running job"));
    for (QToolButton* button : {m_pause, m_cancel}) button->setAutoRaise(true);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(look::grid, 0, look::grid, 0);
    layout->setSpacing(look::grid);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_words, m_progress, m_pause, m_cancel, m_memory}) layout->addWidget(widget);
    connect(&queue, &engine::JobQueue::entriesChanged, this, &QueueLine::show);
    connect(&queue, &engine::JobQueue::entryChanged, this, &QueueLine::show);
    show();
}

void QueueLine::setButtons(QAction* pause, QAction* cancel) {
    m_pause->setDefaultAction(pause);
    m_cancel->setDefaultAction(cancel);
}

void QueueLine::show() {
    const engine::QueueEntry* running = m_queue.running();
    const int waiting = m_queue.waiting();
    for (QWidget* widget : std::initializer_list<QWidget*>{m_progress, m_pause, m_cancel, m_memory}) widget->setVisible(running);
    if (!running) {
        m_words->setText(waiting > 0 ? tr("Queue: %n job(s) wait", nullptr, waiting) : tr("Nothing runs"));
        return;
    }
    QString words = described(*running);
    if (waiting > 0) words += tr("; %n more", nullptr, waiting);
    m_words->setText(words);
    const auto& state = running->state;
    m_progress->setValue(state.progress ? static_cast<int>(1000 * state.progress->fraction) : 0);
    if (state.memory.empty()) return m_memory->setText({});
    const auto& memory = state.memory.back();
    m_memory->setText(tr("%1 of %2").arg(look::bytes(memory.bytes), look::bytes(memory.bytes + memory.availableBytes)));
    m_memory->setToolTip(tr("Memory of the engine, of what it could have"));
}

QString QueueLine::text() const { return m_words->text(); }

}  // namespace foldmeter::app
