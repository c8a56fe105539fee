#include "gui/timeline/flame_boxes.h"

#include "gui/look/focus_frame.h"
#include "gui/look/theme.h"

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

}  // namespace

FlameBoxes::FlameBoxes(int top, QWidget* parent) : QAbstractScrollArea(parent), m_top(top), m_focus(top), m_chosen(-1) {
    setFocusPolicy(Qt::StrongFocus);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    look::setTextSize(this, look::TextSize::Small);
}

void FlameBoxes::showAnew() {
    m_focus = m_top;
    m_chosen = -1;
    layOut();
}

void FlameBoxes::focusOn(int node) {
    m_focus = node;
    layOut();
}

void FlameBoxes::layOut() {
    m_boxes.clear();
    if (hasBoxes()) {
        // The focus and what it lies in stand over its parts at full width.
        std::vector<int> above;
        for (int node = m_focus; node >= 0; node = parentOf(node)) above.push_back(node);
        int level = 0;
        for (auto node = above.rbegin(); node != above.rend(); ++node) m_boxes.push_back({*node, QRectF(0, level++ * rowHeight, viewport()->width(), rowHeight)});
        placeChildren(m_focus, 0, viewport()->width(), level);
    }
    double bottom = 0;
    for (const Box& box : m_boxes) bottom = std::max(bottom, box.area.bottom());
    verticalScrollBar()->setRange(0, std::max(0, static_cast<int>(bottom) - viewport()->height()));
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(rowHeight);
    viewport()->update();
}

// Children may together be longer than what they lie in (of two runs, each box takes the longer time): they are drawn to fit.
void FlameBoxes::placeChildren(int node, double left, double right, int level) {
    double whole = 0;
    for (const int child : childrenOf(node)) whole += lengthOf(child);
    whole = std::max(whole, lengthOf(node));
    if (whole <= 0) return;
    const double scale = (right - left) / whole;
    for (const int child : childrenOf(node)) {   // widest first: what follows one too narrow is narrower still
        const double width = lengthOf(child) * scale;
        if (width < leastDrawn) break;
        m_boxes.push_back({child, QRectF(left, level * rowHeight, width, rowHeight)});
        placeChildren(child, left, left + width, level + 1);
        left += width;
    }
}

void FlameBoxes::outline(QPainter& painter, const QRectF& area, const QColor& colour) {
    painter.setPen(QPen(colour, 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(area.adjusted(1, 1, -1, -1));
}

void FlameBoxes::paint(QPainter& painter) const {
    const look::Theme& theme = look::themeOf(this);
    painter.setFont(look::font(look::TextSize::Small));
    painter.fillRect(viewport()->rect(), theme.window);
    if (m_boxes.empty()) {
        painter.setPen(theme.muted);
        painter.drawText(viewport()->rect(), Qt::AlignCenter, emptyText());
        return;
    }
    const double scrolled = verticalScrollBar()->value();
    for (const Box& box : m_boxes) {
        const QRectF area = box.area.translated(0, -scrolled);
        if (area.bottom() < 0 || area.top() > viewport()->height()) continue;
        const QRectF inner = area.adjusted(0, 0, area.width() > 3 ? -1 : 0, -1);
        paintBox(painter, theme, box.node, inner);
        if (box.node == m_chosen) outline(painter, inner, theme.accent);
        if (inner.width() >= leastLabelled) paintLabel(painter, inner, labelOf(theme, box.node));
    }
}

void FlameBoxes::paintLabel(QPainter& painter, const QRectF& area, const Label& label) const {
    const QFontMetricsF metrics(painter.font());
    const QString fitting = metrics.elidedText(label.text, Qt::ElideRight, area.width() - 7);
    if (label.behind.isValid()) painter.fillRect(QRectF(area.left() + 2, area.top() + 2, metrics.horizontalAdvance(fitting) + 4, area.height() - 4), label.behind);
    painter.setPen(label.colour);
    painter.drawText(area.adjusted(4, 0, -3, 0), Qt::AlignVCenter | Qt::AlignLeft, fitting);
}

void FlameBoxes::paintEvent(QPaintEvent*) {
    QPainter painter(viewport());
    paint(painter);
    look::paintFocusFrame(painter, this, viewport()->rect());
}

void FlameBoxes::resizeEvent(QResizeEvent*) { layOut(); }

int FlameBoxes::nodeAt(const QPoint& place) const {
    const QPointF wanted(place.x(), place.y() + verticalScrollBar()->value());
    for (const Box& box : m_boxes)
        if (box.area.contains(wanted)) return box.node;
    return -1;
}

QRectF FlameBoxes::boxOf(int node) const {
    for (const Box& box : m_boxes)
        if (box.node == node) return box.area.translated(0, -verticalScrollBar()->value());
    return {};
}

void FlameBoxes::choose(int node) {
    m_chosen = node;
    setAccessibleDescription(node >= 0 ? describe(node) : QString());
    viewport()->update();
    Q_EMIT nodeChosen(node);
}

int FlameBoxes::beside(int node, int by) const {
    if (node <= m_top) return node;
    const std::vector<int>& siblings = childrenOf(parentOf(node));
    const auto place = std::find(siblings.begin(), siblings.end(), node) - siblings.begin() + by;
    return place < 0 || place >= static_cast<std::ptrdiff_t>(siblings.size()) ? node : siblings[static_cast<std::size_t>(place)];
}

void FlameBoxes::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) choose(nodeAt(event->position().toPoint()));
}

void FlameBoxes::mouseDoubleClickEvent(QMouseEvent* event) {
    if (const int node = nodeAt(event->position().toPoint()); node >= m_top) focusOn(node);
}

void FlameBoxes::keyPressEvent(QKeyEvent* event) {
    if (m_boxes.empty()) return QAbstractScrollArea::keyPressEvent(event);
    const int at = std::max(m_chosen, m_top);
    switch (event->key()) {
        case Qt::Key_Escape:
            if (m_focus == m_top) break;
            return focusOn(m_top);
        case Qt::Key_Return:
        case Qt::Key_Enter: return focusOn(at);
        case Qt::Key_Up: return choose(at > m_top ? std::max(parentOf(at), m_top) : at);
        case Qt::Key_Down: return choose(childrenOf(at).empty() ? at : childrenOf(at).front());
        case Qt::Key_Left: return choose(beside(at, -1));
        case Qt::Key_Right: return choose(beside(at, 1));
        default: break;
    }
    QAbstractScrollArea::keyPressEvent(event);
}

bool FlameBoxes::viewportEvent(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return QAbstractScrollArea::viewportEvent(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    if (const int node = nodeAt(help->pos()); node >= 0) QToolTip::showText(help->globalPos(), describe(node), viewport());
    else QToolTip::hideText();
    return true;
}

}  // namespace foldmeter::gui
