#include "publish/html.h"

#include "base/message.h"
#include "base/version.h"
#include "publish/hatch.h"
#include "publish/svg.h"

#include <fmt/format.h>

namespace foldmeter::publish {
namespace {

// Sizes and colours as in the window; light first, dark where the system asks for it, light again on paper.
constexpr std::string_view style = R"(
:root{--page:#FFFFFF;--panel:#F6F7F9;--line:#D9DEE5;--text:#1B2430;--muted:#5B6675;--accent:#2457C5;--warn:#9A4A00}
@media (prefers-color-scheme: dark){:root{--page:#15181D;--panel:#1C2026;--line:#323943;--text:#E6EAF0;--muted:#98A3B3;--accent:#7AA2FF;--warn:#F0B429}}
@media print{:root{--page:#FFFFFF;--panel:#F6F7F9;--line:#D9DEE5;--text:#1B2430;--muted:#5B6675;--accent:#2457C5;--warn:#9A4A00}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--text);font:15px/1.5 Inter,"Noto Sans","Segoe UI","Helvetica Neue",Arial,"Noto Sans CJK SC",sans-serif}
main{max-width:800px;margin:0 auto;padding:32px 24px 64px}
h1{font-size:26px;line-height:1.25;margin:0 0 8px}
h2{font-size:20px;margin:40px 0 8px;padding-top:16px;border-top:1px solid var(--line)}
h3{font-size:16px;margin:24px 0 8px}
p{margin:8px 0}
.lead{font-size:18px}
.muted{color:var(--muted);font-size:13px}
.warning{border:1px solid var(--warn);color:var(--warn);padding:8px 12px;border-radius:4px}
pre{background:var(--panel);border:1px solid var(--line);border-radius:4px;padding:8px 12px;overflow-x:auto;font-size:13px;white-space:pre-wrap;overflow-wrap:anywhere}
ol.causes{padding-left:24px}ol.causes li{margin:8px 0}.remedy{display:block;color:var(--accent)}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:13px;font-variant-numeric:tabular-nums;margin:8px 0}
caption{text-align:left;color:var(--muted);padding:4px 0}
th,td{padding:4px 8px;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}
td{overflow-wrap:anywhere}td:first-child{min-width:88px}
th{color:var(--muted);font-weight:600}
.n{text-align:right;white-space:nowrap}
figure{margin:16px 0}figure svg{max-width:100%;height:auto;display:block}
figcaption{color:var(--muted);font-size:13px;margin-top:4px}
.row{display:flex;flex-wrap:wrap;gap:24px;align-items:flex-start}.row figure{flex:1 1 300px;min-width:0}
@media print{main{max-width:none;padding:0}body{font-size:10pt}p{margin:4pt 0}.lead{font-size:11.5pt}h2{margin:12pt 0 4pt;padding-top:8pt}h2.newpage{margin-top:0;padding-top:0;border-top:0}figure{margin:8pt 0}
.row figure svg{max-height:52mm;max-width:100%;width:auto}.row{flex-wrap:nowrap;break-inside:avoid}ol.causes{margin:4pt 0}ol.causes li{margin:2pt 0}figcaption{font-size:8pt}p.lead,h2+p{break-after:avoid}.newpage{break-before:page}figure,table,li{break-inside:avoid}h2,h3{break-after:avoid}.scroll{overflow:visible}
table{font-size:8pt}th,td{padding:2px 4px}@page{margin:16mm}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
)";

class HtmlWriter {
public:
    std::string text;

    void operator()(const Heading& heading) {
        text += fmt::format("<h{0}{2}>{1}</h{0}>\n", heading.level, escaped(heading.text), heading.newPage ? " class=\"newpage\"" : "");
    }
    void operator()(const Paragraph& paragraph) {
        using Kind = Paragraph::Kind;
        if (paragraph.kind == Kind::Code) {
            text += "<pre>" + escaped(paragraph.text) + "</pre>\n";
            return;
        }
        const char* kind = paragraph.kind == Kind::Lead ? " class=\"lead\"" : paragraph.kind == Kind::Muted ? " class=\"muted\"" : paragraph.kind == Kind::Warning ? " class=\"warning\"" : "";
        text += fmt::format("<p{}>{}</p>\n", kind, escaped(paragraph.text));
    }
    void operator()(const List& list) {
        text += "<ol class=\"causes\">\n";
        for (const List::Item& item : list.items)
            text += "<li>" + escaped(item.text) + (item.remedy.empty() ? "" : "<span class=\"remedy\">\xE2\x86\x92 " + escaped(item.remedy) + "</span>") + "</li>\n";
        text += "</ol>\n";
    }
    void operator()(const Table& table) {
        text += "<div class=\"scroll\"><table>\n";
        if (!table.caption.empty()) text += "<caption>" + escaped(table.caption) + "</caption>\n";
        if (!table.head.empty()) text += "<thead><tr>" + cells(table.head, table.leftColumns, "th") + "</tr></thead>\n";
        text += "<tbody>\n";
        for (const auto& row : table.rows) text += "<tr>" + cells(row, table.leftColumns, "td") + "</tr>\n";
        text += "</tbody></table></div>\n";
    }
    void operator()(const Picture& picture) {
        text += fmt::format("<figure role=\"img\" aria-label=\"{}\">{}", escaped(picture.words.empty() ? picture.caption : picture.words), picture.svg);
        text += picture.caption.empty() ? "</figure>\n" : "<figcaption>" + escaped(picture.caption) + "</figcaption></figure>\n";
    }
    void operator()(const Row& row) {
        text += "<div class=\"row\">\n";
        for (const Picture& picture : row.pictures) (*this)(picture);
        text += "</div>\n";
    }

private:
    static std::string cells(const std::vector<std::string>& row, std::size_t leftColumns, const char* tag) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i) line += fmt::format("<{0}{2}>{1}</{0}>", tag, escaped(row[i]), i < leftColumns ? "" : " class=\"n\"");
        return line;
    }
};

}  // namespace

std::string toHtml(const Document& document) {
    HtmlWriter writer;
    for (const Block& block : document.blocks) std::visit(writer, block);
    return fmt::format("<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\"/>\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
                       "<meta name=\"color-scheme\" content=\"light dark\"/>\n<meta name=\"generator\" content=\"Foldmeter {}\"/>\n<title>{}</title>\n<style>{}{}</style>\n</head>\n<body>\n<main>\n{}</main>\n</body>\n</html>\n",
                       message("language.code"), version, escaped(document.title), style, inkStyle() + hatchStyle(), writer.text);
}

}  // namespace foldmeter::publish
