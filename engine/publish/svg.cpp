#include "publish/svg.h"

#include <fmt/format.h>

#include <array>
#include <utility>
#include <vector>

namespace foldmeter::publish {
namespace {

using timeline::Category;

constexpr Ink preparing{"preparing", "#8A94A3", "#8A94A3"};
constexpr std::array<Ink, timeline::categoryCount> stageInks = {
    preparing, preparing, Ink{"trace", "#56B4E9", "#56B4E9"}, Ink{"optimize", "#0072B2", "#3D9BD6"}, Ink{"codegen", "#E69F00", "#F0B429"},
    Ink{"autotune", "#D55E00", "#F07A2B"}, Ink{"execute", "#009E73", "#2BC79B"}, preparing, Ink{"line", "#D9DEE5", "#323943"}};

// Length of the valid UTF-8 character at `at`; 0 if there is none.
std::size_t characterLength(std::string_view text, std::size_t at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    const std::size_t length = byte < 0x80 ? 1 : byte >= 0xC2 && byte < 0xE0 ? 2 : byte >= 0xE0 && byte < 0xF0 ? 3 : byte >= 0xF0 && byte < 0xF5 ? 4 : 0;
    if (length == 0 || at + length > text.size()) return 0;
    for (std::size_t i = 1; i < length; ++i)
        if ((static_cast<unsigned char>(text[at + i]) & 0xC0) != 0x80) return 0;
    return length;
}

std::string number(double value) { return fmt::format("{:.5g}", value); }

}  // namespace

const Ink textInk{"text", "#1B2430", "#E6EAF0"}, mutedInk{"muted", "#5B6675", "#98A3B3"}, lineInk{"line", "#D9DEE5", "#323943"}, panelInk{"panel", "#F6F7F9", "#1C2026"},
    accentInk{"accent", "#2457C5", "#7AA2FF"}, longerInk{"autotune", "#D55E00", "#F07A2B"}, shorterInk{"execute", "#009E73", "#2BC79B"};

namespace {

std::vector<Ink> allInks() {
    return {textInk, mutedInk, lineInk, panelInk, accentInk, preparing, inkOf(Category::Trace), inkOf(Category::Optimize), inkOf(Category::Codegen), inkOf(Category::Autotune), inkOf(Category::Execute)};
}

}  // namespace

Ink inkOf(Category stage) { return stageInks[static_cast<std::size_t>(stage)]; }

std::string inDarkInks(std::string svg) {
    for (const Ink& ink : allInks())
        for (const auto& [attribute, kind] : {std::pair("fill", "f"), std::pair("stroke", "s")}) {
            const std::string light = fmt::format("{}=\"{}\" class=\"{}-{}\"", attribute, ink.light, kind, ink.name), dark = fmt::format("{}=\"{}\" class=\"{}-{}\"", attribute, ink.dark, kind, ink.name);
            for (std::size_t at = 0; (at = svg.find(light, at)) != std::string::npos; at += dark.size()) svg.replace(at, light.size(), dark);
        }
    return svg;
}

std::string inkStyle() {
    std::string light, dark;
    const auto add = [&](const Ink& ink) {
        light += fmt::format(".f-{0}{{fill:{1}}}.s-{0}{{stroke:{1}}}", ink.name, ink.light);
        dark += fmt::format(".f-{0}{{fill:{1}}}.s-{0}{{stroke:{1}}}", ink.name, ink.dark);
    };
    for (const Ink& ink : allInks()) add(ink);
    return light + "\n@media (prefers-color-scheme: dark) {" + dark + "}\n@media print {" + light + "}\n";
}

std::string escaped(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t length = characterLength(text, i);
        const char c = text[i];
        if (length == 0) out += "\xEF\xBF\xBD";
        else if (c == '&') out += "&amp;";
        else if (c == '<') out += "&lt;";
        else if (c == '>') out += "&gt;";
        else if (c == '"') out += "&quot;";
        else if (length == 1 && static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') out += "\xEF\xBF\xBD";   // not allowed in XML
        else out += text.substr(i, length);
        i += std::max<std::size_t>(length, 1);
    }
    return out;
}

void Svg::rectangle(double x, double y, double width, double height, const Ink& ink, const std::string& title) {
    m_body += fmt::format(R"(<rect x="{}" y="{}" width="{}" height="{}" fill="{}" class="f-{}")", number(x), number(y), number(width), number(height), ink.light, ink.name);
    m_body += title.empty() ? "/>\n" : "><title>" + escaped(title) + "</title></rect>\n";
}

void Svg::outline(double x, double y, double width, double height, const Ink& ink) {
    m_body += fmt::format("<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"none\" stroke=\"{}\" class=\"s-{}\"/>\n", number(x), number(y), number(width), number(height), ink.light, ink.name);
}

void Svg::line(double x1, double y1, double x2, double y2, const Ink& ink, double width) {
    m_body += fmt::format("<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\" stroke=\"{}\" class=\"s-{}\" stroke-width=\"{}\"/>\n", number(x1), number(y1), number(x2), number(y2), ink.light, ink.name, number(width));
}

void Svg::path(const std::string& points, const Ink& ink, double width) {
    m_body += fmt::format("<polyline points=\"{}\" fill=\"none\" stroke=\"{}\" class=\"s-{}\" stroke-width=\"{}\" stroke-linejoin=\"round\"/>\n", points, ink.light, ink.name, number(width));
}

void Svg::text(double x, double y, std::string_view text, const Ink& ink, Anchor anchor, double size) {
    static constexpr std::array<std::string_view, 3> anchors = {"start", "middle", "end"};
    m_body += fmt::format("<text x=\"{}\" y=\"{}\" font-size=\"{}\" text-anchor=\"{}\" fill=\"{}\" class=\"f-{}\">{}</text>\n", number(x), number(y), number(size),
                          anchors[static_cast<std::size_t>(anchor)], ink.light, ink.name, escaped(text));
}

void Svg::label(double x, double y, std::string_view text, bool onDark) {
    m_body += fmt::format("<text x=\"{}\" y=\"{}\" font-size=\"11\" text-anchor=\"middle\" fill=\"{}\">{}</text>\n", number(x), number(y), onDark ? "#FFFFFF" : "#10131A", escaped(text));
}

void Svg::image(double x, double y, double width, double height, const std::string& dataAddress, Scaling scaling) {
    m_body += fmt::format("<image x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" preserveAspectRatio=\"none\"{} xlink:href=\"{}\"/>\n", number(x), number(y), number(width), number(height),
                          scaling == Scaling::Pixels ? " style=\"image-rendering:pixelated\"" : "", dataAddress);
}

std::string Svg::finish() const {
    return fmt::format("<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" viewBox=\"0 0 {0} {1}\" width=\"{0}\" height=\"{1}\" font-family=\"Inter, 'Noto Sans', 'Segoe UI', 'Helvetica Neue', Arial, 'Noto Sans CJK SC', sans-serif\">\n{2}</svg>",
                       number(m_width), number(m_height), m_body);
}

}  // namespace foldmeter::publish
