#include "publish/charts.h"

#include "publish/hatch.h"
#include "publish/png_image.h"
#include "publish/svg.h"
#include "report/stage_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace foldmeter::publish {
namespace {

using report::durationText;
using timeline::Category;

constexpr double pageWidth = 720, labelWidth = 150, barHeight = 26, barStep = 38;

// How many letters wide a byte of a text is: Chinese ones count twice, what goes on a character nothing.
std::size_t lettersOf(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte & 0xC0) == 0x80 ? 0 : byte >= 0xE3 ? 2 : 1;
}
std::size_t lettersOf(std::string_view text) {
    std::size_t letters = 0;
    for (const char c : text) letters += lettersOf(c);
    return letters;
}
// Cut to about `width` units at 12 units high.
std::string fitted(const std::string& text, double width) {
    const auto most = static_cast<std::size_t>(std::max(4.0, width / 6.6));
    if (lettersOf(text) <= most) return text;
    std::string cut;
    std::size_t letters = 0;
    for (const char c : text) {
        letters += lettersOf(c);
        if (letters >= most && lettersOf(c) > 0) break;
        cut += c;
    }
    return cut + "\xE2\x80\xA6";
}

// 1, 2 or 5 times a power of ten, so that about five steps make `extent`.
double niceStep(double extent) {
    const double rough = extent / 5, power = std::pow(10, std::floor(std::log10(rough)));
    for (const double factor : {1.0, 2.0, 5.0})
        if (rough <= factor * power) return factor * power;
    return 10 * power;
}

// Scale of seconds below bars: lines from top to bottom and their numbers.
void drawScale(Svg& svg, double most, double width, double top, double bottom) {
    if (!(most > 0)) return;
    const double step = niceStep(most);
    for (int i = 0; i * step <= most * 1.0001; ++i) {
        const double x = labelWidth + i * step / most * width;
        svg.line(x, top, x, bottom, lineInk);
        svg.text(x, bottom + 14, i == 0 ? "0" : durationText(i * step), mutedInk, Anchor::Middle, 11);
    }
}

struct Part {
    Category stage;
    double seconds;
};
// Stages in the order in which they happen; what is too small to see is added to `other`.
std::vector<Part> partsOf(const timeline::StageSeconds& stages) {
    std::vector<Part> parts;
    for (int i = 0; i < timeline::categoryCount; ++i)
        if (const auto stage = static_cast<Category>(i); stages.of(stage) > 0) parts.push_back({stage, stages.of(stage)});
    return parts;
}

void drawLegend(Svg& svg, const std::vector<StageBar>& bars, double top) {
    double x = labelWidth;
    double y = top;
    for (int i = 0; i < timeline::categoryCount; ++i) {
        const auto stage = static_cast<Category>(i);
        double most = 0;
        for (const StageBar& bar : bars) most = std::max(most, bar.stages.wall > 0 ? bar.stages.of(stage) / bar.stages.wall : 0);
        if (most < 0.002) continue;
        const std::string title = report::titleOf(stage);
        const double width = 24 + 6.6 * static_cast<double>(lettersOf(title));
        if (x + width > pageWidth) {
            x = labelWidth;
            y += 18;
        }
        svg.rectangle(x, y - 9, 10, 10, inkOf(stage));
        svg.raw(hatchOf(stage, x, y - 9, 10, 10));
        svg.text(x + 15, y, title, mutedInk, Anchor::Start, 11);
        x += width;
    }
}

void drawTicks(Svg& svg, const IntervalBar& bar, double y, double perSecond) {
    for (const double value : bar.seconds) svg.line(labelWidth + value * perSecond, y + 3, labelWidth + value * perSecond, y + barHeight - 3, textInk, 0.75);
    if (std::isnan(bar.interval.lower)) return;
    const double from = labelWidth + bar.interval.lower * perSecond, to = labelWidth + bar.interval.upper * perSecond, middle = y + barHeight / 2;
    svg.line(from, middle, to, middle, textInk, 2);
    svg.line(from, middle - 6, from, middle + 6, textInk, 2);
    svg.line(to, middle - 6, to, middle + 6, textInk, 2);
}

std::array<std::uint8_t, 3> paeColour(double value) {
    constexpr std::array<double, 3> low = {0x00, 0x44, 0x1B}, middle = {0x41, 0xAB, 0x5D}, high = {0xF7, 0xFC, 0xF5};
    const double share = std::clamp(value / 31.75, 0.0, 1.0);
    std::array<std::uint8_t, 3> colour{};
    for (std::size_t i = 0; i < 3; ++i) {
        const double mixed = share < 0.5 ? low[i] + (middle[i] - low[i]) * 2 * share : middle[i] + (high[i] - middle[i]) * (2 * share - 1);
        colour[i] = static_cast<std::uint8_t>(std::lround(mixed));
    }
    return colour;
}

RgbImage paeImage(const results::Matrix& pae) {
    constexpr int most = 512;
    const int size = std::min(most, pae.rows);
    const auto placeOf = [&](int pixel) { return static_cast<int>(static_cast<std::int64_t>(pixel) * pae.rows / size); };
    RgbImage image{size, size, {}};
    for (int y = 0; y < size; ++y)
        for (int x = 0; x < size; ++x) {
            double sum = 0;
            int count = 0;
            for (int row = placeOf(y); row < std::max(placeOf(y + 1), placeOf(y) + 1); ++row)
                for (int column = placeOf(x); column < std::max(placeOf(x + 1), placeOf(x) + 1); ++column, ++count) sum += static_cast<double>(pae.at(row, column));
            for (const std::uint8_t part : paeColour(sum / std::max(count, 1))) image.pixels.push_back(part);
        }
    return image;
}

// Tokens at which another chain begins.
std::vector<std::size_t> chainStarts(const std::vector<std::string>& chains) {
    std::vector<std::size_t> starts;
    for (std::size_t i = 0; i < chains.size(); ++i)
        if (i == 0 || chains[i] != chains[i - 1]) starts.push_back(i);
    return starts;
}

void drawPaeScale(Svg& svg, double left, double top, double width) {
    constexpr int steps = 32;
    RgbImage bar{steps, 1, {}};
    for (int i = 0; i < steps; ++i)
        for (const std::uint8_t part : paeColour(31.75 * (i + 0.5) / steps)) bar.pixels.push_back(part);
    svg.image(left, top, width, 10, pngAddress(toPng(bar)));
    svg.text(left, top + 24, "0", mutedInk, Anchor::Start, 11);
    svg.text(left + width / 2, top + 24, "PAE, \xC3\x85", mutedInk, Anchor::Middle, 11);
    svg.text(left + width, top + 24, "31.75", mutedInk, Anchor::End, 11);
}

std::string_view plddtBand(double value) { return value > 90 ? "#0053D6" : value > 70 ? "#65CBF3" : value > 50 ? "#FFDB13" : "#FF7D45"; }

}  // namespace

std::string drawStageBars(const std::vector<StageBar>& bars) {
    constexpr double numberWidth = 80;
    const double width = pageWidth - labelWidth - numberWidth, bottom = barStep * static_cast<double>(bars.size()) + 4;
    double most = 0;
    for (const StageBar& bar : bars) most = std::max(most, bar.stages.wall);
    Svg svg(pageWidth, bottom + 62);
    drawScale(svg, most, width, 0, bottom);
    for (std::size_t i = 0; i < bars.size(); ++i) {
        const double y = 4 + barStep * static_cast<double>(i);
        svg.text(labelWidth - 10, y + barHeight / 2 + 4, fitted(bars[i].label, labelWidth - 12), textInk, Anchor::End);
        double x = labelWidth;
        for (const Part& part : partsOf(bars[i].stages)) {
            const double length = most > 0 ? part.seconds / most * width : 0;
            const std::string title = report::titleOf(part.stage), text = durationText(part.seconds);
            svg.rectangle(x, y, length, barHeight, inkOf(part.stage), title + ": " + text);
            svg.raw(hatchOf(part.stage, x, y, length, barHeight));
            const bool dark = part.stage == Category::Optimize || part.stage == Category::Autotune || part.stage == Category::Execute;
            if (length > 12 + 6.3 * static_cast<double>(lettersOf(text))) svg.label(x + length / 2, y + barHeight / 2 + 4, text, dark);
            x += length;
        }
        svg.text(labelWidth + (most > 0 ? bars[i].stages.wall / most * width : 0) + 8, y + barHeight / 2 + 4, durationText(bars[i].stages.wall), textInk);
    }
    drawLegend(svg, bars, bottom + 38);
    return svg.finish();
}

std::string drawIntervalBars(const std::vector<IntervalBar>& bars) {
    constexpr double noteWidth = 190;
    const double width = pageWidth - labelWidth - noteWidth, bottom = barStep * static_cast<double>(bars.size()) + 4;
    double most = 0;
    for (const IntervalBar& bar : bars)
        for (const double value : bar.seconds) most = std::max(most, value);
    Svg svg(pageWidth, bottom + 24);
    drawScale(svg, most, width, 0, bottom);
    for (std::size_t i = 0; i < bars.size(); ++i) {
        const double y = 4 + barStep * static_cast<double>(i), perSecond = most > 0 ? width / most : 0;
        svg.text(labelWidth - 10, y + barHeight / 2 + 4, fitted(bars[i].label, labelWidth - 12), textInk, Anchor::End);
        svg.rectangle(labelWidth, y, std::isnan(bars[i].median) ? 0 : bars[i].median * perSecond, barHeight, bars[i].baseline ? lineInk : Ink{"trace", "#56B4E9", "#56B4E9"});
        drawTicks(svg, bars[i], y, perSecond);
        svg.text(pageWidth - noteWidth + 12, y + barHeight / 2 + 4, fitted(bars[i].note, noteWidth - 12), textInk);
    }
    return svg.finish();
}

std::string drawStored(const results::StoredPicture& picture) {
    constexpr double most = 360, tallest = 340, enlarged = 1.5;   // units; more than this often its pixels would be seen
    const double scale = std::min({enlarged, most / picture.width, tallest / picture.height}), width = scale * picture.width, height = scale * picture.height;
    Svg svg(width, height);
    svg.image(0, 0, width, height, pngAddress(picture.png), Svg::Scaling::Smooth);
    return svg.finish();
}

std::string drawPae(const results::Matrix& pae, const std::vector<std::string>& tokenChains) {
    if (pae.rows <= 0 || pae.rows != pae.columns) return {};
    constexpr double side = 280, left = 30, top = 18;
    Svg svg(left + side + 12, top + side + 46);
    svg.image(left, top, side, side, pngAddress(toPng(paeImage(pae))));
    const std::vector<std::size_t> starts = chainStarts(tokenChains);
    const auto at = [&](std::size_t token) { return side * static_cast<double>(token) / pae.rows; };
    for (std::size_t i = 0; i < starts.size(); ++i) {
        const double from = at(starts[i]), to = i + 1 < starts.size() ? at(starts[i + 1]) : side;
        if (i > 0) {
            svg.line(left + from, top, left + from, top + side, textInk);
            svg.line(left, top + from, left + side, top + from, textInk);
        }
        if (to - from < 10) continue;
        svg.text(left + (from + to) / 2, top - 5, tokenChains[starts[i]], mutedInk, Anchor::Middle, 11);
        svg.text(left - 8, top + (from + to) / 2 + 4, tokenChains[starts[i]], mutedInk, Anchor::End, 11);
    }
    svg.outline(left, top, side, side, mutedInk);
    drawPaeScale(svg, left, top + side + 12, side);
    return svg.finish();
}

std::string drawPlddt(const std::vector<double>& values, const std::vector<std::string>& chains) {
    constexpr double left = 34, top = 6, height = 130, width = pageWidth - left - 6;
    if (values.empty()) return {};
    Svg svg(pageWidth, top + height + 34);
    for (const int level : {50, 70, 90}) {
        const double y = top + height * (1 - level / 100.0);
        svg.line(left, y, left + width, y, lineInk);
        svg.text(left - 6, y + 4, std::to_string(level), mutedInk, Anchor::End, 11);
    }
    const double step = width / static_cast<double>(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double tall = height * std::clamp(values[i], 0.0, 100.0) / 100;
        svg.raw(fmt::format("<rect x=\"{:.2f}\" y=\"{:.2f}\" width=\"{:.2f}\" height=\"{:.2f}\" fill=\"{}\"/>\n", left + step * static_cast<double>(i), top + height - tall, std::max(0.3, step * 0.92), tall, plddtBand(values[i])));
    }
    const std::vector<std::size_t> starts = chainStarts(chains);
    for (std::size_t i = 0; i < starts.size(); ++i) {
        const double from = left + step * static_cast<double>(starts[i]), to = left + step * static_cast<double>(i + 1 < starts.size() ? starts[i + 1] : values.size());
        if (i > 0) svg.line(from, top, from, top + height + 4, textInk);
        if (to - from > 12) svg.text((from + to) / 2, top + height + 18, chains[starts[i]], mutedInk, Anchor::Middle, 11);
    }
    return svg.finish();
}

}  // namespace foldmeter::publish
