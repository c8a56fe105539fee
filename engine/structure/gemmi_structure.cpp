#include "structure/gemmi_structure.h"

#include "base/error.h"

#include <gemmi/cif.hpp>
#include <gemmi/mmcif.hpp>
#include <gemmi/pdb.hpp>

#include <algorithm>

namespace foldmeter::structure {
namespace {

constexpr std::size_t mostBytesOfPdb = std::size_t{64} << 20;   // the format ends at 99,999 atoms a model
constexpr std::size_t mostLinesOfPdb = 2'000'000;

// Records are 80 columns wide; where blanks at their ends were cut, gemmi would read on in what it read before.
std::string padded(const std::string& text) {
    constexpr std::size_t width = 80;
    std::string out;
    if (static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) > mostLinesOfPdb) throw InputError("the file has too many lines for the PDB format");
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        out.append(text, begin, end - begin);
        if (!out.empty() && out.back() == '\r') out.pop_back();
        const std::size_t length = end - begin;
        if (length < width) out.append(width - length, ' ');
        out += '\n';
        begin = end + 1;
    }
    return out;
}

}  // namespace

bool looksLikeCif(const std::string& text) {
    const std::size_t first = std::min(text.find_first_not_of(" \t\r\n"), text.size());
    return text.compare(first, 5, "data_") == 0 || text.compare(first, 5, "DATA_") == 0 || text.starts_with('#');
}

gemmi::Structure toGemmi(const std::string& text, const std::string& file) {
    if (!looksLikeCif(text)) {
        if (text.size() > mostBytesOfPdb) throw InputError("the file is too large for the PDB format");
        const std::string wide = padded(text);
        return gemmi::read_pdb_from_memory(wide.data(), wide.size(), file);
    }
    const gemmi::cif::Document document = gemmi::cif::read_memory(text.data(), text.size(), file.c_str());
    if (document.blocks.empty()) throw InputError("no data block");
    return gemmi::make_structure_from_block(document.blocks.front());
}

}  // namespace foldmeter::structure
