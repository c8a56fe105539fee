#include "gui/run/matrix_image.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace foldmeter::gui {
namespace {

struct Stop {
    double at;
    QRgb colour;
};

std::array<QRgb, 256> between(const std::vector<Stop>& stops) {
    std::array<QRgb, 256> table{};
    for (std::size_t i = 0; i < table.size(); ++i) {
        const double x = static_cast<double>(i) / 255;
        std::size_t upper = 1;
        while (upper + 1 < stops.size() && stops[upper].at < x) ++upper;
        const Stop &a = stops[upper - 1], &b = stops[upper];
        const double share = std::clamp((x - a.at) / (b.at - a.at), 0.0, 1.0);
        const auto mix = [&](int from, int to) { return static_cast<int>(std::lround(from + (to - from) * share)); };
        table[i] = qRgb(mix(qRed(a.colour), qRed(b.colour)), mix(qGreen(a.colour), qGreen(b.colour)), mix(qBlue(a.colour), qBlue(b.colour)));
    }
    return table;
}

std::vector<Stop> evenly(const std::vector<QRgb>& colours) {
    std::vector<Stop> stops;
    for (std::size_t i = 0; i < colours.size(); ++i) stops.push_back({static_cast<double>(i) / static_cast<double>(colours.size() - 1), colours[i]});
    return stops;
}

// Where pixel edges lie in the table: [first, last) of every pixel, at least one value each.
std::vector<std::pair<int, int>> rangesOf(int first, int values, int pixels) {
    std::vector<std::pair<int, int>> ranges;
    for (int p = 0; p < pixels; ++p) {
        const auto from = static_cast<int>(static_cast<std::int64_t>(p) * values / pixels), to = static_cast<int>(static_cast<std::int64_t>(p + 1) * values / pixels);
        ranges.emplace_back(first + from, first + std::max(to, from + 1));
    }
    return ranges;
}

}  // namespace

const std::array<QRgb, 256>& coloursOf(ColourScale scale) {
    static const auto greens = between(evenly({0x00441b, 0x006d2c, 0x238b45, 0x41ab5d, 0x74c476, 0xa1d99b, 0xc7e9c0, 0xe5f5e0, 0xf7fcf5}));   // ColorBrewer, turned round
    static const auto chimera = between(evenly({0x0000ff, 0x6495ed, 0xffff00, 0xffa500, 0x808080, 0xd3d3d3, 0xffffff}));                    // steps of 5 A up to 30
    static const auto blues = between(evenly({0xf7fbff, 0xdeebf7, 0xc6dbef, 0x9ecae1, 0x6baed6, 0x4292c6, 0x2171b5, 0x08519c, 0x08306b}));
    return scale == ColourScale::ChimeraX ? chimera : scale == ColourScale::Blues ? blues : greens;
}

QColor colourAt(ColourScale scale, const ColourBounds& bounds, double value) {
    if (std::isnan(value)) return QColor(0x9A9A9A);
    const double share = std::clamp((value - bounds.low) / (bounds.high - bounds.low), 0.0, 1.0);
    return QColor(coloursOf(scale)[static_cast<std::size_t>(share * 255)]);
}

QImage imageOf(const results::Matrix& matrix, const QRect& part, const QSize& size, ColourScale scale, const ColourBounds& bounds) {
    if (matrix.empty() || part.isEmpty() || size.isEmpty()) return {};
    // One colour a value where the table is small: Qt enlarges it sharply when it is drawn.
    const QSize pixels = size.boundedTo(part.size());
    const auto columns = rangesOf(part.left(), part.width(), pixels.width()), rows = rangesOf(part.top(), part.height(), pixels.height());
    const auto& table = coloursOf(scale);
    const auto low = static_cast<float>(bounds.low), factor = static_cast<float>(255 / (bounds.high - bounds.low));
    QImage image(pixels, QImage::Format_RGB32);
    std::vector<float> sums(columns.size());
    for (int y = 0; y < pixels.height(); ++y) {
        const auto [firstRow, lastRow] = rows[static_cast<std::size_t>(y)];
        std::fill(sums.begin(), sums.end(), 0.0f);
        for (int row = firstRow; row < lastRow; ++row) {
            const float* values = matrix.values.data() + static_cast<std::size_t>(row) * static_cast<std::size_t>(matrix.columns);
            for (std::size_t x = 0; x < columns.size(); ++x)
                for (int column = columns[x].first; column < columns[x].second; ++column) sums[x] += values[column];
        }
        auto* line = reinterpret_cast<QRgb*>(image.scanLine(y));
        for (std::size_t x = 0; x < columns.size(); ++x) {
            const float mean = sums[x] / static_cast<float>((columns[x].second - columns[x].first) * (lastRow - firstRow));
            line[x] = std::isnan(mean) ? qRgb(0x9a, 0x9a, 0x9a) : (0xff000000u | table[static_cast<std::size_t>(std::clamp((mean - low) * factor, 0.0f, 255.0f))]);
        }
    }
    return image;
}

}  // namespace foldmeter::gui
