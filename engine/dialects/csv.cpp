#include "dialects/csv.h"

namespace foldmeter::dialects {
namespace {

std::string trimmed(const std::string& text) {
    const std::size_t first = text.find_first_not_of(" \t\r"), last = text.find_last_not_of(" \t\r");
    return first == std::string::npos ? std::string() : text.substr(first, last - first + 1);
}

}  // namespace

std::vector<CsvRow> readCsv(const std::string& text) {
    std::vector<CsvRow> rows;
    CsvRow row;
    std::string cell;
    bool quoted = false;
    int line = 1;
    const auto endRow = [&] {
        row.cells.push_back(trimmed(cell));
        cell.clear();
        if (row.cells.size() > 1 || !row.cells[0].empty()) rows.push_back(row);
        row = {line, {}};
    };
    for (std::size_t i = text.starts_with("\xef\xbb\xbf") ? 3 : 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '\n') ++line;
        if (quoted && c == '"' && i + 1 < text.size() && text[i + 1] == '"') cell += text[++i];
        else if (c == '"' && (quoted || trimmed(cell).empty())) quoted = !quoted;
        else if (!quoted && c == ',') {
            row.cells.push_back(trimmed(cell));
            cell.clear();
        } else if (!quoted && c == '\n') endRow();
        else cell += c;
    }
    endRow();
    return rows;
}

}  // namespace foldmeter::dialects
