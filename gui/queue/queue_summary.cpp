#include "gui/queue/queue_summary.h"

#include "gui/look/icons.h"
#include "gui/look/theme.h"
#include "gui/queue/memory_curve.h"
#include "gui/queue/queue_words.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace foldmeter::gui {
namespace {

QToolButton* smallButton(const QString& icon, const QString& name) {
    auto* button = new QToolButton;
    button->setIcon(look::icon(icon));
    button->setAutoRaise(true);
    button->setToolTip(name);
    button->setAccessibleName(name);
    return button;
}

}  // namespace

QueueSummary::QueueSummary(engine::JobQueue* queue, QWidget* parent) : QWidget(parent), m_queue(queue), m_words(new QLabel), m_memory(new QLabel) {
    setAccessibleName(tr("Queue"));
    m_pause = smallButton(QStringLiteral("pause"), tr("Hold"));
    m_cancel = smallButton(QStringLiteral("cancel"), tr("Cancel; finished samples are kept"));
    look::setMuted(m_memory);
    m_words->setTextFormat(Qt::PlainText);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(look::grid, 0, look::grid, 0);
    layout->setSpacing(look::grid);
    layout->addWidget(m_words);
    layout->addWidget(m_pause);
    layout->addWidget(m_cancel);
    layout->addStretch();
    layout->addWidget(m_memory);
    connect(queue, &engine::JobQueue::entriesChanged, this, &QueueSummary::show);
    connect(queue, &engine::JobQueue::entryChanged, this, &QueueSummary::show);
    connect(m_pause, &QToolButton::clicked, this, [this] {
        if (const auto* entry = m_queue->running()) m_queue->setPaused(entry->number, entry->state.phase != worker::JobPhase::Paused);
    });
    connect(m_cancel, &QToolButton::clicked, this, [this] {
        if (const auto* entry = m_queue->running()) m_queue->cancel(entry->number);
    });
    show();
}

void QueueSummary::show() {
    const engine::QueueEntry* entry = m_queue->running();
    m_pause->setVisible(entry);
    m_cancel->setVisible(entry);
    m_memory->setText(entry ? memoryText(entry->state.memory) : QString());
    if (!entry) {
        m_words->setText(m_queue->waiting() > 0 ? tr("%1 jobs held").arg(m_queue->waiting()) : tr("No job runs"));
        return;
    }
    const bool paused = entry->state.phase == worker::JobPhase::Paused;
    m_pause->setIcon(look::icon(paused ? QStringLiteral("predict") : QStringLiteral("pause")));
    m_pause->setToolTip(paused ? tr("Go on") : tr("Hold"));
    m_pause->setAccessibleName(m_pause->toolTip());
    QStringList parts{paused ? phaseText(*entry) : placeText(entry->state), leftText(entry->state)};
    if (m_queue->waiting() > 0) parts << tr("%1 more wait").arg(m_queue->waiting());
    parts.removeAll(QString());
    m_words->setText(tr("%1: %2").arg(entry->job.name, parts.join(QStringLiteral(", "))));
}

QString QueueSummary::text() const { return m_words->text(); }

void QueueSummary::mouseReleaseEvent(QMouseEvent*) { Q_EMIT queueWanted(); }

}  // namespace foldmeter::gui
