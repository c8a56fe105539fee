#include "gui/timeline/pair_view.h"

#include "gui/look/focus_frame.h"
#include "gui/look/numbers.h"
#include "gui/look/theme.h"
#include "gui/timeline/row_painter.h"
#include "gui/timeline/timeline_metrics.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <set>

namespace foldmeter::gui {
namespace {

using namespace timeline_metrics;
constexpr double differenceHeight = 72, differenceWords = 18, leastWide = 3, dragBegins = 4;   // pixels
constexpr double zoomStep = 1.25;

QString seconds(std::int64_t nanoseconds) { return look::duration(static_cast<double>(nanoseconds) * 1e-9); }

}  // namespace

PairView::PairView(QWidget* parent) : QWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAccessibleName(tr("Two timelines on one scale"));
    look::setTextSize(this, look::TextSize::Small);
    lay();
}

void PairView::setPair(std::shared_ptr<const TimelinePair> pair, const QString& firstName, const QString& secondName) {
    m_pair = std::move(pair);
    m_names = {firstName, secondName};
    m_chosen.reset();
    lay();
    setMinimumHeight(sizeHint().height());
}

void PairView::setAxis(PairAxis axis) {
    m_axis = axis;
    lay();
}

void PairView::lay() {
    m_stretches = m_pair ? stretchesOf(*m_pair, m_axis) : std::vector<PairStretch>();
    m_length = m_stretches.empty() ? 1 : std::max<std::int64_t>(1, m_stretches.back().begin + m_stretches.back().length);
    show(0, m_length);
}

void PairView::show(std::int64_t from, std::int64_t to) {
    m_scale = TimeScale{std::max<std::int64_t>(0, from), std::clamp<std::int64_t>(to, from + 1, std::max(m_length, from + 1)), std::max(1.0, static_cast<double>(width()))};
    update();
}

QSize PairView::sizeHint() const { return {600, static_cast<int>(rulerHeight + 2 * headerHeight + (rows(0) + rows(1)) * rowHeight + differenceHeight) + 2}; }

double PairView::differenceTop() const { return rulerHeight + headerHeight + rows(0) * rowHeight; }
double PairView::rowTop(int run, std::size_t row) const {
    const double top = run == 0 ? rulerHeight + headerHeight : differenceTop() + differenceHeight + headerHeight;
    return top + static_cast<double>(row) * rowHeight;
}

double PairView::leftOf(int run, std::int64_t time) const {
    const auto r = static_cast<std::size_t>(run);
    for (const PairStretch& stretch : m_stretches)
        if (time <= stretch.start[r] + stretch.duration[r]) return m_scale.pixel(stretch.begin + std::max<std::int64_t>(0, time - stretch.start[r]));
    return m_scale.pixel(m_length);
}

QRectF PairView::boxOf(const Hit& hit) const {
    const timeline::Span& span = m_pair->span(hit.run, hit.span);
    const double left = leftOf(hit.run, span.start + 1), right = leftOf(hit.run, span.end);
    const int depth = m_pair->runs[static_cast<std::size_t>(hit.run)]->index.depths[static_cast<std::size_t>(hit.span)];
    return {left, rowTop(hit.run, static_cast<std::size_t>(std::max(0, depth))), std::max(1.0, right - left), rowHeight - 1};
}

// Each stretch is drawn as a piece of that run's own timeline, so that nothing is stretched.
void PairView::paintRun(QPainter& painter, const look::Theme& theme, int run) const {
    const auto r = static_cast<std::size_t>(run);
    const std::set<int> none;
    for (const PairStretch& stretch : m_stretches) {
        const double left = std::max(0.0, m_scale.pixel(stretch.begin)), right = std::min(m_scale.width, m_scale.pixel(stretch.begin + stretch.duration[r]));
        const double stretchEnd = std::min(m_scale.width, m_scale.pixel(stretch.begin + stretch.length));
        if (stretchEnd <= 0 || left >= m_scale.width) continue;
        const QRectF area(left, rowTop(run, 0), std::max(0.0, right - left), rows(run) * rowHeight);
        if (stretchEnd > std::max(left, right)) painter.fillRect(QRectF(std::max(left, right), area.top(), stretchEnd - std::max(left, right), area.height()), QBrush(theme.line, Qt::BDiagPattern));
        if (right - left < 0.5) continue;
        const std::int64_t offset = stretch.start[r] - stretch.begin;
        const TimeScale scale{m_scale.time(left) + offset, std::max(m_scale.time(right), m_scale.time(left) + 1) + offset, right - left};
        painter.save();
        painter.setClipRect(area);
        const RowPainter rowPainter{*m_pair->runs[r], scale, theme, none};
        for (std::size_t row = 0; row < m_pair->rows[r].size(); ++row) rowPainter.paintLane(painter, m_pair->rows[r][row], QRectF(left, rowTop(run, row), right - left, rowHeight - 1), true);
        paintHatches(painter, theme, run, stretch);
        painter.restore();
    }
}

void PairView::paintHatches(QPainter& painter, const look::Theme& theme, int run, const PairStretch& stretch) const {
    const auto r = static_cast<std::size_t>(run);
    const std::int64_t offset = stretch.start[r] - stretch.begin;
    for (std::size_t row = 0; row < m_pair->rows[r].size(); ++row) {
        const Lane& lane = m_pair->rows[r][row];
        for (const LanePiece& piece : piecesOf(lane, m_scale.from + offset, m_scale.to + offset, m_scale.width)) {
            if (piece.count > 1 || m_pair->partnerOf(run, lane.span(piece.first)) >= 0) continue;
            painter.fillRect(QRectF(piece.left, rowTop(run, row), std::max(1.0, piece.right - piece.left), rowHeight - 1), QBrush(theme.window, Qt::FDiagPattern));
        }
    }
}

// Bars for the spans that are innermost at this zoom: those that none of their children stands for.
void PairView::paintDifference(QPainter& painter, const look::Theme& theme) const {
    struct Bar {
        double left, right;
        std::int64_t difference;
    };
    std::vector<Bar> bars;
    std::set<int> stoodFor;
    std::int64_t most = 1;
    for (std::size_t row = m_pair->rows[0].size(); row-- > 0;)
        for (const PairStretch& stretch : m_stretches) {
            const std::int64_t offset = stretch.start[0] - stretch.begin;
            const std::int64_t from = std::max(m_scale.from, stretch.begin) + offset, to = std::min(m_scale.to, stretch.begin + stretch.duration[0]) + offset;
            if (to <= from) continue;
            const Lane& lane = m_pair->rows[0][row];
            for (const LanePiece& piece : piecesOf(lane, from, to, static_cast<double>(to - from) * m_scale.width / static_cast<double>(m_scale.to - m_scale.from), leastWide)) {
                const int span = lane.span(piece.first), partner = piece.count == 1 ? m_pair->partnerOf(0, span) : -1;
                if (piece.count > 1 || piece.right - piece.left < leastWide) continue;
                if (const int parent = m_pair->runs[0]->parentOf(span); parent >= 0) stoodFor.insert(parent);
                if (stoodFor.contains(span) || partner < 0) continue;
                const timeline::Span &first = m_pair->span(0, span), &second = m_pair->span(1, partner);
                bars.push_back({leftOf(0, first.start + 1), leftOf(0, first.end), (second.end - second.start) - (first.end - first.start)});
                most = std::max(most, std::abs(bars.back().difference));
            }
        }
    const double half = (differenceHeight - differenceWords) / 2 - 2, middle = differenceTop() + differenceWords + half;
    for (const Bar& bar : bars) {
        const double height = half * std::abs(static_cast<double>(bar.difference)) / static_cast<double>(most);
        const double wide = std::max(1.0, bar.right - bar.left - 1);
        painter.fillRect(bar.difference > 0 ? QRectF(bar.left, middle - height, wide, height) : QRectF(bar.left, middle, wide, height), bar.difference > 0 ? theme.autotune : theme.execute);
    }
    painter.setPen(theme.muted);
    painter.drawLine(QPointF(0, middle), QPointF(width(), middle));
    painter.drawText(QRectF(4, differenceTop() + 1, width() - 8, differenceWords - 2), Qt::AlignLeft | Qt::AlignVCenter, tr("difference, up to %1: upwards the second run takes longer, downwards it is quicker").arg(seconds(most)));
}

void PairView::paintRuler(QPainter& painter, const look::Theme& theme) const {
    painter.fillRect(QRectF(0, 0, width(), rulerHeight), theme.panel);
    painter.setPen(theme.muted);
    if (m_axis == PairAxis::Clock)
        for (const Tick& tick : ticksOf(m_scale, 0)) painter.drawText(QPointF(m_scale.pixel(tick.time) + 3, rulerHeight - 8), tick.label);
    double free = 0;
    for (const PairStretch& stretch : m_stretches) {
        const double left = m_scale.pixel(stretch.begin), right = m_scale.pixel(stretch.begin + stretch.length);
        if (m_axis == PairAxis::Clock || stretch.name.isEmpty() || right < 0 || left > width()) continue;
        painter.drawLine(QPointF(left, 4), QPointF(left, height()));
        if (std::max(left, 0.0) < free) continue;
        painter.drawText(QPointF(std::max(left, 0.0) + 4, rulerHeight - 8), stretch.name);
        free = std::max(left, 0.0) + 8 + painter.fontMetrics().horizontalAdvance(stretch.name);
    }
    for (int run = 0; run < 2; ++run) {
        const QRectF header(0, rowTop(run, 0) - headerHeight, width(), headerHeight);
        painter.fillRect(header, theme.panel);
        painter.setPen(theme.text);
        painter.drawText(header.adjusted(6, 0, -6, 0), Qt::AlignLeft | Qt::AlignVCenter, painter.fontMetrics().elidedText(m_names[static_cast<std::size_t>(run)], Qt::ElideMiddle, width() - 12));
    }
}

void PairView::paint(QPainter& painter) const {
    const look::Theme& theme = look::themeOf(this);
    painter.setFont(look::font(look::TextSize::Small));
    painter.fillRect(rect(), theme.window);
    if (!m_pair || m_stretches.empty()) {
        painter.setPen(theme.muted);
        painter.drawText(rect(), Qt::AlignCenter, tr("No timelines are shown."));
        return;
    }
    paintRuler(painter, theme);
    for (int run = 0; run < 2; ++run) paintRun(painter, theme, run);
    paintDifference(painter, theme);
    if (!m_chosen) return;
    painter.setPen(QPen(theme.accent, 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(boxOf(*m_chosen));
    if (const int partner = m_pair->partnerOf(m_chosen->run, m_chosen->span); partner >= 0) painter.drawRect(boxOf({1 - m_chosen->run, partner}));
}

std::optional<PairView::Hit> PairView::hitAt(const QPointF& place) const {
    if (!m_pair) return {};
    for (int run = 0; run < 2; ++run) {
        const auto row = static_cast<std::ptrdiff_t>(std::floor((place.y() - rowTop(run, 0)) / rowHeight));
        if (row < 0 || row >= rows(run)) continue;
        const auto r = static_cast<std::size_t>(run);
        const std::int64_t at = m_scale.time(place.x());
        for (const PairStretch& stretch : m_stretches) {
            if (at < stretch.begin || at >= stretch.begin + stretch.duration[r]) continue;
            const std::int64_t time = at - stretch.begin + stretch.start[r];
            const Lane& lane = m_pair->rows[r][static_cast<std::size_t>(row)];
            const std::size_t found = lane.firstEndingAfter(time);
            if (found < lane.size() && lane.start(found) <= time) return Hit{run, lane.span(found)};
        }
    }
    return {};
}

QString PairView::describe(const Hit& hit) const {
    const timeline::Span& span = m_pair->span(hit.run, hit.span);
    const int partner = m_pair->partnerOf(hit.run, hit.span);
    const QString title = m_pair->runs[static_cast<std::size_t>(hit.run)]->titleOf(hit.span);
    const std::int64_t own = span.end - span.start;
    if (partner < 0) return tr("%1: %2; the other run has no such span").arg(title, seconds(own));
    const timeline::Span& same = m_pair->span(1 - hit.run, partner);
    const std::int64_t other = same.end - same.start, first = hit.run == 0 ? own : other, second = hit.run == 0 ? other : own;
    return tr("%1: first run %2, second run %3 (%4)").arg(title, seconds(first), seconds(second), signedSeconds(static_cast<double>(second - first) * 1e-9));
}

void PairView::choose(const std::optional<Hit>& hit) {
    m_chosen = hit;
    setAccessibleDescription(hit ? describe(*hit) : QString());
    update();
    Q_EMIT spanChosen(hit ? hit->run : 0, hit ? hit->span : -1);
}

void PairView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paint(painter);
    look::paintFocusFrame(painter, this, rect());
}

void PairView::resizeEvent(QResizeEvent*) { m_scale.width = std::max(1.0, static_cast<double>(width())); }

void PairView::wheelEvent(QWheelEvent* event) {
    const double turned = event->angleDelta().y() ? event->angleDelta().y() : event->angleDelta().x();
    if (event->modifiers() & Qt::ShiftModifier) m_scale = m_scale.panned(turned, 0, m_length);
    else m_scale = m_scale.zoomed(std::pow(zoomStep, turned / 120), event->position().x(), 0, m_length);
    event->accept();
    update();
}

void PairView::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return;
    m_pressed = event->position();
    m_dragged = 0;
}

void PairView::mouseMoveEvent(QMouseEvent* event) {
    if (!m_pressed) return;
    m_dragged += std::abs(event->position().x() - m_pressed->x());
    if (m_dragged < dragBegins) return;
    m_scale = m_scale.panned(m_pressed->x() - event->position().x(), 0, m_length);
    m_pressed = event->position();
    update();
}

void PairView::mouseReleaseEvent(QMouseEvent* event) {
    if (m_pressed && m_dragged < dragBegins) choose(hitAt(event->position()));
    m_pressed.reset();
}

void PairView::keyPressEvent(QKeyEvent* event) {
    const double step = m_scale.width / 8;
    switch (event->key()) {
        case Qt::Key_W: m_scale = m_scale.zoomed(zoomStep, m_scale.width / 2, 0, m_length); break;
        case Qt::Key_S: m_scale = m_scale.zoomed(1 / zoomStep, m_scale.width / 2, 0, m_length); break;
        case Qt::Key_A:
        case Qt::Key_Left: m_scale = m_scale.panned(-step, 0, m_length); break;
        case Qt::Key_D:
        case Qt::Key_Right: m_scale = m_scale.panned(step, 0, m_length); break;
        case Qt::Key_F: return show(0, m_length);
        case Qt::Key_Escape:
            if (!m_chosen) return QWidget::keyPressEvent(event);
            return choose({});
        default: return QWidget::keyPressEvent(event);
    }
    update();
}

bool PairView::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    if (const auto hit = hitAt(help->pos())) QToolTip::showText(help->globalPos(), describe(*hit), this);
    else QToolTip::hideText();
    return true;
}

}  // namespace foldmeter::gui
