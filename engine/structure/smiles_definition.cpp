#include "structure/smiles_definition.h"

#include "base/error.h"
#include "structure/molecule.h"
#include "structure/smiles.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace foldmeter::structure {
namespace {

constexpr std::size_t mostAtoms = 500;   // hydrogens included; finding coordinates takes seconds for more
constexpr int embeddingSeed = 1;   // the coordinates only carry the stereochemistry

std::string capitals(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](char c) { return static_cast<char>(std::toupper(static_cast<unsigned char>(c))); });
    return text;
}

std::string textOf(const Component& component, const std::vector<std::array<double, 3>>& positions) {
    const std::string& code = component.code;
    std::string text = fmt::format("data_{0}\n#\n_chem_comp.id {0}\n_chem_comp.name {0}\n_chem_comp.type non-polymer\n_chem_comp.formula ?\n_chem_comp.mon_nstd_parent_comp_id ?\n"
                                   "_chem_comp.pdbx_synonyms ?\n_chem_comp.formula_weight ?\n#\nloop_\n", code);
    for (const char* key : {"comp_id", "atom_id", "type_symbol", "charge", "pdbx_model_Cartn_x_ideal", "pdbx_model_Cartn_y_ideal", "pdbx_model_Cartn_z_ideal"}) text += fmt::format("_chem_comp_atom.{}\n", key);
    for (std::size_t i = 0; i < component.atoms.size(); ++i) {
        const ComponentAtom& atom = component.atoms[i];
        text += fmt::format("{} {} {} {} {:.3f} {:.3f} {:.3f}\n", code, atom.name, capitals(atom.element), atom.charge.value_or(0), positions[i][0], positions[i][1], positions[i][2]);
    }
    text += "#\n";
    text += "loop_\n_chem_comp_bond.atom_id_1\n_chem_comp_bond.atom_id_2\n_chem_comp_bond.value_order\n_chem_comp_bond.pdbx_aromatic_flag\n";
    for (const ComponentBond& bond : component.bonds)
        text += fmt::format("{} {} {} {}\n", component.atoms[static_cast<std::size_t>(bond.first)].name, component.atoms[static_cast<std::size_t>(bond.second)].name, bond.order,
                            bond.aromatic.value_or(false) ? 'Y' : 'N');
    return text + "#\n";
}

}  // namespace

ComponentDefinition definitionOfSmiles(const std::string& smiles, const std::string& code) {
    const Component component = componentFromSmiles(smiles, code);
    if (component.atoms.size() > mostAtoms) throw InputError(fmt::format("the SMILES names {} atoms with its hydrogens, at most {} can be written as a component", component.atoms.size(), mostAtoms));
    const std::optional<Molecule> molecule = Molecule::fromComponent(component);
    const std::vector<std::array<double, 3>> positions = molecule ? molecule->embed(embeddingSeed) : std::vector<std::array<double, 3>>();
    if (positions.size() != component.atoms.size() || component.bonds.empty())
        throw InputError(fmt::format("no coordinates are found for the SMILES {}", smiles.substr(0, 80)));
    ComponentDefinition made{textOf(component, positions), {}};
    for (const ComponentAtom& atom : component.atoms)
        if (atom.element != "H" && atom.element != "D") made.atoms.push_back(atom.name);
    return made;
}

}  // namespace foldmeter::structure
