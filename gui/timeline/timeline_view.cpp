#include "gui/timeline/timeline_view.h"

#include "gui/look/numbers.h"
#include "gui/timeline/row_painter.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace foldmeter::gui {
namespace {

constexpr int rulerHeight = 24, headerHeight = 20, rowHeight = 20, counterHeight = 40;

QString duration(std::int64_t nanoseconds) { return look::duration(static_cast<double>(nanoseconds) * 1e-9); }

}  // namespace

TimelineView::TimelineView(QWidget* parent) : QAbstractScrollArea(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setMouseTracking(true);
    setAccessibleName(tr("Timeline tracks"));
    setAccessibleDescription(tr("W and S zoom, A and D pan, F fits the run, arrow keys walk from span to span, Return zooms to the selected span."));
    look::setTextSize(this, look::TextSize::Small);
}

void TimelineView::setTracks(std::shared_ptr<const TrackList> list) {
    const bool sameRun = m_list && list && m_list->start == list->start;
    const bool wasWhole = !m_list || m_scale.to >= m_list->end;
    m_list = std::move(list);
    if (!sameRun) m_selected.clear(), m_measured.reset();
    layOut();
    if (!sameRun || wasWhole) fit();
    viewport()->update();
}

void TimelineView::setCursor(std::optional<std::int64_t> time) {
    m_cursor = time;
    viewport()->update();
}

void TimelineView::setSelectedSpans(std::set<int> spans) {
    m_selected = std::move(spans);
    viewport()->update();
}

void TimelineView::show(std::int64_t from, std::int64_t to) {
    if (m_list) setScale(m_scale.on(from, to, m_list->start, m_list->end));
}

void TimelineView::fit() {
    if (m_list) setScale({m_list->start, std::max(m_list->end, m_list->start + 1), m_scale.width});
}

void TimelineView::setScale(const TimeScale& scale) {
    m_scale = scale;
    viewport()->update();
    Q_EMIT seenChanged(m_scale.from, m_scale.to);
}

void TimelineView::layOut() {
    m_lines.clear();
    int top = 0;
    const auto add = [&](int group, int row, int counter, int height) {
        m_lines.push_back({group, row, counter, top, height});
        top += height;
    };
    for (int g = 0; m_list && g < static_cast<int>(m_list->groups.size()); ++g) {
        const TrackGroup& group = m_list->groups[static_cast<std::size_t>(g)];
        add(g, -1, -1, headerHeight);
        if (m_folded.contains(g)) continue;
        for (int r = 0; r < static_cast<int>(group.rows.size()); ++r) add(g, r, -1, rowHeight);
        for (int c = 0; c < static_cast<int>(group.counters.size()); ++c) add(g, -1, c, counterHeight);
    }
    const int seen = viewport()->height() - rulerHeight;
    verticalScrollBar()->setRange(0, std::max(0, top - seen));
    verticalScrollBar()->setPageStep(seen);
    verticalScrollBar()->setSingleStep(rowHeight);
    m_scale.width = std::max(1, viewport()->width() - gutter);
}

void TimelineView::resizeEvent(QResizeEvent*) { layOut(); }

void TimelineView::paintEvent(QPaintEvent*) {
    const look::Theme& theme = look::themeOf(this);
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), theme.window);
    if (!m_list) return;
    paintLines(painter, theme);
    paintRuler(painter, theme);
    paintMeasure(painter, theme);
    if (m_cursor && *m_cursor >= m_scale.from && *m_cursor <= m_scale.to) {
        const double x = gutter + m_scale.pixel(*m_cursor);
        painter.setPen(QPen(theme.accent, 1));
        painter.drawLine(QPointF(x, 0), QPointF(x, viewport()->height()));
        painter.setBrush(theme.accent);
        painter.drawPolygon(QPolygonF({QPointF(x - 5, 0), QPointF(x + 5, 0), QPointF(x, 7)}));
    }
    if (!hasFocus()) return;
    painter.setPen(QPen(theme.accent, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(viewport()->rect().adjusted(0, 0, -1, -1));
}

void TimelineView::paintLines(QPainter& painter, const look::Theme& theme) const {
    const int scrolled = verticalScrollBar()->value();
    int sticky = -1;
    for (const Line& line : m_lines) {
        const int top = rulerHeight + line.top - scrolled;
        if (line.isHeader() && top <= rulerHeight) sticky = line.group;
        if (top + line.height <= rulerHeight || top >= viewport()->height()) continue;
        if (line.isHeader()) paintHeader(painter, theme, line.group, top);
        else paintLine(painter, theme, line, top);
    }
    if (sticky >= 0) paintHeader(painter, theme, sticky, rulerHeight);
}

void TimelineView::paintLine(QPainter& painter, const look::Theme& theme, const Line& line, int top) const {
    const TrackGroup& group = m_list->groups[static_cast<std::size_t>(line.group)];
    const RowPainter rows{*m_list, m_scale, theme, m_selected};
    const QRect box(gutter, top + 1, viewport()->width() - gutter, line.height - 2);
    painter.save();
    painter.setClipRect(box);
    QString name;
    if (line.counter >= 0) {
        const CounterRow& counter = group.counters[static_cast<std::size_t>(line.counter)];
        rows.paintCounter(painter, counter, box);
        name = tr("%1, up to %2").arg(counter.name, counter.unit == QLatin1String("B") ? look::bytes(static_cast<std::int64_t>(counter.greatest)) : look::number(counter.greatest));
    } else {
        const TrackRow& row = group.rows[static_cast<std::size_t>(line.row)];
        rows.paintLane(painter, row.lane, box, true);
        name = row.name;
    }
    painter.restore();
    painter.setPen(theme.text);
    const QRect text(8, top, gutter - 16, line.height);
    if (line.counter >= 0) painter.drawText(text, Qt::AlignVCenter | Qt::TextWordWrap, name);
    else painter.drawText(text, Qt::AlignVCenter, painter.fontMetrics().elidedText(name, Qt::ElideRight, text.width()));
    painter.setPen(theme.line);
    if (!name.isEmpty()) painter.drawLine(0, top, gutter - 1, top);
    painter.drawLine(gutter - 1, top, gutter - 1, top + line.height);
}

void TimelineView::paintHeader(QPainter& painter, const look::Theme& theme, int group, int top) const {
    const QRect box(0, top, viewport()->width(), headerHeight);
    painter.fillRect(box, theme.panel);
    painter.setPen(theme.line);
    painter.drawLine(box.bottomLeft(), box.bottomRight());
    painter.setPen(theme.muted);
    const QFont font = painter.font();
    painter.setFont(look::font(look::TextSize::Small, true));
    painter.drawText(box.adjusted(8, 0, -8, 0), Qt::AlignVCenter,
                     (m_folded.contains(group) ? QStringLiteral("▸ ") : QStringLiteral("▾ ")) + m_list->groups[static_cast<std::size_t>(group)].name);
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
    const QRectF box(std::clamp((left + right) / 2 - width / 2, double(gutter), double(viewport()->width()) - width), 2, width, rulerHeight - 6);
    painter.fillRect(box, theme.accent);
    painter.setPen(theme.onAccent);
    painter.drawText(box, Qt::AlignCenter, text);
}

const TimelineView::Line* TimelineView::lineAt(int y) const {
    const int wanted = y - rulerHeight + verticalScrollBar()->value();
    if (y < rulerHeight) return nullptr;
    const auto found = std::find_if(m_lines.begin(), m_lines.end(), [&](const Line& line) { return wanted >= line.top && wanted < line.top + line.height; });
    return found == m_lines.end() ? nullptr : &*found;
}

int TimelineView::spanAt(const QPoint& place) const {
    const Line* line = lineAt(place.y());
    if (!line || line->row < 0 || place.x() < gutter) return -1;
    const Lane& lane = m_list->groups[static_cast<std::size_t>(line->group)].rows[static_cast<std::size_t>(line->row)].lane;
    const double x = place.x() - gutter;
    const std::int64_t from = m_scale.time(x - 1.5), to = m_scale.time(x + 1.5);
    int best = -1;
    std::int64_t longest = -1;
    for (std::size_t i = lane.firstEndingAfter(from), seen = 0; i < lane.size() && lane.start(i) <= to && seen < 256; ++i, ++seen)
        if (lane.end(i) - lane.start(i) > longest) longest = lane.end(i) - lane.start(i), best = lane.span(i);
    return best;
}

QString TimelineView::tooltipOf(int span) const {
    const timeline::Span& s = m_list->span(span);
    QStringList lines{QStringLiteral("<b>%1</b>").arg(m_list->titleOf(span).toHtmlEscaped()), duration(s.end - s.start)};
    if (const int parent = m_list->parents[static_cast<std::size_t>(span)]; parent >= 0) {
        const timeline::Span& p = m_list->span(parent);
        const double share = p.end > p.start ? static_cast<double>(s.end - s.start) / static_cast<double>(p.end - p.start) : 0;
        lines << tr("%1 of %2").arg(look::percent(share), m_list->titleOf(parent).toHtmlEscaped());
    }
    for (const timeline::SpanArgument& argument : s.arguments) {
        const auto text = std::visit([](const auto& value) {
            if constexpr (std::is_same_v<std::decay_t<decltype(value)>, std::string>) return QString::fromStdString(value);
            else if constexpr (std::is_same_v<std::decay_t<decltype(value)>, double>) return look::number(value);
            else return look::count(value);
        }, argument.value);
        lines << QStringLiteral("%1: %2").arg(QString::fromStdString(argument.name), text).toHtmlEscaped();
    }
    return lines.join(QStringLiteral("<br>"));
}

bool TimelineView::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::ToolTip && m_list) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const int span = spanAt(help->pos());
        if (span >= 0) QToolTip::showText(help->globalPos(), tooltipOf(span), viewport());
        else QToolTip::hideText();
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

void TimelineView::wheelEvent(QWheelEvent* event) {
    if (!m_list) return;
    const QPoint turned = event->angleDelta();
    const double notches = (turned.y() != 0 ? turned.y() : turned.x()) / 120.0;
    const bool sideways = event->modifiers() & Qt::ShiftModifier || (turned.y() == 0 && turned.x() != 0);
    if (sideways) setScale(m_scale.panned(-notches * m_scale.width / 8, m_list->start, m_list->end));
    else setScale(m_scale.zoomed(std::pow(1.25, notches), std::max(0.0, event->position().x() - gutter), m_list->start, m_list->end));
    event->accept();
}

void TimelineView::keyPressEvent(QKeyEvent* event) {
    if (!m_list || event->modifiers() & (Qt::ControlModifier | Qt::AltModifier)) return QAbstractScrollArea::keyPressEvent(event);
    const QPoint pointer = viewport()->mapFromGlobal(QCursor::pos());
    const bool over = viewport()->rect().contains(pointer) && pointer.x() >= gutter;
    const double middle = over ? pointer.x() - gutter : m_scale.width / 2;
    switch (event->key()) {
        case Qt::Key_W: return setScale(m_scale.zoomed(1.5, middle, m_list->start, m_list->end));
        case Qt::Key_S: return setScale(m_scale.zoomed(1 / 1.5, middle, m_list->start, m_list->end));
        case Qt::Key_A: return setScale(m_scale.panned(-m_scale.width / 6, m_list->start, m_list->end));
        case Qt::Key_D: return setScale(m_scale.panned(m_scale.width / 6, m_list->start, m_list->end));
        case Qt::Key_F: return fit();
        case Qt::Key_Left: return step(-1);
        case Qt::Key_Right: return step(1);
        case Qt::Key_Return:
        case Qt::Key_Enter:
            if (!m_selected.empty()) show(m_list->span(*m_selected.begin()).start, m_list->span(*m_selected.begin()).end);
            return;
        case Qt::Key_Escape:
            if (!m_measured && m_selected.empty()) break;
            m_measured.reset();
            viewport()->update();
            Q_EMIT rangeMeasured(0, 0);
            choose(-1, false);
            return;
        default: break;
    }
    QAbstractScrollArea::keyPressEvent(event);
}

void TimelineView::step(int direction) {
    const auto group = static_cast<std::size_t>(std::max(0, m_lastRow.first)), row = static_cast<std::size_t>(std::max(0, m_lastRow.second));
    std::size_t g = group, r = row;
    if (m_lastRow.first < 0)   // nothing chosen yet: the first row that holds spans of the timeline
        for (g = 0; g + 1 < m_list->groups.size() && (m_list->groups[g].rows.empty() || m_list->groups[g].rows[0].lane.size() == 0 || m_list->groups[g].rows[0].lane.span(0) < 0);) ++g;
    if (g >= m_list->groups.size() || r >= m_list->groups[g].rows.size()) return;
    const Lane& lane = m_list->groups[g].rows[r].lane;
    if (lane.size() == 0) return;
    std::size_t next = lane.firstEndingAfter(m_scale.from);
    if (!m_selected.empty()) {
        const std::size_t here = lane.firstEndingAfter(m_list->span(*m_selected.begin()).start);
        if (direction < 0 && here == 0) return;
        next = direction < 0 ? here - 1 : here + 1;
    }
    if (next >= lane.size() || lane.span(next) < 0) return;
    m_lastRow = {static_cast<int>(g), static_cast<int>(r)};
    if (lane.start(next) < m_scale.from || lane.end(next) > m_scale.to) {   // bring it into view at the present zoom
        const double by = m_scale.pixel((lane.start(next) + lane.end(next)) / 2) - m_scale.width / 2;
        setScale(m_scale.panned(by, m_list->start, m_list->end));
    }
    choose(lane.span(next), false);
}

void TimelineView::choose(int span, bool more) {
    setAccessibleDescription(span >= 0 ? tr("Selected: %1, %2").arg(m_list->titleOf(span), duration(m_list->span(span).end - m_list->span(span).start)) : tr("Nothing selected"));
    Q_EMIT spanChosen(span, more);
}

void TimelineView::mousePressEvent(QMouseEvent* event) {
    if (!m_list || event->button() != Qt::LeftButton) return;
    const QPoint place = event->position().toPoint();
    m_onRuler = place.y() < rulerHeight && place.x() >= gutter;
    if (m_onRuler) Q_EMIT cursorAsked(m_scale.time(place.x() - gutter));
    else m_pressed = place;
}

void TimelineView::mouseMoveEvent(QMouseEvent* event) {
    if (!m_list || !(event->buttons() & Qt::LeftButton)) return;
    const QPoint place = event->position().toPoint();
    if (m_onRuler) {
        Q_EMIT cursorAsked(std::clamp(m_scale.time(place.x() - gutter), m_list->start, m_list->end));
    } else if (m_pressed && m_pressed->x() >= gutter && std::abs(place.x() - m_pressed->x()) > 4) {
        const std::int64_t a = m_scale.time(m_pressed->x() - gutter), b = m_scale.time(std::clamp<double>(place.x() - gutter, 0, m_scale.width));
        m_measured = {std::min(a, b), std::max(a, b)};
        viewport()->update();
    }
}

void TimelineView::mouseReleaseEvent(QMouseEvent* event) {
    if (!m_list || event->button() != Qt::LeftButton || !m_pressed) return;
    const QPoint pressed = *std::exchange(m_pressed, {}), place = event->position().toPoint();
    if (std::abs(place.x() - pressed.x()) > 4 && pressed.x() >= gutter) {
        if (m_measured) Q_EMIT rangeMeasured(m_measured->first, m_measured->second);
        return;
    }
    const Line* line = lineAt(pressed.y());
    if (line && line->isHeader()) {
        if (!m_folded.erase(line->group)) m_folded.insert(line->group);
        layOut();
        viewport()->update();
        return;
    }
    if (m_measured) Q_EMIT rangeMeasured(0, 0);
    m_measured.reset();
    if (line && line->row >= 0) m_lastRow = {line->group, line->row};
    if (pressed.x() >= gutter) Q_EMIT cursorAsked(m_scale.time(pressed.x() - gutter));
    choose(spanAt(pressed), event->modifiers() & Qt::ControlModifier);
    viewport()->update();
}

void TimelineView::mouseDoubleClickEvent(QMouseEvent* event) {
    if (!m_list) return;
    const QPoint place = event->position().toPoint();
    if (const int span = spanAt(place); span >= 0) return show(m_list->span(span).start, m_list->span(span).end);
    if (const Line* line = lineAt(place.y()); line && line->row >= 0 && place.x() >= gutter)
        setScale(m_scale.zoomed(2, place.x() - gutter, m_list->start, m_list->end));
}

}  // namespace foldmeter::gui
