#include "gui/timeline/row_painter.h"

#include "gui/look/numbers.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace foldmeter::gui {
namespace {

constexpr double leastLabelled = 36;   // pixels

void fillSpan(QPainter& painter, const QRectF& box, std::string_view stage, const look::Theme& theme) {
    painter.fillRect(box, look::stageColour(theme, stage));
    if (look::isHatched(stage)) painter.fillRect(box, QBrush(theme.muted, Qt::BDiagPattern));
}

}  // namespace

QColor textOn(const QColor& background) {
    const double light = 0.2126 * background.redF() + 0.7152 * background.greenF() + 0.0722 * background.blueF();
    return light > 0.5 ? QColor(0x10131A) : QColor(Qt::white);
}

QColor mixedColour(const Lane::Mix& mix, const look::Theme& theme) {
    const double sum = static_cast<double>(std::accumulate(mix.begin(), mix.end(), std::int64_t{0}));
    if (sum <= 0) return theme.muted;
    double red = 0, green = 0, blue = 0;
    for (std::size_t c = 0; c < mix.size(); ++c) {
        if (mix[c] == 0) continue;
        const QColor colour = look::stageColour(theme, timeline::nameOf(static_cast<timeline::Category>(c)));
        const double share = static_cast<double>(mix[c]) / sum;
        red += share * colour.redF(), green += share * colour.greenF(), blue += share * colour.blueF();
    }
    return QColor::fromRgbF(static_cast<float>(std::min(red, 1.0)), static_cast<float>(std::min(green, 1.0)), static_cast<float>(std::min(blue, 1.0)));
}

void RowPainter::paintLane(QPainter& painter, const Lane& lane, const QRectF& area, bool labels) const {
    const QFontMetricsF metrics(painter.font());
    for (const LanePiece& piece : piecesOf(lane, scale.from, scale.to, area.width())) {
        const double left = std::max(piece.left, -1.0), right = std::min(piece.right, area.width() + 1);
        QRectF box(area.left() + left, area.top(), std::max(right - left, 1.0), area.height());
        if (piece.count > 1) {
            const Lane::Mix mix = lane.mix(piece.first, piece.first + piece.count);
            const double covered = static_cast<double>(std::accumulate(mix.begin(), mix.end(), std::int64_t{0}));
            const double seen = static_cast<double>(lane.end(piece.first + piece.count - 1) - lane.start(piece.first));
            QColor colour = mixedColour(mix, theme);
            colour.setAlphaF(static_cast<float>(std::clamp(seen > 0 ? covered / seen : 1.0, 0.35, 1.0)));
            painter.fillRect(box, colour);
            continue;
        }
        if (box.width() > 4) box.setWidth(box.width() - 1);   // neighbours of one colour stay two
        const std::string_view stage = timeline::nameOf(lane.category(piece.first));
        fillSpan(painter, box, stage, theme);
        const int span = lane.span(piece.first);
        if (span >= 0 && selected.contains(span)) {
            painter.setPen(QPen(theme.accent, 2));
            painter.setBrush(Qt::NoBrush);
            painter.drawRect(box.adjusted(1, 1, -1, -1));
        }
        if (!labels || box.width() < leastLabelled) continue;
        const QString title = span >= 0 ? list.titleOf(span) : look::duration(static_cast<double>(lane.end(piece.first) - lane.start(piece.first)) * 1e-9);
        painter.setPen(textOn(look::stageColour(theme, stage)));
        painter.drawText(box.adjusted(4, 0, -3, 0), Qt::AlignVCenter | Qt::AlignLeft, metrics.elidedText(title, Qt::ElideRight, box.width() - 7));
    }
}

void RowPainter::paintCounter(QPainter& painter, const CounterRow& counter, const QRectF& area) const {
    if (counter.greatest <= 0) return;
    const auto y = [&](double value) { return area.bottom() - std::clamp(value / counter.greatest, 0.0, 1.0) * (area.height() - 2); };
    const auto first = std::lower_bound(counter.times.begin(), counter.times.end(), scale.from);
    auto i = static_cast<std::size_t>(std::max<std::ptrdiff_t>(first - counter.times.begin() - 1, 0));
    QPainterPath line;
    double lastX = 0;
    for (bool started = false; i < counter.times.size(); ++i) {
        const double x = area.left() + scale.pixel(counter.times[i]);
        if (started && x - lastX < 1 && x < area.right()) continue;   // one point a pixel
        if (!started) line.moveTo(x, y(counter.values[i]));
        else line.lineTo(x, y(counter.values[i]));
        started = true;
        lastX = x;
        if (x > area.right()) break;
    }
    if (line.isEmpty()) return;
    QPainterPath filled = line;
    filled.lineTo(lastX, area.bottom());
    filled.lineTo(line.elementAt(0).x, area.bottom());
    painter.save();
    painter.setClipRect(area);
    QColor fill = theme.accent;
    fill.setAlphaF(0.2f);
    painter.fillPath(filled, fill);
    painter.setPen(QPen(theme.accent, 1.2));
    painter.setRenderHint(QPainter::Antialiasing);
    painter.drawPath(line);
    painter.restore();
}

}  // namespace foldmeter::gui
