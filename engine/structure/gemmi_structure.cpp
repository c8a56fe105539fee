#include "structure/gemmi_structure.h"

#include "base/error.h"

#include <gemmi/cif.hpp>
#include <gemmi/mmcif.hpp>
#include <gemmi/pdb.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace foldmeter::structure {
namespace {

constexpr std::size_t mostBytesOfPdb = std::size_t{64} << 20;   // the format ends at 99,999 atoms a model
constexpr std::size_t mostLinesOfPdb = 2'000'000;
constexpr std::int64_t mostWholeNumber = std::numeric_limits<int>::max() - 1;
constexpr std::int64_t mostOperations = 10'000;

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

bool isDigit(char c) { return c >= '0' && c <= '9'; }

// The number that begins the text; far beyond what is allowed where it has more digits than an int can hold.
std::int64_t numberAt(const std::string& text, std::size_t at) {
    constexpr std::int64_t enough = 10'000'000'000;
    std::int64_t number = 0;
    for (; at < text.size() && isDigit(text[at]) && number < enough; ++at) number = 10 * number + (text[at] - '0');
    return number;
}

// Quotes, blanks and a sign may stand in front.
void checkNumber(const std::string& tag, const std::string& value) {
    const std::size_t begin = std::min(value.find_first_not_of(" \t\r\n+-'\";"), value.size());
    if (numberAt(value, begin) > mostWholeNumber) throw InputError(fmt::format("{} is {:.40}, which is too large for a whole number", tag, value));
}

void checkOperations(const std::string& tag, const std::string& value) {
    for (std::size_t at = value.find('-'); at != std::string::npos; at = value.find('-', at + 1)) {
        std::size_t begin = at;
        while (begin > 0 && isDigit(value[begin - 1])) --begin;
        const std::int64_t first = numberAt(value, begin), last = numberAt(value, at + 1);
        if (std::max(first, last) > mostOperations) throw InputError(fmt::format("{} is {:.40}, which are too many operations", tag, value));
    }
}

// Whether gemmi reads whole numbers in the category.
bool hasWholeNumbers(std::string_view tag) {
    static constexpr std::string_view categories[] = {"_atom_site.", "_atom_site_anisotrop.", "_entity_poly_seq.", "_struct_", "_pdbx_struct_", "_pdbx_poly_", "_pdbx_nonpoly", "_pdbx_unobs", "_pdbx_refine_tls",
                                                      "_refine", "_reflns", "_diffrn", "_exptl", "_symmetry.", "_space_group", "_cell."};
    return std::any_of(std::begin(categories), std::end(categories), [&](std::string_view category) { return tag.starts_with(category); });
}

using Check = void (*)(const std::string& tag, const std::string& value);
Check checkOf(const std::string& tag) {
    const std::string name = gemmi::to_lower(tag);
    if (name == "_pdbx_struct_assembly_gen.oper_expression") return checkOperations;
    if (hasWholeNumbers(name)) return checkNumber;
    return [](const std::string&, const std::string&) {};
}

}  // namespace

void checkNumbers(const gemmi::cif::Block& block) {
    for (const gemmi::cif::Item& item : block.items) {
        if (item.type == gemmi::cif::ItemType::Pair) checkOf(item.pair[0])(item.pair[0], item.pair[1]);
        if (item.type != gemmi::cif::ItemType::Loop) continue;
        std::vector<Check> checks;
        for (const std::string& tag : item.loop.tags) checks.push_back(checkOf(tag));
        for (std::size_t n = 0; n < item.loop.values.size(); ++n) checks[n % checks.size()](item.loop.tags[n % checks.size()], item.loop.values[n]);
    }
}

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
    checkNumbers(document.blocks.front());
    return gemmi::make_structure_from_block(document.blocks.front());
}

}  // namespace foldmeter::structure
