#include "gui/queue/finish_notice.h"

#include "gui/look/icons.h"
#include "gui/queue/queue_words.h"

#include <QApplication>
#include <QSystemTrayIcon>
#include <QTimer>
#include <QWidget>

namespace foldmeter::queue {

FinishNotice::FinishNotice(engine::JobQueue* queue, std::function<bool()> isWatched, QObject* parent)
    : QObject(parent), m_queue(queue), m_isWatched(std::move(isWatched)) {
    connect(queue, &engine::JobQueue::jobEnded, this, &FinishNotice::ended);
}

FinishNotice::~FinishNotice() = default;

void FinishNotice::ended(int number) {
    const engine::QueueEntry* entry = m_queue->entry(number);
    if (!m_enabled || !entry || !entry->began.isValid() || m_isWatched()) return;
    if (static_cast<double>(entry->began.msecsTo(entry->ended)) * 1e-3 < m_leastSeconds) return;
    const QString text = endText(*entry);
    m_last = number;
    Q_EMIT told(number, text);
    for (QWidget* window : QApplication::topLevelWidgets())
        if (window->isVisible()) QApplication::alert(window);
    if (!QSystemTrayIcon::isSystemTrayAvailable()) return;
    if (!m_tray) {
        m_tray = new QSystemTrayIcon(look::icon(QStringLiteral("workbench")), this);
        connect(m_tray, &QSystemTrayIcon::messageClicked, this, [this] { Q_EMIT clicked(m_last); });
    }
    m_tray->show();   // a message needs the icon; both go again
    m_tray->showMessage(tr("Foldmeter"), text, look::icon(QStringLiteral("workbench")));
    constexpr int shown = 15000;   // milliseconds
    QTimer::singleShot(shown, m_tray, [this] { m_tray->hide(); });
}

}  // namespace foldmeter::queue
