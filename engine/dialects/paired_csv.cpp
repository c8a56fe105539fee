#include "dialects/paired_csv.h"

#include "base/error.h"
#include "base/message.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace foldmeter::dialects {
namespace {

std::vector<std::string_view> cellsOf(std::string_view line) {
    std::vector<std::string_view> cells;
    while (true) {
        const std::size_t comma = line.find(',');
        std::string_view cell = line.substr(0, comma);
        while (!cell.empty() && (cell.back() == ' ' || cell.back() == '\r' || cell.back() == '"')) cell.remove_suffix(1);
        while (!cell.empty() && (cell.front() == ' ' || cell.front() == '"')) cell.remove_prefix(1);
        cells.push_back(cell);
        if (comma == std::string_view::npos) return cells;
        line.remove_prefix(comma + 1);
    }
}

}  // namespace

std::string speciesOf(std::string_view key) {
    static constexpr std::string_view letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    const bool number = !key.empty() && key.size() <= 7 && std::all_of(key.begin(), key.end(), [](char c) { return c >= '0' && c <= '9'; });
    std::uint64_t rest = 5381;
    if (number) rest = std::stoull(std::string(key));
    else for (const char c : key) rest = rest * 33 + static_cast<unsigned char>(c);
    std::string text;
    for (int i = 0; i < 5; ++i, rest /= 36) text += letters[rest % 36];
    return text;
}

PairedAlignment readPairedCsv(const std::string& text) {
    PairedAlignment alignment;
    std::size_t sequence = std::string::npos, key = std::string::npos, row = 0;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        const std::vector<std::string_view> cells = cellsOf(std::string_view(text).substr(begin, end - begin));
        begin = end + 1;
        if (cells.size() == 1 && cells[0].empty()) continue;
        if (sequence == std::string::npos) {
            for (std::size_t i = 0; i < cells.size(); ++i) {
                if (cells[i] == "sequence") sequence = i;
                if (cells[i] == "key") key = i;
            }
            if (sequence == std::string::npos || key == std::string::npos) throw InputError(message("dialect.csv"));
            continue;
        }
        if (cells.size() <= std::max(sequence, key)) throw InputError(message("dialect.csv_row", {std::to_string(row + 2)}));
        const bool paired = !cells[key].empty() && cells[key] != "-1" && cells[key] != "nan";
        if (row == 0 || !paired) alignment.unpaired += fmt::format(">{}\n{}\n", row == 0 ? "query" : fmt::format("row{}", row), cells[sequence]);
        if (paired || row == 0) alignment.paired += row == 0 ? fmt::format(">query\n{}\n", cells[sequence]) : fmt::format(">tr|A0A000|A0A000_{}\n{}\n", speciesOf(cells[key]), cells[sequence]);
        ++row;
    }
    if (alignment.paired.find("A0A000") == std::string::npos) alignment.paired.clear();
    return alignment;
}

}  // namespace foldmeter::dialects
