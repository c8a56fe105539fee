#include "publish/hatch.h"

#include <fmt/format.h>

#include <algorithm>

namespace foldmeter::publish {
namespace {

using timeline::Category;

constexpr double step = 6, narrowest = 3;   // units
constexpr std::string_view hidden = "display=\"none\" class=\"hatch\"";

struct Box {
    double x, y, width, height;
};

std::string lineText(double x1, double y1, double x2, double y2) { return fmt::format("M{:.2f} {:.2f}L{:.2f} {:.2f}", x1, y1, x2, y2); }

std::string level(const Box& box) {
    std::string lines;
    for (double y = step / 2; y < box.height; y += step) lines += lineText(box.x, box.y + y, box.x + box.width, box.y + y);
    return lines;
}
std::string upright(const Box& box) {
    std::string lines;
    for (double x = step / 2; x < box.width; x += step) lines += lineText(box.x + x, box.y, box.x + x, box.y + box.height);
    return lines;
}
// From the left edge and the top one on, cut where the line leaves the box. `rising`: towards the right.
std::string slanted(const Box& box, bool rising) {
    std::string lines;
    for (double start = step / 2 - box.height; start < box.width; start += step) {
        const double from = std::max(start, 0.0), to = std::min(start + box.height, box.width);
        if (to <= from) continue;
        const double first = from - start, last = to - start;
        lines += rising ? lineText(box.x + from, box.y + box.height - first, box.x + to, box.y + box.height - last) : lineText(box.x + from, box.y + first, box.x + to, box.y + last);
    }
    return lines;
}

std::string linesOf(Category stage, const Box& box) {
    switch (stage) {
        case Category::Featurise:
        case Category::Load:
        case Category::Write:
        case Category::Trace: return level(box);
        case Category::Optimize: return upright(box);
        case Category::Codegen: return slanted(box, false);
        case Category::Autotune: return slanted(box, false) + slanted(box, true);
        case Category::Execute: return {};
        default: return slanted(box, true);
    }
}

}  // namespace

std::string hatchOf(Category stage, double x, double y, double width, double height) {
    if (width < narrowest || height < narrowest) return {};
    const std::string lines = linesOf(stage, {x, y, width, height});
    if (lines.empty()) return {};
    const bool dotted = stage == Category::Featurise || stage == Category::Load || stage == Category::Write;
    return fmt::format("<path d=\"{}\" fill=\"none\" stroke=\"#10131A\" stroke-opacity=\"0.4\" stroke-width=\"{}\"{} {}/>\n", lines, dotted ? 1.5 : 0.8, dotted ? " stroke-dasharray=\"1.5 4.5\"" : "", hidden);
}

std::string hatchStyle() { return "@media print {.hatch{display:inline}}\n"; }

std::string withHatches(std::string svg) {
    for (std::size_t at = 0; (at = svg.find(hidden, at)) != std::string::npos;) svg.erase(at, hidden.size());
    return svg;
}

}  // namespace foldmeter::publish
