#include "structure/cif_writer.h"

#include "base/error.h"

#include <algorithm>
#include <cctype>
#include <numeric>

namespace foldmeter::structure {
namespace {

bool startsReserved(const std::string& value) {
    if (std::string("_#$[];").find(value[0]) != std::string::npos) return true;
    std::string lower = value.substr(0, 7);
    std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return std::tolower(c); });
    for (const char* word : {"data_", "loop_", "save_", "stop_", "global_"})
        if (lower.starts_with(word)) return true;
    return false;
}

std::vector<std::size_t> columnOrder(const std::string& category, const CifTable& table) {
    std::vector<std::size_t> order(table.columns.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    if (category != "_atom_site")
        std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return table.columns[a] < table.columns[b]; });
    return order;
}

// key<blanks>value, values below each other; a text field begins on its own line.
void writeItems(std::string& out, const std::string& category, const CifTable& table) {
    std::size_t width = 0;
    for (const std::string& column : table.columns) width = std::max(width, category.size() + 1 + column.size());
    for (const std::size_t c : columnOrder(category, table)) {
        std::string key = category + "." + table.columns[c];
        key.resize(width, ' ');
        const std::string value = quotedForCif(table.rows[0][c]);
        out += key + (value.starts_with("\n") ? "" : " ") + value + "\n";
    }
}

void writeLoop(std::string& out, const std::string& category, const CifTable& table) {
    const auto order = columnOrder(category, table);
    out += "loop_\n";
    for (const std::size_t c : order) out += category + "." + table.columns[c] + "\n";
    std::vector<std::vector<std::string>> quoted;
    std::vector<std::size_t> widths(table.columns.size());
    for (const auto& row : table.rows) {
        auto& values = quoted.emplace_back();
        for (std::size_t c = 0; c < row.size(); ++c) {
            values.push_back(quotedForCif(row[c]));
            if (!values[c].starts_with("\n")) widths[c] = std::max(widths[c], values[c].size());
        }
    }
    for (const auto& values : quoted) {
        for (const std::size_t c : order) {
            out += values[c];
            out.append(values[c].starts_with("\n") ? 0 : widths[c] + 1 - values[c].size(), ' ');
        }
        out += "\n";
    }
}

}  // namespace

std::string quotedForCif(const std::string& value) {
    const bool plain = std::all_of(value.begin(), value.end(), [](unsigned char c) {
        return (c < 128 && std::isalnum(c)) || c == '.' || c == '?' || c == '-';
    });
    if (plain && !value.empty()) return value;
    const bool single = value.find('\'') != std::string::npos, twofold = value.find('"') != std::string::npos;
    if (value.find('\n') != std::string::npos || (single && twofold)) return "\n;" + value + "\n;\n";
    if (!value.empty() && !startsReserved(value) && value.find_first_of(" \t") == std::string::npos && !single && !twofold) return value;
    const std::string quote = twofold ? "'" : "\"";
    return quote + value + quote;
}

void CifWriter::addTable(const std::string& category, CifTable table) {
    for (const auto& row : table.rows) check(row.size() == table.columns.size(), "a row of " + category + " has a wrong number of values");
    if (!table.rows.empty()) m_tables[category] = std::move(table);
}

void CifWriter::addItems(const std::string& category, const std::vector<std::pair<std::string, std::string>>& items) {
    CifTable table;
    table.rows.emplace_back();
    for (const auto& [column, value] : items) {
        table.columns.push_back(column);
        table.rows[0].push_back(value);
    }
    addTable(category, std::move(table));
}

std::string CifWriter::text() const {
    std::string name = m_name;
    std::replace(name.begin(), name.end(), ' ', '-');
    std::string out = "data_" + name + "\n#\n";
    const auto write = [&](const std::string& category, const CifTable& table) {
        if (table.rows.size() == 1 && category != "_atom_site") writeItems(out, category, table);
        else writeLoop(out, category, table);
        out += "#\n";
    };
    if (const auto entry = m_tables.find("_entry"); entry != m_tables.end()) write(entry->first, entry->second);
    auto text = m_texts.begin();
    const auto writeTextsBefore = [&](const std::string* category) {
        for (; text != m_texts.end() && (!category || text->first < *category); ++text) out += text->second + "#\n";
    };
    for (const auto& [category, table] : m_tables) {
        if (category == "_entry" || category == "_atom_site") continue;
        writeTextsBefore(&category);
        write(category, table);
    }
    writeTextsBefore(nullptr);
    if (const auto atoms = m_tables.find("_atom_site"); atoms != m_tables.end()) write(atoms->first, atoms->second);
    return out;
}

}  // namespace foldmeter::structure
