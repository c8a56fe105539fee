#include "gui/timeline/roofline.h"

#include "gui/look/numbers.h"
#include "gui/look/theme.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace foldmeter::gui {
namespace {

constexpr std::size_t labelled = 4;   // points whose names are written
const QString kRate = QStringLiteral("FLOP/s");

}  // namespace

Roofline::Roofline(QWidget* parent) : QWidget(parent) {
    setAccessibleName(tr("Kernels against the machine's limit"));
    setMinimumSize(200, 120);
    setMouseTracking(true);
    look::setTextSize(this, look::TextSize::Small);
}

void Roofline::setSummary(std::shared_ptr<const RangeSummary> summary) {
    m_summary = std::move(summary);
    m_points.clear();
    m_chosen.clear();
    if (m_summary)
        for (const timeline::TableRow& row : timeline::makeTable(timeline::TableKind::ByKernel, m_summary->tree, m_summary->list->kernels).rows) {
            if (row.flops <= 0 || row.bytes <= 0 || row.total <= 0) continue;   // copies do no operations
            const double seconds = static_cast<double>(row.total) * 1e-9;
            m_points.push_back({QString::fromStdString(row.name), QString::fromStdString(row.scope), row.flops / row.bytes, row.flops / seconds, seconds, row.calls, row.longest});
        }
    update();
}

void Roofline::setLimits(const MachineLimits& limits) {
    m_limits = limits;
    update();
}

double Roofline::Axes::x(double intensity) const { return plot.left() + (std::log10(intensity) - left) / (right - left) * plot.width(); }
double Roofline::Axes::y(double rate) const { return plot.bottom() - (std::log10(rate) - bottom) / (top - bottom) * plot.height(); }

// Whole decades around points and roofs.
Roofline::Axes Roofline::axes() const {
    Axes axes;
    axes.plot = QRectF(rect()).adjusted(100, 14, -24, -38);
    double lowX = 1e30, highX = 0, lowY = 1e30, highY = 0;
    for (const Point& point : m_points) {
        lowX = std::min(lowX, point.intensity), highX = std::max(highX, point.intensity);
        lowY = std::min(lowY, point.rate), highY = std::max(highY, point.rate);
    }
    for (const auto& peak : {m_limits.peakF32, m_limits.peakBf16})
        if (peak) highY = std::max(highY, *peak);
    axes.left = std::floor(std::log10(lowX));
    axes.right = std::max(std::ceil(std::log10(highX)), axes.left + 1);
    axes.bottom = std::floor(std::log10(lowY));
    axes.top = std::max(std::ceil(std::log10(highY * 1.2)), axes.bottom + 1);
    return axes;
}

double Roofline::radiusOf(const Point& point) const { return 3 + 9 * std::sqrt(m_points.empty() ? 0 : point.seconds / m_points.front().seconds); }

QPointF Roofline::placeOf(const Point& point) const {
    const Axes at = axes();
    return {at.x(point.intensity), at.y(point.rate)};
}

const Roofline::Point* Roofline::pointAt(const QPointF& place) const {
    const Point* best = nullptr;
    double nearest = 1e9;
    for (const Point& point : m_points) {   // of points over each other the smaller one
        const QPointF way = placeOf(point) - place;
        const double distance = std::hypot(way.x(), way.y()), reach = radiusOf(point) + 2;
        if (distance <= reach && reach < nearest) nearest = reach, best = &point;
    }
    return best;
}

QString Roofline::describe(const Point& point) const {
    QStringList lines{point.name};
    if (!point.scope.isEmpty()) lines << point.scope;
    lines << tr("%1, %2 operations a byte").arg(look::quantity(point.rate, kRate), look::number(point.intensity));
    if (const auto roof = m_limits.roofAt(point.intensity)) lines << tr("%1 of the limit there (%2)").arg(look::percent(point.rate / *roof), look::quantity(*roof, kRate));
    lines << tr("%1 in %n call(s)", nullptr, static_cast<int>(point.calls)).arg(look::duration(point.seconds));
    return lines.join(u'\n');
}

QString Roofline::emptyText() const {
    if (!m_summary) return tr("No timeline is shown.");
    if (m_summary->list->kernels.empty()) return tr("How much work the kernels do is in the timing file of a finished run of this program. Without it they cannot be held against the machine's limit.");
    return tr("No kernel ran in this range.");
}

void Roofline::paint(QPainter& painter) const {
    const look::Theme& theme = look::themeOf(this);
    painter.setFont(look::font(look::TextSize::Small));
    painter.fillRect(rect(), theme.window);
    if (m_points.empty()) {
        painter.setPen(theme.muted);
        painter.drawText(rect().adjusted(16, 0, -16, 0), Qt::AlignCenter | Qt::TextWordWrap, emptyText());
        return;
    }
    const Axes at = axes();
    painter.setRenderHint(QPainter::Antialiasing);
    paintAxes(painter, at);
    paintRoofs(painter, at);
    for (const Point& point : m_points) {
        QColor fill = theme.execute;
        fill.setAlphaF(0.55f);
        painter.setBrush(fill);
        painter.setPen(QPen(point.name == m_chosen ? theme.accent : theme.execute, point.name == m_chosen ? 2.5 : 1));
        painter.drawEllipse(placeOf(point), radiusOf(point), radiusOf(point));
    }
    painter.setPen(theme.text);
    std::vector<QRectF> taken;
    for (std::size_t i = 0; i < m_points.size() && taken.size() < labelled; ++i) {
        const QPointF place = placeOf(m_points[i]);
        const double width = painter.fontMetrics().horizontalAdvance(m_points[i].name), radius = radiusOf(m_points[i]) + 3;
        QRectF label(place.x() + radius, place.y() - 8, width, 16);
        if (label.right() > at.plot.right()) label.moveRight(place.x() - radius);
        if (label.left() < at.plot.left() || std::any_of(taken.begin(), taken.end(), [&](const QRectF& other) { return other.intersects(label); })) continue;
        painter.drawText(label, Qt::AlignCenter, m_points[i].name);
        taken.push_back(label);
    }
}

void Roofline::paintAxes(QPainter& painter, const Axes& at) const {
    const look::Theme& theme = look::themeOf(this);
    for (double decade = at.left; decade <= at.right; ++decade) {
        const double x = at.plot.left() + (decade - at.left) / (at.right - at.left) * at.plot.width();
        painter.setPen(QPen(theme.line, 1));
        painter.drawLine(QPointF(x, at.plot.top()), QPointF(x, at.plot.bottom()));
        painter.setPen(theme.muted);
        painter.drawText(QRectF(x - 40, at.plot.bottom() + 2, 80, 16), Qt::AlignCenter, look::number(std::pow(10, decade), 1));
    }
    for (double decade = at.bottom; decade <= at.top; ++decade) {
        const double y = at.plot.bottom() - (decade - at.bottom) / (at.top - at.bottom) * at.plot.height();
        painter.setPen(QPen(theme.line, 1));
        painter.drawLine(QPointF(at.plot.left(), y), QPointF(at.plot.right(), y));
        painter.setPen(theme.muted);
        painter.drawText(QRectF(0, y - 8, at.plot.left() - 6, 16), Qt::AlignRight | Qt::AlignVCenter, look::quantity(std::pow(10, decade), kRate));
    }
    painter.drawText(QRectF(at.plot.left(), at.plot.bottom() + 18, at.plot.width(), 18), Qt::AlignCenter, tr("operations a byte"));
}

void Roofline::paintRoofs(QPainter& painter, const Axes& at) const {
    const look::Theme& theme = look::themeOf(this);
    const auto flat = [&](const std::optional<double>& peak, const QString& name) {
        if (!peak) return;
        const double y = at.y(*peak), from = m_limits.bandwidth ? std::max(at.plot.left(), at.x(*peak / *m_limits.bandwidth)) : at.plot.left();
        painter.setPen(QPen(theme.autotune, 1.6));
        painter.drawLine(QPointF(from, y), QPointF(at.plot.right(), y));
        painter.setPen(theme.text);
        painter.drawText(QRectF(at.plot.left() + 4, y - 17, at.plot.width() - 8, 16), Qt::AlignRight, tr("%1 peak %2").arg(name, look::quantity(*peak, kRate)));
    };
    flat(m_limits.peakF32, QStringLiteral("f32"));
    flat(m_limits.peakBf16, QStringLiteral("bf16"));
    if (m_limits.bandwidth) {
        const double highest = std::max(m_limits.peakF32.value_or(0), m_limits.peakBf16.value_or(0));
        const double from = std::pow(10, std::max(at.left, at.bottom - std::log10(*m_limits.bandwidth)));
        const double to = highest > 0 ? highest / *m_limits.bandwidth : std::pow(10, at.right);
        painter.setPen(QPen(theme.autotune, 1.6));
        painter.drawLine(QPointF(at.x(from), at.y(from * *m_limits.bandwidth)), QPointF(at.x(to), at.y(to * *m_limits.bandwidth)));
        painter.setPen(theme.text);
        painter.drawText(QRectF(at.plot.left() + 4, at.plot.top(), at.plot.width(), 16), Qt::AlignLeft, tr("memory %1").arg(look::quantity(*m_limits.bandwidth, QStringLiteral("B/s"))));
    }
    QStringList missing;
    if (!m_limits.peakF32 && !m_limits.peakBf16) missing << tr("peak not measured");
    if (!m_limits.bandwidth) missing << tr("memory bandwidth not measured");
    painter.setPen(theme.muted);
    painter.drawText(QRectF(at.plot.left() + 4, at.plot.bottom() - 18, at.plot.width() - 8, 16), Qt::AlignRight, missing.join(QStringLiteral(" · ")));
}

void Roofline::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paint(painter);
}

void Roofline::mousePressEvent(QMouseEvent* event) {
    const Point* point = pointAt(event->position());
    m_chosen = point ? point->name : QString();
    setAccessibleDescription(point ? describe(*point) : QString());
    update();
    if (point && point->longest >= 0) Q_EMIT spanAsked(point->longest);
}

bool Roofline::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        if (const Point* point = pointAt(help->pos())) QToolTip::showText(help->globalPos(), describe(*point), this);
        else QToolTip::hideText();
        return true;
    }
    return QWidget::event(event);
}

}  // namespace foldmeter::gui
