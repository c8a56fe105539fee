#include "gui/queue/live_strip.h"

#include "gui/look/numbers.h"
#include "gui/look/theme.h"
#include "gui/queue/queue_words.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace foldmeter::queue {

std::vector<StripPart> stripParts(const worker::JobState& state, double elapsed) {
    std::vector<StripPart> parts;
    for (std::size_t i = 0; i < state.stages.size(); ++i) {
        const double end = i + 1 < state.stages.size() ? state.stages[i + 1].seconds : std::max(elapsed, state.stages[i].seconds);
        parts.push_back({state.stages[i].stage, state.stages[i].seconds, end});
    }
    const bool known = !isOver(state.phase) && state.progress && state.progress->secondsLeft;
    if (known && !parts.empty()) parts.push_back({"", parts.back().end, parts.back().end + *state.progress->secondsLeft});
    return parts;
}

LiveStrip::LiveStrip(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Stages"));
}

QSize LiveStrip::sizeHint() const { return {30 * look::grid, 2 * look::grid}; }

double LiveStrip::total() const { return m_parts.empty() ? 0 : std::max(m_parts.back().end, 1e-3); }

void LiveStrip::setState(const worker::JobState& state, double elapsed) {
    m_parts = stripParts(state, elapsed);
    if (!state.progress) {
        m_seeds.clear();
        m_seedIndex = -1;
    } else if (state.progress->seedIndex > m_seedIndex && !isOver(state.phase)) {
        m_seedIndex = state.progress->seedIndex;
        m_seeds.push_back(elapsed);
    }
    QStringList said;
    for (const StripPart& part : m_parts)
        if (!part.stage.empty()) said << stageTitle(part.stage) + QLatin1Char(' ') + look::duration(part.end - part.begin);
    setAccessibleDescription(said.join(QStringLiteral(", ")));
    update();
}

void LiveStrip::paintEvent(QPaintEvent*) {
    const look::Theme& theme = look::themeOf(this);
    QPainter painter(this);
    painter.fillRect(rect(), theme.panel);
    if (m_parts.empty()) return;
    const double scale = width() / total();
    for (const StripPart& part : m_parts) {
        const QRectF place(part.begin * scale, 0, std::max(1.0, (part.end - part.begin) * scale), height());
        if (part.stage.empty()) painter.fillRect(place, QBrush(theme.line, Qt::BDiagPattern));
        else painter.fillRect(place, look::stageColour(theme, part.stage));
    }
    painter.setPen(theme.window);
    const double narrowest = 3;   // seeds closer than this are not told apart
    double last = -narrowest;
    for (std::size_t i = 1; i < m_seeds.size(); ++i) {
        const double x = m_seeds[i] * scale;
        if (x - last < narrowest) continue;
        painter.drawLine(QPointF(x, 0), QPointF(x, height()));
        last = x;
    }
}

bool LiveStrip::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip || m_parts.empty()) return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const double seconds = help->pos().x() / (width() / total());
    for (const StripPart& part : m_parts) {
        if (seconds > part.end) continue;
        const QString name = part.stage.empty() ? tr("to come") : stageTitle(part.stage);
        QToolTip::showText(help->globalPos(), tr("%1: %2").arg(name, look::duration(part.end - part.begin)), this);
        return true;
    }
    return QWidget::event(event);
}

}  // namespace foldmeter::queue
