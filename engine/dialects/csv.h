// Rows of a CSV text: cells between commas, quoted where they hold one, "" for a quote.
#pragma once

#include <string>
#include <vector>

namespace foldmeter::dialects {

struct CsvRow {
    int line = 1;   // where the row begins
    std::vector<std::string> cells;
};
// Rows without anything are left out; blanks around a cell are.
std::vector<CsvRow> readCsv(const std::string& text);

}  // namespace foldmeter::dialects
