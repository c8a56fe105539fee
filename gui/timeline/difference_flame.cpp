#include "gui/timeline/difference_flame.h"

#include "gui/look/numbers.h"
#include "gui/look/theme.h"
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

constexpr int rowHeight = 20;
constexpr double leastDrawn = 1, leastLabelled = 30;   // pixels

double widthOf(const compare::MatchedPath& path) { return std::max(path.firstSeconds, path.secondSeconds); }

QString signedSeconds(double seconds) { return (seconds < 0 ? QStringLiteral("\u2212") : QStringLiteral("+")) + look::duration(std::abs(seconds)); }

QColor mixed(const QColor& a, const QColor& b, double share) {
    const auto mix = [&](int x, int y) { return static_cast<int>(x + (y - x) * share); };
    return {mix(a.red(), b.red()), mix(a.green(), b.green()), mix(a.blue(), b.blue())};
}

QColor colourOf(const look::Theme& theme, const compare::MatchedPath& path) {
    const double share = widthOf(path) > 0 ? std::min(1.0, std::abs(path.difference()) / widthOf(path)) : 0;
    return mixed(theme.line, path.difference() > 0 ? theme.autotune : theme.execute, share);
}

}  // namespace

DifferenceFlame::DifferenceFlame(QWidget* parent) : QAbstractScrollArea(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("Flame graph of the difference"));
    look::setTextSize(this, look::TextSize::Small);
}

void DifferenceFlame::setPair(std::shared_ptr<const TimelinePair> pair) {
    m_pair = std::move(pair);
    m_focus = m_chosen = -1;
    m_children.assign(m_pair ? m_pair->match.paths.size() + 1 : 1, {});
    for (std::size_t i = 0; m_pair && i < m_pair->match.paths.size(); ++i) m_children[static_cast<std::size_t>(m_pair->match.paths[i].parent + 1)].push_back(static_cast<int>(i));
    for (auto& children : m_children) std::stable_sort(children.begin(), children.end(), [&](int a, int b) { return widthOf(path(a)) > widthOf(path(b)); });
    layOut();
}

void DifferenceFlame::focusOn(int path) {
    m_focus = path;
    layOut();
}

void DifferenceFlame::layOut() {
    m_boxes.clear();
    if (m_pair && !m_pair->match.paths.empty()) {
        std::vector<int> above;
        for (int at = m_focus; at >= 0; at = path(at).parent) above.push_back(at);
        int level = 0;
        for (auto at = above.rbegin(); at != above.rend(); ++at) m_boxes.push_back({*at, QRectF(0, level++ * rowHeight, viewport()->width(), rowHeight)});
        place(childrenOf(m_focus), m_focus >= 0 ? widthOf(path(m_focus)) : 0, 0, viewport()->width(), level);
    }
    double bottom = 0;
    for (const Box& box : m_boxes) bottom = std::max(bottom, box.area.bottom());
    verticalScrollBar()->setRange(0, std::max(0, static_cast<int>(bottom) - viewport()->height()));
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(rowHeight);
    viewport()->update();
}

// Children that took longer in turn may together be wider than what they lie in: they are drawn to fit.
void DifferenceFlame::place(const std::vector<int>& siblings, double least, double left, double right, int level) {
    double whole = 0;
    for (const int child : siblings) whole += widthOf(path(child));
    whole = std::max(whole, least);
    if (whole <= 0) return;
    const double scale = (right - left) / whole;
    for (const int child : siblings) {   // widest first: what follows one too narrow is narrower still
        const double wide = widthOf(path(child)) * scale;
        if (wide < leastDrawn) break;
        m_boxes.push_back({child, QRectF(left, level * rowHeight, wide, rowHeight)});
        place(childrenOf(child), widthOf(path(child)), left, left + wide, level + 1);
        left += wide;
    }
}

void DifferenceFlame::paint(QPainter& painter) const {
    const look::Theme& theme = look::themeOf(this);
    painter.setFont(look::font(look::TextSize::Small));
    painter.fillRect(viewport()->rect(), theme.window);
    if (m_boxes.empty()) {
        painter.setPen(theme.muted);
        painter.drawText(viewport()->rect(), Qt::AlignCenter, tr("No timelines are shown."));
        return;
    }
    for (const Box& box : m_boxes) {
        const QRectF area = box.area.translated(0, -verticalScrollBar()->value());
        if (area.bottom() < 0 || area.top() > viewport()->height()) continue;
        const compare::MatchedPath& shown = path(box.path);
        const QColor colour = colourOf(theme, shown);
        const QRectF inner = area.adjusted(0, 0, area.width() > 3 ? -1 : 0, -1);
        painter.fillRect(inner, colour);
        if (shown.unmatched()) painter.fillRect(inner, QBrush(theme.window, Qt::FDiagPattern));
        if (box.path == m_chosen) {
            painter.setPen(QPen(theme.accent, 2));
            painter.setBrush(Qt::NoBrush);
            painter.drawRect(inner.adjusted(1, 1, -1, -1));
        }
        if (inner.width() < leastLabelled) continue;
        const QString text = tr("%1 · %2").arg(QString::fromStdString(shown.name), signedSeconds(shown.difference()));
        const QString fitting = painter.fontMetrics().elidedText(text, Qt::ElideRight, static_cast<int>(inner.width() - 7));
        if (shown.unmatched()) painter.fillRect(QRectF(inner.left() + 2, inner.top() + 2, painter.fontMetrics().horizontalAdvance(fitting) + 4, inner.height() - 4), colour);
        painter.setPen(textOn(colour));
        painter.drawText(inner.adjusted(4, 0, -3, 0), Qt::AlignVCenter | Qt::AlignLeft, fitting);
    }
}

void DifferenceFlame::paintEvent(QPaintEvent*) {
    QPainter painter(viewport());
    paint(painter);
    if (!hasFocus()) return;
    painter.setPen(look::themeOf(this).accent);
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(viewport()->rect().adjusted(0, 0, -1, -1));
}

void DifferenceFlame::resizeEvent(QResizeEvent*) { layOut(); }

int DifferenceFlame::pathAt(const QPoint& place) const {
    const QPointF wanted(place.x(), place.y() + verticalScrollBar()->value());
    for (const Box& box : m_boxes)
        if (box.area.contains(wanted)) return box.path;
    return -1;
}

QRectF DifferenceFlame::boxOf(int path) const {
    for (const Box& box : m_boxes)
        if (box.path == path) return box.area.translated(0, -verticalScrollBar()->value());
    return {};
}

QString DifferenceFlame::describe(int place) const {
    const compare::MatchedPath& shown = path(place);
    QStringList lines{QString::fromStdString(m_pair->match.pathText(place)), tr("first run %1 in %2 calls, second run %3 in %4 calls").arg(look::duration(shown.firstSeconds)).arg(shown.firstCalls).arg(look::duration(shown.secondSeconds)).arg(shown.secondCalls),
                      tr("difference %1, of itself %2").arg(signedSeconds(shown.difference()), signedSeconds(shown.selfDifference()))};
    if (shown.unmatched()) lines << (shown.firstCalls ? tr("only the first run did this") : tr("only the second run did this"));
    return lines.join(u'\n');
}

void DifferenceFlame::choose(int path) {
    m_chosen = path;
    setAccessibleDescription(path >= 0 ? describe(path) : QString());
    viewport()->update();
}

void DifferenceFlame::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) choose(pathAt(event->position().toPoint()));
}

void DifferenceFlame::mouseDoubleClickEvent(QMouseEvent* event) { focusOn(pathAt(event->position().toPoint())); }

void DifferenceFlame::keyPressEvent(QKeyEvent* event) {
    if (!m_pair || m_boxes.empty()) return QAbstractScrollArea::keyPressEvent(event);
    const std::vector<int>& siblings = childrenOf(m_chosen >= 0 ? path(m_chosen).parent : -1);
    const auto beside = [&](int by) {
        const auto here = std::find(siblings.begin(), siblings.end(), m_chosen) - siblings.begin() + by;
        return here < 0 || here >= static_cast<std::ptrdiff_t>(siblings.size()) ? m_chosen : siblings[static_cast<std::size_t>(here)];
    };
    switch (event->key()) {
        case Qt::Key_Escape:
            if (m_focus < 0) break;
            return focusOn(-1);
        case Qt::Key_Return:
        case Qt::Key_Enter: return focusOn(m_chosen);
        case Qt::Key_Up: return choose(m_chosen >= 0 ? path(m_chosen).parent : -1);
        case Qt::Key_Down: return choose(childrenOf(m_chosen).empty() ? m_chosen : childrenOf(m_chosen).front());
        case Qt::Key_Left: return choose(beside(-1));
        case Qt::Key_Right: return choose(beside(1));
        default: break;
    }
    QAbstractScrollArea::keyPressEvent(event);
}

bool DifferenceFlame::viewportEvent(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return QAbstractScrollArea::viewportEvent(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    if (const int at = m_pair ? pathAt(help->pos()) : -1; at >= 0) QToolTip::showText(help->globalPos(), describe(at), viewport());
    else QToolTip::hideText();
    return true;
}

}  // namespace foldmeter::gui
