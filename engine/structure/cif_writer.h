// mmCIF text laid out as AlphaFold 3 lays it out, to the byte. Spec: outputs.md section 4.1. (gemmi writes good mmCIF,
// but not this form.)
#pragma once

#include <map>
#include <string>
#include <vector>

namespace foldmeter::structure {

// A table of one category: "_atom_site" with columns "id", "type_symbol" ... Values are plain; quoting is the writer's.
struct CifTable {
    std::vector<std::string> columns;
    std::vector<std::vector<std::string>> rows;
};

class CifWriter {
public:
    explicit CifWriter(std::string blockName) : m_name(std::move(blockName)) {}
    // A category with any number of rows; none: it is left out. Each category once.
    void addTable(const std::string& category, CifTable table);
    void remove(const std::string& category) { m_tables.erase(category); }
    // A category as finished text, for tables too large to be held value by value: "loop_", keys, rows.
    void addText(const std::string& category, std::string text) { m_texts[category] = std::move(text); }
    // A category with one row, as pairs of column and value.
    void addItems(const std::string& category, const std::vector<std::pair<std::string, std::string>>& items);
    // Categories in alphabetical order, _entry first and _atom_site last; columns sorted but for _atom_site; a single
    // row as one item a line, more as a loop_ with padded columns.
    std::string text() const;

private:
    std::string m_name;
    std::map<std::string, CifTable> m_tables;
    std::map<std::string, std::string> m_texts;
};

// The value as it stands in the file: bare, quoted, or a text field.
std::string quotedForCif(const std::string& value);

}  // namespace foldmeter::structure
