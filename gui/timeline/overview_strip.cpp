#include "gui/timeline/overview_strip.h"

#include "gui/timeline/row_painter.h"

#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

namespace foldmeter::gui {

OverviewStrip::OverviewStrip(QWidget* parent) : QWidget(parent) {
    setAccessibleName(tr("Overview of the whole run"));
    setToolTip(tr("The whole run. Drag the bright part to move what the tracks show; drag beside it to choose another part."));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFixedHeight(36);
}

void OverviewStrip::setTracks(std::shared_ptr<const TrackList> list) {
    m_list = std::move(list);
    update();
}

void OverviewStrip::setSeen(std::int64_t from, std::int64_t to) {
    m_from = from;
    m_to = to;
    update();
}

void OverviewStrip::setLeftMargin(int pixels) {
    m_margin = pixels;
    update();
}

TimeScale OverviewStrip::scale() const {
    return {m_list->start, std::max(m_list->end, m_list->start + 1), static_cast<double>(std::max(1, width() - m_margin))};
}

void OverviewStrip::paintEvent(QPaintEvent*) {
    const look::Theme& theme = look::themeOf(this);
    QPainter painter(this);
    painter.fillRect(rect(), theme.panel);
    if (!m_list || m_list->groups.empty()) return;
    const TimeScale all = scale();
    const RowPainter rows{*m_list, all, theme, {}};
    painter.setClipRect(m_margin, 0, width() - m_margin, height());
    if (!m_list->groups.front().rows.empty()) rows.paintLane(painter, m_list->groups.front().rows.front().lane, QRectF(m_margin, 6, all.width, height() - 12), false);
    QColor shade = theme.panel;
    shade.setAlphaF(0.65f);
    const double left = m_margin + all.pixel(m_from), right = m_margin + all.pixel(m_to);
    painter.fillRect(QRectF(m_margin, 0, left - m_margin, height()), shade);
    painter.fillRect(QRectF(right, 0, width() - right, height()), shade);
    painter.setPen(QPen(theme.accent, 1));
    painter.drawRect(QRectF(left, 0.5, std::max(right - left - 1, 2.0), height() - 1));
}

void OverviewStrip::mousePressEvent(QMouseEvent* event) {
    if (!m_list || event->button() != Qt::LeftButton) return;
    const TimeScale all = scale();
    const double x = event->position().x() - m_margin, left = all.pixel(m_from), right = all.pixel(m_to);
    const bool whole = m_from <= m_list->start && m_to >= m_list->end;
    m_moves = !whole && x >= left && x <= right;
    m_grabbed = x - left;
    m_anchor = all.time(x);
}

void OverviewStrip::mouseMoveEvent(QMouseEvent* event) {
    if (m_list && event->buttons() & Qt::LeftButton) drag(event->position().x() - m_margin);
}

void OverviewStrip::drag(double x) {
    const TimeScale all = scale();
    const std::int64_t here = std::clamp(all.time(m_moves ? x - m_grabbed : x), m_list->start, m_list->end);
    if (m_moves) {
        const std::int64_t from = std::min(here, m_list->end - (m_to - m_from));
        Q_EMIT rangeAsked(from, from + (m_to - m_from));
    } else if (here != m_anchor) {
        Q_EMIT rangeAsked(std::min(here, m_anchor), std::max(here, m_anchor));
    }
}

}  // namespace foldmeter::gui
