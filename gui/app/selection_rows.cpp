#include "gui/app/selection_rows.h"

#include <algorithm>

namespace foldmeter::app {

viz::Selection rowsOf(const commands::Selection& selection, const structure::Structure& structure) {
    viz::Selection rows;
    for (std::size_t i = 0; i < structure.residues.size(); ++i) {
        const auto& residue = structure.residues[i];
        if (selection.contains(structure.chains[static_cast<std::size_t>(residue.chain)].id, residue.number)) rows.residues.push_back(static_cast<int>(i));
    }
    for (const int atom : selection.atoms)
        if (atom >= 0 && static_cast<std::size_t>(atom) < structure.atoms()) rows.atoms.push_back(atom);
    return rows;
}

commands::Selection namesOf(const viz::Selection& rows, const structure::Structure& structure, const commands::Selection& before) {
    commands::Selection names;
    names.seeds = before.seeds;
    names.spans = before.spans;
    for (const int row : rows.residues) {
        const auto& residue = structure.residues[static_cast<std::size_t>(row)];
        names.residues.push_back({structure.chains[static_cast<std::size_t>(residue.chain)].id, residue.number});
    }
    std::sort(names.residues.begin(), names.residues.end());
    names.atoms = rows.atoms;
    return names;
}

structure::Structure layoutOf(const worker::AtomsEvent& atoms) {
    structure::Structure layout;
    const std::size_t count = std::min({atoms.chains.size(), atoms.residueNames.size(), atoms.atomNames.size(), atoms.elements.size(), atoms.residueNumbers.size()});
    for (std::size_t i = 0; i < count; ++i)
        layout.addAtom(atoms.chains[i], atoms.residueNumbers[i], atoms.residueNames[i], atoms.atomNames[i], atoms.elements[i], {}, 0);
    return layout;
}

}  // namespace foldmeter::app
