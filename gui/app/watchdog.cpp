#include "gui/app/watchdog.h"

#include <QAbstractEventDispatcher>
#include <QCoreApplication>
#include <QEvent>
#include <QMetaEnum>
#include <QWidget>

#include <ctime>

namespace foldmeter::app {
namespace {

QString nameOf(const QObject* object, QEvent::Type type) {
    const char* event = QMetaEnum::fromType<QEvent::Type>().valueToKey(type);
    QString text = QString::fromLatin1(object->metaObject()->className());
    if (!object->objectName().isEmpty()) text += QStringLiteral(" “%1”").arg(object->objectName());
    return text + QStringLiteral(", ") + QString::fromLatin1(event ? event : "custom event");
}

// Whatever is painted in a window with a GL view, the window is put together by GL.
bool isComposedByGl(const QObject* watched) {
    const auto* widget = qobject_cast<const QWidget*>(watched);
    if (!widget) return false;
    for (const QWidget* view : widget->window()->findChildren<QWidget*>())
        if (view->inherits("QOpenGLWidget") && view->isVisible()) return true;
    return false;
}

// Milliseconds this thread has computed.
double worked() {
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) * 1e-6;
}

}  // namespace

Watchdog::Watchdog(QObject* parent) : QObject(parent) {
    QAbstractEventDispatcher* dispatcher = QAbstractEventDispatcher::instance();
    connect(dispatcher, &QAbstractEventDispatcher::awake, this, &Watchdog::began);
    connect(dispatcher, &QAbstractEventDispatcher::aboutToBlock, this, &Watchdog::ended);
    QCoreApplication::instance()->installEventFilter(this);
}

void Watchdog::began() {
    if (m_running) ended();
    m_running = true;
    m_drewGl = false;
    m_serving.clear();
    m_worst.clear();
    m_worstTime = 0;
    m_workedBefore = worked();
    m_busy.start();
    m_step.start();
}

void Watchdog::closeStep() {
    const double took = static_cast<double>(m_step.nsecsElapsed()) * 1e-6;
    if (!m_serving.isEmpty() && took > m_worstTime) {
        m_worstTime = took;
        m_worst = m_serving;
    }
    m_step.start();
}

void Watchdog::ended() {
    if (!m_running) return;
    m_running = false;
    const double took = static_cast<double>(m_busy.nsecsElapsed()) * 1e-6;
    if (!m_drewGl && took > m_longest) m_longest = took;
    if (took <= (m_drewGl ? glLimit : limit)) return;
    closeStep();
    m_stalls.push_back({took, worked() - m_workedBefore, m_worst, m_drewGl});
    Q_EMIT stalled(QStringLiteral("the window could not answer for %1 ms; longest: %2").arg(took, 0, 'f', 0).arg(m_worst));
}

void Watchdog::forget() {
    m_stalls.clear();
    m_longest = 0;
}

bool Watchdog::eventFilter(QObject* watched, QEvent* event) {
    if (!m_running) return false;
    closeStep();
    m_serving = nameOf(watched, event->type());
    if (event->type() == QEvent::Paint && isComposedByGl(watched)) m_drewGl = true;
    return false;
}

}  // namespace foldmeter::app
