#include "gui/timeline/timeline_view.h"

#include "gui/look/focus_frame.h"
#include "gui/look/numbers.h"
#include "gui/look/theme.h"
#include "gui/timeline/timeline_metrics.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace foldmeter::gui {

using namespace timeline_metrics;

namespace {

QString duration(std::int64_t nanoseconds) { return look::duration(static_cast<double>(nanoseconds) * 1e-9); }

}  // namespace

TimelineView::TimelineView(QWidget* parent) : QAbstractScrollArea(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setMouseTracking(true);
    setAccessibleName(tr("Timeline tracks"));
    setAccessibleDescription(tr("W and S zoom, A and D pan, F fits the selection, arrow keys walk from span to span, Return zooms to the selected span, the question mark shows all keys."));
    look::setTextSize(this, look::TextSize::Small);
}

void TimelineView::setTracks(std::shared_ptr<const TrackList> list) {
    const bool sameRun = m_list && list && m_list->start == list->start;
    const bool wasWhole = !m_list || m_scale.to >= m_list->end;
    m_list = std::move(list);
    if (!sameRun) m_selected.clear(), m_measured.reset(), m_marks.clear(), m_lastRow = {-1, -1};
    m_found.clear();
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

void TimelineView::setFound(std::vector<int> spans) {
    m_found = std::move(spans);
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
        if (m_folded.contains(group.name)) continue;
        for (int r = 0; r < static_cast<int>(group.rows.size()); ++r) add(g, r, -1, rowHeight);
        for (int c = 0; c < static_cast<int>(group.counters.size()); ++c) add(g, -1, c, counterHeight);
    }
    layOutPinned();
    const int seen = viewport()->height() - rulerHeight - m_pinnedHeight;
    verticalScrollBar()->setRange(0, std::max(0, top - seen));
    verticalScrollBar()->setPageStep(std::max(seen, rowHeight));
    verticalScrollBar()->setSingleStep(rowHeight);
    m_scale.width = std::max(1, viewport()->width() - gutter);
}

// Pinned rows stand under the ruler, at most over half the view; their rows below stay where they are.
void TimelineView::layOutPinned() {
    m_pinnedLines.clear();
    m_pinnedHeight = 0;
    for (const auto& pin : m_pinned) {
        for (int g = 0; m_list && g < static_cast<int>(m_list->groups.size()); ++g) {
            const TrackGroup& group = m_list->groups[static_cast<std::size_t>(g)];
            const auto add = [&](Line line) {
                if (keyOf(line) != pin || m_pinnedHeight + line.height > viewport()->height() / 2) return;
                line.top = m_pinnedHeight;
                m_pinnedHeight += line.height;
                m_pinnedLines.push_back(line);
            };
            for (int r = 0; r < static_cast<int>(group.rows.size()); ++r) add({g, r, -1, 0, rowHeight});
            for (int c = 0; c < static_cast<int>(group.counters.size()); ++c) add({g, -1, c, 0, counterHeight});
        }
    }
}

std::pair<QString, QString> TimelineView::keyOf(const Line& line) const {
    const TrackGroup& group = m_list->groups[static_cast<std::size_t>(line.group)];
    if (line.counter >= 0) return {group.name, group.counters[static_cast<std::size_t>(line.counter)].name};
    int named = line.row, below = 0;   // deeper rows go with the thread that they belong to, each by itself
    for (; named > 0 && group.rows[static_cast<std::size_t>(named)].name.isEmpty(); --named) ++below;
    const QString name = group.rows[static_cast<std::size_t>(named)].name;
    return {group.name, below == 0 ? name : QStringLiteral("%1 +%2").arg(name).arg(below)};
}

void TimelineView::resizeEvent(QResizeEvent*) {
    layOut();
    Q_EMIT seenChanged(m_scale.from, m_scale.to);
}

void TimelineView::paintEvent(QPaintEvent*) {
    QPainter painter(viewport());
    paint(painter);
    look::paintFocusFrame(painter, this, viewport()->rect());
}

const TimelineView::Line* TimelineView::lineAt(int y) const {
    if (y < rulerHeight) return nullptr;
    const bool isPinned = y < rulerHeight + m_pinnedHeight;
    const auto& lines = isPinned ? m_pinnedLines : m_lines;
    const int wanted = isPinned ? y - rulerHeight : y - rulerHeight - m_pinnedHeight + verticalScrollBar()->value();
    const auto found = std::find_if(lines.begin(), lines.end(), [&](const Line& line) { return wanted >= line.top && wanted < line.top + line.height; });
    return found == lines.end() ? nullptr : &*found;
}

int TimelineView::topOf(const Line& line, bool isPinned) const { return isPinned ? rulerHeight + line.top : rulerHeight + m_pinnedHeight + line.top - verticalScrollBar()->value(); }

int TimelineView::spanAt(const QPoint& place) const {
    const Line* line = m_list ? lineAt(place.y()) : nullptr;
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
    if (const int parent = m_list->parentOf(span); parent >= 0) {
        const timeline::Span& p = m_list->span(parent);
        const double share = p.end > p.start ? static_cast<double>(s.end - s.start) / static_cast<double>(p.end - p.start) : 0;
        lines << tr("%1 of %2").arg(look::percent(share), m_list->titleOf(parent).toHtmlEscaped());
    }
    if (const timeline::KernelFacts* kernel = m_list->kernelOf(span); kernel && !kernel->scope.empty()) lines << QString::fromStdString(kernel->scope).toHtmlEscaped();
    for (const timeline::SpanArgument& argument : s.arguments) {
        const auto text = std::visit([](const auto& value) {
            if constexpr (std::is_same_v<std::decay_t<decltype(value)>, std::string>) return QString::fromStdString(value).left(200);
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
        const Line* line = lineAt(help->pos().y());
        if (span >= 0) QToolTip::showText(help->globalPos(), tooltipOf(span), viewport());
        else if (line && !line->isHeader() && help->pos().x() < gutter) QToolTip::showText(help->globalPos(), tr("%1\nClick to pin this row to the top, or to let it go.").arg(keyOf(*line).second), viewport());
        else QToolTip::hideText();
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
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
    reveal(lane.span(next));
    choose(lane.span(next), false);
}

void TimelineView::reveal(int span) {
    if (!m_list || span < 0) return;
    const timeline::Span& s = m_list->span(span);
    if (s.end - s.start > m_scale.to - m_scale.from) show(s.start, s.end);
    else if (s.start < m_scale.from || s.end > m_scale.to) setScale(m_scale.panned(m_scale.pixel(s.start + (s.end - s.start) / 2) - m_scale.width / 2, m_list->start, m_list->end));
    if (boxOf(span)) return;
    for (const Line& line : m_lines) {   // scroll to its row
        if (line.row < 0) continue;
        const Lane& lane = m_list->groups[static_cast<std::size_t>(line.group)].rows[static_cast<std::size_t>(line.row)].lane;
        const std::size_t i = lane.firstEndingAfter(s.start);
        if (i < lane.size() && lane.span(i) == span) return verticalScrollBar()->setValue(line.top - viewport()->height() / 2);
    }
}

std::optional<QRectF> TimelineView::boxOf(int span) const {
    const timeline::Span& s = m_list->span(span);
    const auto inLine = [&](const Line& line, bool isPinned) -> std::optional<QRectF> {
        const int top = topOf(line, isPinned);
        if (line.row < 0 || top + line.height > viewport()->height() || top < rulerHeight + (isPinned ? 0 : m_pinnedHeight)) return std::nullopt;
        const Lane& lane = m_list->groups[static_cast<std::size_t>(line.group)].rows[static_cast<std::size_t>(line.row)].lane;
        std::size_t i = lane.firstEndingAfter(s.start);
        if (s.end == s.start && i > 0 && lane.span(i - 1) == span) --i;
        if (i >= lane.size() || lane.span(i) != span) return std::nullopt;
        return QRectF(gutter + m_scale.pixel(s.start), top, std::max(1.0, m_scale.pixel(s.end) - m_scale.pixel(s.start)), line.height);
    };
    for (const Line& line : m_pinnedLines)
        if (const auto box = inLine(line, true)) return box;
    for (const Line& line : m_lines)
        if (const auto box = inLine(line, false)) return box;
    return std::nullopt;
}

void TimelineView::choose(int span, bool more) {
    setAccessibleDescription(span >= 0 ? tr("Selected: %1, %2").arg(m_list->titleOf(span), duration(m_list->span(span).end - m_list->span(span).start)) : tr("Nothing selected"));
    Q_EMIT spanChosen(span, more);
}

void TimelineView::measure(std::int64_t from, std::int64_t to) {
    if (from >= to) m_measured.reset();
    else m_measured = {from, to};
    viewport()->update();
    Q_EMIT rangeMeasured(from, to);
}

}  // namespace foldmeter::gui
