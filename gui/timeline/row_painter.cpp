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

QColor between(const QColor& a, const QColor& b, double share) {
    const auto mix = [&](int x, int y) { return static_cast<int>(x + (y - x) * share); };
    return {mix(a.red(), b.red()), mix(a.green(), b.green()), mix(a.blue(), b.blue())};
}

}  // namespace

QColor spanColour(const look::Theme& theme, timeline::Category category, std::string_view name) {
    if (category != timeline::Category::Other) return look::stageColour(theme, timeline::nameOf(category));
    std::uint32_t sum = 2166136261u;   // FNV-1a: the same name, the same shade
    for (const char c : name) sum = (sum ^ static_cast<unsigned char>(c)) * 16777619u;
    return between(theme.line, theme.muted, 0.1 + 0.6 * (sum >> 8 & 255) / 255.0);
}

QColor textOn(const QColor& background) {
    const double light = 0.2126 * background.redF() + 0.7152 * background.greenF() + 0.0722 * background.blueF();
    return light > 0.5 ? QColor(0x10131A) : QColor(Qt::white);
}

StageColours stageColours(const look::Theme& theme) {
    StageColours colours;
    for (std::size_t c = 0; c < colours.size(); ++c) colours[c] = look::stageColour(theme, timeline::nameOf(static_cast<timeline::Category>(c))).rgb();
    return colours;
}

QColor mixedColour(const Lane::Mix& mix, const StageColours& colours) {
    std::int64_t sum = 0, red = 0, green = 0, blue = 0;   // nanoseconds times 0..255: a run of a year still fits
    for (std::size_t c = 0; c < mix.size(); ++c) {
        const std::int64_t time = mix[c];
        const QRgb colour = colours[c];
        sum += time, red += time * qRed(colour), green += time * qGreen(colour), blue += time * qBlue(colour);
    }
    if (sum <= 0) return QColor(colours[static_cast<std::size_t>(timeline::Category::Featurise)]);   // nothing but instants
    return {static_cast<int>(red / sum), static_cast<int>(green / sum), static_cast<int>(blue / sum)};
}

void RowPainter::paintLane(QPainter& painter, const Lane& lane, const QRectF& area, bool labels) const {
    const QFontMetricsF metrics(painter.font());
    const StageColours colours = stageColours(theme);
    for (const LanePiece& piece : piecesOf(lane, scale.from, scale.to, area.width())) {
        const double left = std::max(piece.left, -1.0), right = std::min(piece.right, area.width() + 1);
        QRectF box(area.left() + left, area.top(), std::max(right - left, 1.0), area.height());
        if (piece.count > 1) {
            const Lane::Mix mix = lane.mix(piece.first, piece.first + piece.count);
            const double covered = static_cast<double>(std::accumulate(mix.begin(), mix.end(), std::int64_t{0}));
            const double seen = static_cast<double>(lane.end(piece.first + piece.count - 1) - lane.start(piece.first));
            painter.fillRect(QRect(static_cast<int>(box.left()), static_cast<int>(box.top()), static_cast<int>(box.width() + 1), static_cast<int>(box.height())), between(theme.window, mixedColour(mix, colours), std::clamp(seen > 0 ? covered / seen : 1.0, 0.35, 1.0)));
            continue;
        }
        if (box.width() > 4) box.setWidth(box.width() - 1);   // neighbours of one colour stay two
        const int span = lane.span(piece.first);
        const QColor colour = spanColour(theme, lane.category(piece.first), span >= 0 ? std::string_view(list.span(span).name) : std::string_view());
        painter.fillRect(box, colour);
        if (span >= 0 && selected.contains(span)) {
            painter.setPen(QPen(theme.accent, 2));
            painter.setBrush(Qt::NoBrush);
            painter.drawRect(box.adjusted(1, 1, -1, -1));
        }
        if (!labels || box.width() < leastLabelled) continue;
        const QString title = span >= 0 ? list.titleOf(span) : look::duration(static_cast<double>(lane.end(piece.first) - lane.start(piece.first)) * 1e-9);
        painter.setPen(textOn(colour));
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
