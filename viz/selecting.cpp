#include "viz/selecting.h"

#include <algorithm>
#include <set>

namespace foldmeter::viz {
namespace {

using structure::Structure;

int matchingResidue(const Structure& from, int residue, const Structure& to) {
    const structure::StructureResidue& r = from.residues[static_cast<std::size_t>(residue)];
    const std::string& chain = from.chains[static_cast<std::size_t>(r.chain)].id;
    const auto same = [&](std::size_t k) {
        const structure::StructureResidue& t = to.residues[k];
        return t.number == r.number && t.name == r.name && to.chains[static_cast<std::size_t>(t.chain)].id == chain;
    };
    const auto row = static_cast<std::size_t>(residue);
    if (row < to.residues.size() && same(row)) return residue;
    for (std::size_t k = 0; k < to.residues.size(); ++k)
        if (same(k)) return static_cast<int>(k);
    return -1;
}

void toggle(std::set<int>& rows, const std::vector<int>& these) {
    const bool all = std::all_of(these.begin(), these.end(), [&](int row) { return rows.contains(row); });
    for (const int row : these) {
        if (all) rows.erase(row);
        else rows.insert(row);
    }
}

// The rows that a click on `row` means.
std::vector<int> rowsOf(const Structure& s, int row, const Selection& before, const Selecting& how) {
    const int chain = s.residues[static_cast<std::size_t>(row)].chain;
    const structure::StructureChain& whole = s.chains[static_cast<std::size_t>(chain)];
    int first = row, last = row;
    if (how.chain) {
        first = whole.firstResidue;
        last = whole.firstResidue + whole.residues - 1;
    } else if (how.upTo) {
        for (const int selectedRow : before.residues)
            if (static_cast<std::size_t>(selectedRow) < s.residues.size() && s.residues[static_cast<std::size_t>(selectedRow)].chain == chain) {
                first = std::min(first, selectedRow);
                last = std::max(last, selectedRow);
            }
    }
    std::vector<int> rows;
    for (int r = first; r <= last; ++r) rows.push_back(r);
    return rows;
}

}  // namespace

Selection selected(const std::vector<ShownStructure>& structures, const Selection& before, const std::optional<Picked>& found, const Selecting& how) {
    if (!found) return how.toggle || how.upTo ? before : Selection{};
    const Structure &first = *structures.at(0).structure, &hit = *structures.at(static_cast<std::size_t>(found->structure)).structure;
    const int row = matchingResidue(hit, found->residue, first);
    if (row < 0) return before;   // of a structure that the first one does not hold
    std::set<int> residues, atoms;
    if (how.toggle || how.upTo) {
        residues.insert(before.residues.begin(), before.residues.end());
        atoms.insert(before.atoms.begin(), before.atoms.end());
    }
    if (how.atom) {
        const int atom = first.findAtom(row, hit.atomNames[static_cast<std::size_t>(found->atom)]);
        if (atom >= 0) toggle(atoms, {atom});
    } else {
        const std::vector<int> rows = rowsOf(first, row, before, how);
        if (how.upTo) residues.insert(rows.begin(), rows.end());
        else toggle(residues, rows);
    }
    return {{residues.begin(), residues.end()}, {atoms.begin(), atoms.end()}};
}

std::vector<int> shownResidues(const std::vector<ShownStructure>& structures, std::size_t index, const Selection& selection, std::size_t most) {
    std::set<int> rows;
    const Structure &first = *structures.at(0).structure, &s = *structures.at(index).structure;
    const auto add = [&](int row) {
        if (row < 0 || static_cast<std::size_t>(row) >= first.residues.size() || rows.size() > most) return;
        if (const int match = matchingResidue(first, row, s); match >= 0) rows.insert(match);
    };
    for (const int row : selection.residues) add(row);
    for (const int atom : selection.atoms)
        if (atom >= 0 && static_cast<std::size_t>(atom) < first.atoms()) add(first.residueOf[static_cast<std::size_t>(atom)]);
    if (rows.size() > most) return {};
    return {rows.begin(), rows.end()};
}

}  // namespace foldmeter::viz
