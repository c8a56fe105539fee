#include "publish/markdown.h"

#include "base/message.h"

#include <fmt/format.h>

namespace foldmeter::publish {
namespace {

// Characters that mean something in Markdown are escaped; `cell`: a bar ends a table's cell, a new line its row.
std::string plain(const std::string& text, bool cell) {
    std::string out;
    for (const char c : text) {
        if (c == '\\' || c == '`' || c == '*' || c == '_' || c == '<' || c == '[' || c == ']' || (cell && c == '|')) out += '\\';
        out += cell && c == '\n' ? ' ' : c;
    }
    return out;
}

class MarkdownWriter {
public:
    std::string text;

    void operator()(const Heading& heading) { text += fmt::format("\n{} {}\n", std::string(static_cast<std::size_t>(heading.level), '#'), plain(heading.text, false)); }
    void operator()(const Paragraph& paragraph) {
        using Kind = Paragraph::Kind;
        if (paragraph.kind == Kind::Code) text += "\n```\n" + paragraph.text + "\n```\n";
        else if (paragraph.kind == Kind::Warning) text += "\n> **" + plain(paragraph.text, false) + "**\n";
        else text += "\n" + plain(paragraph.text, false) + "\n";
    }
    void operator()(const List& list) {
        text += "\n";
        for (std::size_t i = 0; i < list.items.size(); ++i) {
            text += fmt::format("{}. {}\n", i + 1, plain(list.items[i].text, false));
            if (!list.items[i].remedy.empty()) text += fmt::format("   - {}\n", plain(list.items[i].remedy, false));
        }
    }
    void operator()(const Table& table) {
        if (!table.caption.empty()) text += "\n" + plain(table.caption, false) + "\n";
        std::size_t columns = table.head.size();
        for (const auto& row : table.rows) columns = std::max(columns, row.size());
        text += "\n" + line(table.head, columns) + "|";
        for (std::size_t i = 0; i < columns; ++i) text += i < table.leftColumns ? "---|" : "--:|";
        text += "\n";
        for (const auto& row : table.rows) text += line(row, columns);
    }
    void operator()(const Picture& picture) { text += "\n" + message("report.picture_left_out", {plain(picture.caption.empty() ? picture.words : picture.caption, false)}) + "\n"; }
    void operator()(const Row& row) {
        for (const Picture& picture : row.pictures) (*this)(picture);
    }

private:
    static std::string line(const std::vector<std::string>& row, std::size_t columns) {
        std::string text = "|";
        for (std::size_t i = 0; i < columns; ++i) text += " " + (i < row.size() ? plain(row[i], true) : "") + " |";
        return text + "\n";
    }
};

}  // namespace

std::string toMarkdown(const Document& document) {
    MarkdownWriter writer;
    for (const Block& block : document.blocks) std::visit(writer, block);
    return writer.text.substr(writer.text.find_first_not_of('\n') == std::string::npos ? 0 : writer.text.find_first_not_of('\n'));
}

}  // namespace foldmeter::publish
