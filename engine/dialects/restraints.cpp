#include "dialects/restraints.h"

#include "dialects/csv.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <set>

namespace foldmeter::dialects {
namespace {

constexpr std::size_t mostRestraints = 100'000;

enum Column { Id, ChainA, ResidueA, ChainB, ResidueB, Kind, Confidence, Least, Most, Comment, columns };
constexpr std::array<const char*, columns> columnNames = {"restraint_id", "chainA", "res_idxA", "chainB", "res_idxB", "connection_type", "confidence", "min_distance_angstrom", "max_distance_angstrom", "comment"};
constexpr bool isNeeded(std::size_t column) { return column >= ChainA && column <= Kind; }

struct End {
    std::size_t chain = 0;
    char letter = 0;              // none: a ligand's, or no residue named
    std::int64_t residue = 1;
    bool hasResidue = false;
    std::string atom;
};

// Numbers of the columns in the order of Column; -1: absent.
using Layout = std::array<int, columns>;

class TableReader {
public:
    TableReader(const RestraintTable& table, const std::vector<RestrainedChain>& chains, JobBuilder& builder)
        : m_file(table.file), m_chains(chains), m_builder(builder), m_journal(builder.journal()), m_bonded(chains.size(), false) {}

    std::vector<bool> read(const std::string& text) {
        std::optional<Layout> layout;
        std::size_t rows = 0;
        for (const CsvRow& row : readCsv(text)) {
            if (++rows > mostRestraints) {
                m_journal.problems.error(placeOf(row.line), "restraint.many", {std::to_string(mostRestraints)});
                break;
            }
            if (layout) readRow(row, *layout);
            else if (!(layout = layoutOf(row))) break;
        }
        if (rows == 0) m_journal.problems.error(placeOf(1), "restraint.columns", {columnNames[ChainA]});
        return std::move(m_bonded);
    }

private:
    // Values that stand in the table, not in the job's file.
    json::Value placeOf(int line) const {
        json::Value at;
        at.path = fmt::format("{}:{}", m_file, line);
        return at;
    }

    std::optional<Layout> layoutOf(const CsvRow& header) {
        Layout layout;
        layout.fill(-1);
        for (std::size_t i = 0; i < header.cells.size(); ++i)
            for (std::size_t c = 0; c < columns; ++c)
                if (header.cells[i] == columnNames[c]) layout[c] = static_cast<int>(i);
        bool whole = true;
        for (std::size_t c = 0; c < columns; ++c)
            if (isNeeded(c) && layout[c] < 0) {
                m_journal.problems.error(placeOf(header.line), "restraint.columns", {columnNames[c]});
                whole = false;
            }
        return whole ? std::optional(layout) : std::nullopt;
    }

    void readRow(const CsvRow& row, const Layout& layout) {
        const json::Value at = placeOf(row.line);
        const auto cell = [&](Column column) {
            const int place = layout[column];
            return place >= 0 && place < static_cast<int>(row.cells.size()) ? row.cells[static_cast<std::size_t>(place)] : std::string();
        };
        const std::string kind = cell(Kind), id = cell(Id);
        if (layout[Id] >= 0 && !m_ids.insert(id).second) return m_journal.problems.error(at, "restraint.twice", {features::shown(id)});
        if (kind != "covalent" && kind != "contact" && kind != "pocket") return m_journal.problems.error(at, "restraint.kind", {features::shown(kind)});
        if (!checkNumbers(at, cell(Least), cell(Most), cell(Confidence))) return;
        const auto first = endOf(at, cell(ChainA), cell(ResidueA)), second = endOf(at, cell(ChainB), cell(ResidueB));
        if (!first || !second) return;
        if (kind == "covalent") addBond(at, *first, *second);
        else if (kind == "pocket" && (first->hasResidue || !first->atom.empty() || !second->hasResidue || !second->atom.empty())) m_journal.problems.error(at, "restraint.pocket");
        else if (kind == "contact" && !(isNamed(*first) && isNamed(*second))) m_journal.problems.error(at, "restraint.contact");
        else m_journal.dropped(at, "restraint.dropped", {kind, shown(*first), shown(*second), cell(Most).empty() ? "?" : cell(Most)});
    }

    static bool isNamed(const End& end) { return end.hasResidue || !end.atom.empty(); }

    std::string shown(const End& end) const {
        std::string text = "chain " + m_chains[end.chain].id;
        if (end.hasResidue) text += fmt::format(" residue {}{}", end.letter ? std::string(1, end.letter) : "", end.residue);
        return end.atom.empty() ? text : text + " atom " + end.atom;
    }

    bool checkNumbers(const json::Value& at, const std::string& least, const std::string& most, const std::string& confidence) {
        const auto number = [](const std::string& text) -> std::optional<double> {
            double value = 0;
            const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
            return parsed.ec == std::errc() && parsed.ptr == text.data() + text.size() && std::isfinite(value) ? std::optional(value) : std::nullopt;
        };
        for (const auto& [text, name, highest] : {std::tuple(&least, columnNames[Least], 1e9), std::tuple(&most, columnNames[Most], 1e9), std::tuple(&confidence, columnNames[Confidence], 1.0)}) {
            if (text->empty()) continue;
            const auto value = number(*text);
            if (value && *value >= 0 && *value <= highest) continue;
            m_journal.problems.error(at, "restraint.number", {name, features::shown(*text)});
            return false;
        }
        if (least.empty() || most.empty() || *number(least) <= *number(most)) return true;
        m_journal.problems.error(at, "restraint.order", {least, most});
        return false;
    }

    // Chain A and R84@NH1: letter, 1-based number, atom; ligands: @C1 alone, or X2@C1 for the second sugar of a glycan.
    std::optional<End> endOf(const json::Value& at, const std::string& chain, const std::string& residue) {
        const std::size_t index = chain.size() != 1 ? m_chains.size() : chain[0] >= 'a' ? static_cast<std::size_t>(chain[0] - 'a') + 26 : static_cast<std::size_t>(chain[0] - 'A');
        if (index >= m_chains.size()) {
            m_journal.problems.error(at, "restraint.chain", {features::shown(chain), std::to_string(m_chains.size())});
            return std::nullopt;
        }
        End end{.chain = index};
        const std::size_t mark = residue.find('@');
        const std::string place = residue.substr(0, mark);
        if (mark != std::string::npos) end.atom = residue.substr(mark + 1);
        bool good = mark == std::string::npos || (!end.atom.empty() && end.atom.find('@') == std::string::npos);
        if (!place.empty()) {
            end.letter = place[0];
            end.hasResidue = true;
            const auto parsed = std::from_chars(place.data() + 1, place.data() + place.size(), end.residue);
            good = good && place.size() > 1 && parsed.ec == std::errc() && parsed.ptr == place.data() + place.size() && end.residue >= 1;
        }
        if (good) return checkLetter(at, end) ? std::optional(end) : std::nullopt;
        m_journal.problems.error(at, "restraint.residue", {features::shown(residue)});
        return std::nullopt;
    }

    bool checkLetter(const json::Value& at, End& end) {
        const RestrainedChain& chain = m_chains[end.chain];
        if (chain.kind == "ligand" || chain.kind == "glycan") {
            end.letter = 0;
            return true;
        }
        if (!end.hasResidue) return true;
        const auto length = static_cast<std::int64_t>(chain.sequence.size());
        const std::string found = end.residue <= length ? std::string(1, chain.sequence[static_cast<std::size_t>(end.residue) - 1]) : std::string();
        if (found == std::string(1, end.letter)) return true;
        if (found.empty()) m_journal.problems.error(at, "restraint.beyond", {std::to_string(end.residue), chain.id, std::to_string(length)});
        else m_journal.problems.error(at, "restraint.letter", {std::string(1, end.letter), std::to_string(end.residue), chain.id, found});
        return false;
    }

    void addBond(const json::Value& at, const End& first, const End& second) {
        for (const End* end : {&first, &second})
            if (end->atom.empty() || (!end->hasResidue && isPolymer(*end))) return m_journal.problems.error(at, "restraint.bond_atom");
        if (isPolymer(first) && isPolymer(second)) return m_journal.dropped(at, "restraint.polymers", {shown(first), shown(second)});
        m_builder.addBond(at, {m_chains[first.chain].id, first.residue, first.atom}, {m_chains[second.chain].id, second.residue, second.atom});
        m_bonded[first.chain] = m_bonded[second.chain] = true;
        m_journal.read(at, "restraint.bond", {shown(first), shown(second)});
    }
    bool isPolymer(const End& end) const { return !m_chains[end.chain].sequence.empty(); }

    const std::string& m_file;
    const std::vector<RestrainedChain>& m_chains;
    JobBuilder& m_builder;
    Journal& m_journal;
    std::vector<bool> m_bonded;
    std::set<std::string> m_ids;
};

}  // namespace

std::vector<bool> addRestraints(const RestraintTable& table, const std::vector<RestrainedChain>& chains, JobBuilder& builder) {
    if (table.file.empty()) return std::vector<bool>(chains.size(), false);
    return TableReader(table, chains, builder).read(table.text);
}

}  // namespace foldmeter::dialects
