#include "gui/timeline/flame_graph.h"

#include "gui/look/numbers.h"
#include "gui/look/theme.h"
#include "gui/timeline/row_painter.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>

namespace foldmeter::gui {
namespace {

constexpr int rowHeight = 20;
constexpr double leastDrawn = 1, leastLabelled = 30;   // pixels

QString nameOf(const timeline::CallNode& node) { return QString::fromUtf8(node.name.data(), static_cast<qsizetype>(node.name.size())); }

}  // namespace

FlameGraph::FlameGraph(QWidget* parent) : QAbstractScrollArea(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("Flame graph of the range"));
    look::setTextSize(this, look::TextSize::Small);
}

void FlameGraph::setSummary(std::shared_ptr<const RangeSummary> summary) {
    m_summary = std::move(summary);
    m_focus = 0;
    m_chosen = -1;
    layOut();
}

void FlameGraph::setHighlight(const QString& text) {
    m_highlight = text;
    viewport()->update();
}

void FlameGraph::focusOn(int node) {
    m_focus = node;
    layOut();
}

void FlameGraph::layOut() {
    m_boxes.clear();
    if (m_summary && m_summary->tree.root().total > 0) {
        // What the focus lies in stands over it at full width.
        std::vector<int> above;
        for (int node = m_summary->tree.at(m_focus).parent; node >= 0; node = m_summary->tree.at(node).parent) above.push_back(node);
        int level = 0;
        for (auto node = above.rbegin(); node != above.rend(); ++node) m_boxes.push_back({*node, QRectF(0, level++ * rowHeight, viewport()->width(), rowHeight)});
        place(m_focus, 0, viewport()->width(), level);
    }
    double bottom = 0;
    for (const Box& box : m_boxes) bottom = std::max(bottom, box.area.bottom());
    verticalScrollBar()->setRange(0, std::max(0, static_cast<int>(bottom) - viewport()->height()));
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(rowHeight);
    viewport()->update();
}

void FlameGraph::place(int node, double left, double right, int level) {
    const timeline::CallNode& shown = m_summary->tree.at(node);
    m_boxes.push_back({node, QRectF(left, level * rowHeight, right - left, rowHeight)});
    const double scale = shown.total > 0 ? (right - left) / static_cast<double>(shown.total) : 0;
    for (const int child : shown.children) {   // widest first: what follows one too narrow is narrower still
        const double width = static_cast<double>(m_summary->tree.at(child).total) * scale;
        if (width < leastDrawn) break;
        place(child, left, left + width, level + 1);
        left += width;
    }
}

void FlameGraph::paint(QPainter& painter) const {
    const look::Theme& theme = look::themeOf(this);
    painter.setFont(look::font(look::TextSize::Small));
    painter.fillRect(viewport()->rect(), theme.window);
    if (m_boxes.empty()) {
        painter.setPen(theme.muted);
        painter.drawText(viewport()->rect(), Qt::AlignCenter, m_summary ? tr("No spans lie in this range.") : tr("No timeline is shown."));
        return;
    }
    const QFontMetricsF metrics(painter.font());
    const double scrolled = verticalScrollBar()->value();
    for (const Box& box : m_boxes) {
        const QRectF area = box.area.translated(0, -scrolled);
        if (area.bottom() < 0 || area.top() > viewport()->height()) continue;
        const timeline::CallNode& node = m_summary->tree.at(box.node);
        const bool found = !m_highlight.isEmpty() && nameOf(node).contains(m_highlight, Qt::CaseInsensitive);
        QColor colour = box.node == 0 ? theme.panel : spanColour(theme, node.category, node.name);
        if (!m_highlight.isEmpty() && !found) colour.setAlphaF(0.3f);
        const QRectF inner = area.adjusted(0, 0, area.width() > 3 ? -1 : 0, -1);
        painter.fillRect(inner, colour);
        if (box.node == m_chosen || found) {
            painter.setPen(QPen(box.node == m_chosen ? theme.accent : theme.warning, 2));
            painter.setBrush(Qt::NoBrush);
            painter.drawRect(inner.adjusted(1, 1, -1, -1));
        }
        if (inner.width() < leastLabelled) continue;
        QString text = box.node == 0 ? tr("all threads") : nameOf(node);
        text = tr("%1 · %2").arg(text, look::duration(static_cast<double>(node.total) * 1e-9));
        painter.setPen(box.node == 0 || colour.alphaF() < 0.9f ? theme.text : textOn(colour));
        painter.drawText(inner.adjusted(4, 0, -3, 0), Qt::AlignVCenter | Qt::AlignLeft, metrics.elidedText(text, Qt::ElideRight, inner.width() - 7));
    }
}

void FlameGraph::paintEvent(QPaintEvent*) {
    QPainter painter(viewport());
    paint(painter);
    if (!hasFocus()) return;
    painter.setPen(QPen(look::themeOf(this).accent, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(viewport()->rect().adjusted(0, 0, -1, -1));
}

void FlameGraph::resizeEvent(QResizeEvent*) { layOut(); }

int FlameGraph::nodeAt(const QPoint& place) const {
    const QPointF wanted(place.x(), place.y() + verticalScrollBar()->value());
    for (const Box& box : m_boxes)
        if (box.area.contains(wanted)) return box.node;
    return -1;
}

QRectF FlameGraph::boxOf(int node) const {
    for (const Box& box : m_boxes)
        if (box.node == node) return box.area.translated(0, -verticalScrollBar()->value());
    return {};
}

QString FlameGraph::describe(int index) const {
    const timeline::CallNode& node = m_summary->tree.at(index);
    const auto seconds = [](std::int64_t time) { return look::duration(static_cast<double>(time) * 1e-9); };
    const double whole = static_cast<double>(std::max<std::int64_t>(m_summary->tree.root().total, 1));
    QStringList lines{index == 0 ? tr("all threads") : nameOf(node), tr("total %1, %2 of all threads").arg(seconds(node.total), look::percent(static_cast<double>(node.total) / whole))};
    if (index == 0) return lines.join(u'\n');
    lines << tr("self %1").arg(seconds(node.self)) << tr("%n call(s)", nullptr, static_cast<int>(node.calls));
    return lines.join(u'\n');
}

void FlameGraph::choose(int node) {
    m_chosen = node;
    setAccessibleDescription(node >= 0 ? describe(node) : QString());
    viewport()->update();
    if (node > 0) Q_EMIT spanAsked(m_summary->tree.at(node).longest);
}

void FlameGraph::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) choose(nodeAt(event->position().toPoint()));
}

void FlameGraph::mouseDoubleClickEvent(QMouseEvent* event) {
    if (const int node = nodeAt(event->position().toPoint()); node >= 0) focusOn(node);
}

void FlameGraph::keyPressEvent(QKeyEvent* event) {
    if (!m_summary || m_boxes.empty()) return QAbstractScrollArea::keyPressEvent(event);
    const timeline::CallTree& tree = m_summary->tree;
    const int at = std::max(m_chosen, 0), parent = tree.at(at).parent;
    const auto sibling = [&](int by) {
        if (parent < 0) return at;
        const std::vector<int>& children = tree.at(parent).children;
        const auto here = std::find(children.begin(), children.end(), at) - children.begin() + by;
        return here < 0 || here >= static_cast<std::ptrdiff_t>(children.size()) ? at : children[static_cast<std::size_t>(here)];
    };
    switch (event->key()) {
        case Qt::Key_Escape:
            if (m_focus == 0) break;
            return focusOn(0);
        case Qt::Key_Return:
        case Qt::Key_Enter: return focusOn(at);
        case Qt::Key_Up: return choose(std::max(parent, 0));
        case Qt::Key_Down: return choose(tree.at(at).children.empty() ? at : tree.at(at).children.front());
        case Qt::Key_Left: return choose(sibling(-1));
        case Qt::Key_Right: return choose(sibling(1));
        default: break;
    }
    QAbstractScrollArea::keyPressEvent(event);
}

bool FlameGraph::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const int node = m_summary ? nodeAt(help->pos()) : -1;
        if (node >= 0) QToolTip::showText(help->globalPos(), describe(node), viewport());
        else QToolTip::hideText();
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

}  // namespace foldmeter::gui
