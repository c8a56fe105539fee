// How the timeline is drawn: rows by RowPainter, and over them the ruler, marks, the measured range, flows, the cursor and
// the help on the keys.
#include "gui/look/numbers.h"
#include "gui/look/theme.h"
#include "gui/timeline/row_painter.h"
#include "gui/timeline/timeline_metrics.h"
#include "gui/timeline/timeline_view.h"

#include <QPainter>
#include <QPainterPath>
#include <QScrollBar>

#include <algorithm>
#include <array>
#include <cmath>

namespace foldmeter::gui {

using namespace timeline_metrics;

namespace {

constexpr int mostFlows = 60;   // arrows drawn at once; more would hide what they join

QString duration(std::int64_t nanoseconds) { return look::duration(static_cast<double>(nanoseconds) * 1e-9); }

// From the end of a span to the start of another one, with a head.
void drawArrow(QPainter& painter, const QPointF& from, const QPointF& to) {
    const double reach = std::max(24.0, std::abs(to.x() - from.x()) / 2);
    QPainterPath path(from);
    path.cubicTo(from + QPointF(reach, 0), to - QPointF(reach, 0), to);
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(path);
    painter.setBrush(painter.pen().color());
    painter.drawPolygon(QPolygonF({to, to + QPointF(-7, -3.5), to + QPointF(-7, 3.5)}));
}

}  // namespace

void TimelineView::paint(QPainter& painter) const {
    const look::Theme& theme = look::themeOf(this);
    painter.setFont(look::font(look::TextSize::Small));
    painter.fillRect(viewport()->rect(), theme.window);
    if (m_list) {
        paintLines(painter, theme);
        paintRuler(painter, theme);
        paintFound(painter, theme);
        paintMarks(painter, theme);
        paintMeasure(painter, theme);
        paintFlows(painter, theme);
        paintCursor(painter, theme);
    }
    if (m_keysShown) paintKeys(painter, theme);
}

void TimelineView::paintLines(QPainter& painter, const look::Theme& theme) const {
    int sticky = -1;
    const int first = rulerHeight + m_pinnedHeight;
    for (const Line& line : m_lines) {
        const int top = topOf(line, false);
        if (line.isHeader() && top <= first) sticky = line.group;
        if (top + line.height <= first || top >= viewport()->height()) continue;
        if (line.isHeader()) paintHeader(painter, theme, line.group, top);
        else paintLine(painter, theme, line, top);
    }
    if (sticky >= 0) paintHeader(painter, theme, sticky, first);
    if (m_pinnedLines.empty()) return;
    painter.fillRect(0, rulerHeight, viewport()->width(), m_pinnedHeight, theme.window);
    for (const Line& line : m_pinnedLines) paintLine(painter, theme, line, topOf(line, true));
    painter.setPen(QPen(theme.accent, 1));
    painter.drawLine(0, first - 1, viewport()->width(), first - 1);
}

void TimelineView::paintLine(QPainter& painter, const look::Theme& theme, const Line& line, int top) const {
    const TrackGroup& group = m_list->groups[static_cast<std::size_t>(line.group)];
    const RowPainter rows{*m_list, m_scale, theme, m_selected};
    const QRect box(gutter, top + 1, viewport()->width() - gutter, line.height - 2);
    painter.save();
    painter.setClipRect(box);
    if (line.counter >= 0) rows.paintCounter(painter, group.counters[static_cast<std::size_t>(line.counter)], box);
    else rows.paintLane(painter, group.rows[static_cast<std::size_t>(line.row)].lane, box, true);
    painter.restore();
    paintName(painter, theme, line, top);
}

void TimelineView::paintName(QPainter& painter, const look::Theme& theme, const Line& line, int top) const {
    const TrackGroup& group = m_list->groups[static_cast<std::size_t>(line.group)];
    const bool isPinned = std::find(m_pinned.begin(), m_pinned.end(), keyOf(line)) != m_pinned.end();
    QString name;
    if (line.counter >= 0) {
        const CounterRow& counter = group.counters[static_cast<std::size_t>(line.counter)];
        name = tr("%1, up to %2").arg(counter.name, counter.unit == QLatin1String("B") ? look::bytes(static_cast<std::int64_t>(counter.greatest)) : look::number(counter.greatest));
    } else {
        name = group.rows[static_cast<std::size_t>(line.row)].name;
    }
    if (isPinned) {   // a dot: this row is pinned
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.accent);
        painter.drawEllipse(QPointF(5, top + line.height / 2.0), 2.5, 2.5);
        if (name.isEmpty()) name = keyOf(line).second;
    }
    painter.setPen(theme.text);
    const QRect text(10, top, gutter - 18, line.height);
    if (line.counter >= 0) painter.drawText(text, Qt::AlignVCenter | Qt::TextWordWrap, name);
    else painter.drawText(text, Qt::AlignVCenter, painter.fontMetrics().elidedText(name, Qt::ElideMiddle, text.width()));
    painter.setPen(theme.line);
    if (!name.isEmpty()) painter.drawLine(0, top, gutter - 1, top);
    painter.drawLine(gutter - 1, top, gutter - 1, top + line.height);
}

void TimelineView::paintHeader(QPainter& painter, const look::Theme& theme, int group, int top) const {
    const QRect box(0, top, viewport()->width(), headerHeight);
    const TrackGroup& shown = m_list->groups[static_cast<std::size_t>(group)];
    painter.fillRect(box, theme.panel);
    painter.setPen(theme.line);
    painter.drawLine(box.bottomLeft(), box.bottomRight());
    painter.setPen(theme.muted);
    const QFont font = painter.font();
    painter.setFont(look::font(look::TextSize::Small, true));
    painter.drawText(box.adjusted(8, 0, -8, 0), Qt::AlignVCenter, (m_folded.contains(shown.name) ? QStringLiteral("▸ ") : QStringLiteral("▾ ")) + shown.name);
    painter.setFont(font);
}

void TimelineView::paintRuler(QPainter& painter, const look::Theme& theme) const {
    painter.fillRect(0, 0, viewport()->width(), rulerHeight, theme.panel);
    painter.setPen(theme.line);
    painter.drawLine(0, rulerHeight - 1, viewport()->width(), rulerHeight - 1);
    painter.setPen(theme.muted);
    painter.drawText(QRect(8, 0, gutter - 16, rulerHeight), Qt::AlignVCenter, tr("%1 in view").arg(duration(m_scale.to - m_scale.from)));
    for (const Tick& tick : ticksOf(m_scale, m_list->start)) {
        const double x = gutter + m_scale.pixel(tick.time);
        painter.drawLine(QPointF(x, rulerHeight - 6), QPointF(x, rulerHeight - 1));
        painter.drawText(QRectF(x + 3, 0, 86, rulerHeight - 4), Qt::AlignVCenter, tick.label);
    }
}

// A stroke in the ruler for every pixel column in which something found begins.
void TimelineView::paintFound(QPainter& painter, const look::Theme& theme) const {
    if (m_found.empty()) return;
    const auto startsBefore = [&](int span, std::int64_t time) { return m_list->span(span).start < time; };
    for (auto at = std::lower_bound(m_found.begin(), m_found.end(), m_scale.from, startsBefore); at != m_found.end() && m_list->span(*at).start < m_scale.to;) {
        const double x = std::floor(m_scale.pixel(m_list->span(*at).start));
        painter.fillRect(QRectF(gutter + x, rulerHeight - 5, 2, 5), theme.warning);
        at = std::lower_bound(at + 1, m_found.end(), m_scale.time(x + 2), startsBefore);
    }
}

void TimelineView::paintMarks(QPainter& painter, const look::Theme& theme) const {
    for (std::size_t i = 0; i < m_marks.size(); ++i) {
        const auto& [from, to] = m_marks[i];
        if (to < m_scale.from || from > m_scale.to) continue;
        const double left = gutter + std::max(0.0, m_scale.pixel(from)), right = gutter + std::min(m_scale.width, m_scale.pixel(to));
        painter.setPen(QPen(theme.warning, 1));
        for (const double x : {left, right}) painter.drawLine(QPointF(x, rulerHeight), QPointF(x, viewport()->height()));
        painter.fillRect(QRectF(left, rulerHeight - 3, std::max(2.0, right - left), 3), theme.warning);
        const QString text = to > from ? tr("%1: %2").arg(i + 1).arg(duration(to - from)) : QString::number(i + 1);
        const QRectF flag(left, 2, painter.fontMetrics().horizontalAdvance(text) + 8, 14);
        painter.fillRect(flag, theme.warning);
        painter.setPen(theme.window);
        painter.drawText(flag, Qt::AlignCenter, text);
    }
}

void TimelineView::paintMeasure(QPainter& painter, const look::Theme& theme) const {
    if (!m_measured) return;
    const double left = gutter + std::max(0.0, m_scale.pixel(m_measured->first)), right = gutter + m_scale.pixel(m_measured->second);
    QColor fill = theme.accent;
    fill.setAlphaF(0.15f);
    painter.fillRect(QRectF(left, 0, right - left, viewport()->height()), fill);
    painter.setPen(QPen(theme.accent, 1));
    painter.drawLine(QPointF(left, 0), QPointF(left, viewport()->height()));
    painter.drawLine(QPointF(right, 0), QPointF(right, viewport()->height()));
    const QString text = duration(m_measured->second - m_measured->first);
    const double width = painter.fontMetrics().horizontalAdvance(text) + 10;
    const QRectF box(std::clamp((left + right) / 2 - width / 2, double(gutter), std::max(double(gutter), double(viewport()->width()) - width)), 2, width, rulerHeight - 6);
    painter.fillRect(box, theme.accent);
    painter.setPen(theme.onAccent);
    painter.drawText(box, Qt::AlignCenter, text);
}

void TimelineView::paintFlows(QPainter& painter, const look::Theme& theme) const {
    m_flowsDrawn = 0;
    if (!m_flows) return;
    painter.save();
    painter.setClipRect(gutter, rulerHeight, viewport()->width() - gutter, viewport()->height() - rulerHeight);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.text, 1.2));
    for (const timeline::Flow& flow : m_list->flows) {
        const bool chosen = m_selected.contains(flow.fromSpan) || m_selected.contains(flow.toSpan);
        if (!m_selected.empty() && !chosen) continue;
        if (m_list->span(flow.toSpan).start < m_scale.from || m_list->span(flow.fromSpan).end > m_scale.to) continue;
        const auto from = boxOf(flow.fromSpan), to = boxOf(flow.toSpan);
        if (!from || !to) continue;
        drawArrow(painter, {from->right(), from->center().y()}, {to->left(), to->center().y()});
        if (++m_flowsDrawn == mostFlows) break;
    }
    painter.restore();
}

void TimelineView::paintCursor(QPainter& painter, const look::Theme& theme) const {
    if (!m_cursor || *m_cursor < m_scale.from || *m_cursor > m_scale.to) return;
    const double x = gutter + m_scale.pixel(*m_cursor);
    painter.setPen(QPen(theme.accent, 1));
    painter.drawLine(QPointF(x, 0), QPointF(x, viewport()->height()));
    painter.setBrush(theme.accent);
    painter.drawPolygon(QPolygonF({QPointF(x - 5, 0), QPointF(x + 5, 0), QPointF(x, 7)}));
}

// Two columns of keys and what they do, as far as they fit.
void TimelineView::paintKeys(QPainter& painter, const look::Theme& theme) const {
    std::vector<std::array<QString, 3>> lines;   // key, what it does, the same in short
    for (const TimelineKey& key : timelineKeys()) lines.push_back({QString::fromLatin1(key.keys), key.explanation.isEmpty() ? key.title : key.explanation, key.title});
    for (const auto& [gesture, meaning] : timelineGestures()) lines.push_back({gesture, meaning, meaning});
    constexpr int height = 18, keyWidth = 96, margin = 12;
    const QRect panel = viewport()->rect().adjusted(margin, rulerHeight + 4, -margin, -margin);
    const int perColumn = std::max(1, (panel.height() - 2 * margin) / height), columns = (static_cast<int>(lines.size()) + perColumn - 1) / perColumn;
    const int width = (panel.width() - margin) / std::max(1, columns);
    QColor ground = theme.panel;
    ground.setAlphaF(0.96f);
    painter.fillRect(panel, ground);
    painter.setPen(theme.line);
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(panel);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const int column = static_cast<int>(i) / perColumn, row = static_cast<int>(i) % perColumn;
        const QRect key(panel.left() + margin + column * width, panel.top() + margin + row * height, std::min(keyWidth, width / 2), height);
        const QRect text(key.right() + 8, key.top(), width - key.width() - 8 - margin, height);
        painter.setPen(theme.accent);
        painter.drawText(key, Qt::AlignVCenter | Qt::AlignLeft, painter.fontMetrics().elidedText(lines[i][0], Qt::ElideRight, key.width()));
        painter.setPen(theme.text);
        const QString& said = painter.fontMetrics().horizontalAdvance(lines[i][1]) <= text.width() ? lines[i][1] : lines[i][2];
        painter.drawText(text, Qt::AlignVCenter | Qt::AlignLeft, painter.fontMetrics().elidedText(said, Qt::ElideRight, text.width()));
    }
}

}  // namespace foldmeter::gui
