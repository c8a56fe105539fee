#include "structure/component_cif.h"

#include "base/error.h"

#include <gemmi/cif.hpp>

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <map>

namespace foldmeter::structure {
namespace {

namespace cif = gemmi::cif;

constexpr const char* mandatoryKeys[] = {
    "_chem_comp.id", "_chem_comp.name", "_chem_comp.type", "_chem_comp.formula", "_chem_comp.mon_nstd_parent_comp_id",
    "_chem_comp.pdbx_synonyms", "_chem_comp.formula_weight", "_chem_comp_atom.comp_id", "_chem_comp_atom.atom_id",
    "_chem_comp_atom.type_symbol", "_chem_comp_atom.charge", "_chem_comp_atom.pdbx_model_Cartn_x_ideal",
    "_chem_comp_atom.pdbx_model_Cartn_y_ideal", "_chem_comp_atom.pdbx_model_Cartn_z_ideal", "_chem_comp_bond.atom_id_1",
    "_chem_comp_bond.atom_id_2", "_chem_comp_bond.value_order", "_chem_comp_bond.pdbx_aromatic_flag"};

std::string firstValue(cif::Block& block, const std::string& tag) {
    cif::Column column = block.find_values(tag);
    if (column.length() == 0) return "?";
    const std::string& value = *column.begin();
    return cif::is_null(value) ? value : cif::as_string(value);
}

template <typename Number> std::optional<Number> toNumber(const std::string& value, const std::string& what) {
    if (cif::is_null(value)) return std::nullopt;
    const std::string text = cif::as_string(value);
    Number number{};
    const char* begin = text.data() + (text.starts_with('+') ? 1 : 0);
    const auto [end, error] = std::from_chars(begin, text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(static_cast<double>(number))) throw InputError(fmt::format("{} is \"{}\", a number is expected", what, text));
    return number;
}

void requireKeys(cif::Block& block) {
    std::string missing;
    for (const char* key : mandatoryKeys)
        if (block.find_values(key).length() == 0) missing += (missing.empty() ? "" : ", ") + std::string(key);
    if (!missing.empty()) throw InputError("the keys " + missing + " are missing");
}

void readAtoms(cif::Block& block, Component& component) {
    enum { Name, Element, Charge, IdealX, IdealY, IdealZ, Leaving, Aromatic, Stereo, ModelX, ModelY, ModelZ };
    cif::Table table = block.find("_chem_comp_atom.", {"atom_id", "type_symbol", "charge", "pdbx_model_Cartn_x_ideal", "pdbx_model_Cartn_y_ideal",
                                                       "pdbx_model_Cartn_z_ideal", "?pdbx_leaving_atom_flag", "?pdbx_aromatic_flag",
                                                       "?pdbx_stereo_config", "?model_Cartn_x", "?model_Cartn_y", "?model_Cartn_z"});
    for (const auto row : table) {
        ComponentAtom& atom = component.atoms.emplace_back();
        atom.name = row.str(Name);
        for (const char c : row.str(Element)) atom.element += static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
        atom.charge = toNumber<int>(row[Charge], "the charge of atom " + atom.name);
        for (int axis = 0; axis < 3; ++axis) {
            atom.ideal[axis] = toNumber<double>(row[IdealX + axis], "an ideal coordinate of atom " + atom.name);
            if (row.has(ModelX + axis)) atom.model[axis] = toNumber<double>(row[ModelX + axis], "a coordinate of atom " + atom.name);
        }
        atom.leaving = row.has2(Leaving) && row.str(Leaving) == "Y";
        atom.aromatic = row.has2(Aromatic) && row.str(Aromatic) == "Y";
        if (row.has2(Stereo)) atom.stereo = row.str(Stereo)[0];
    }
}

void readBonds(cif::Block& block, Component& component) {
    std::map<std::string, int> indexOf;
    for (std::size_t i = 0; i < component.atoms.size(); ++i) indexOf.emplace(component.atoms[i].name, static_cast<int>(i));
    if (indexOf.size() != component.atoms.size()) throw InputError("two atoms have one name");
    const auto atom = [&](const std::string& name) {
        const auto found = indexOf.find(name);
        if (found == indexOf.end()) throw InputError(fmt::format("a bond names the atom \"{}\", which is not there", name));
        return found->second;
    };
    for (const auto row : block.find("_chem_comp_bond.", {"atom_id_1", "atom_id_2", "value_order", "pdbx_aromatic_flag"})) {
        const std::string flag = row.str(3);
        std::optional<bool> aromatic;
        if (flag == "Y" || flag == "N") aromatic = flag == "Y";
        component.bonds.push_back({atom(row.str(0)), atom(row.str(1)), row.str(2), aromatic, 'N'});
    }
}

// The SMILES that the block states: canonical ones first, of those that of OpenEye.
std::string descriptorOf(cif::Block& block) {
    std::string best;
    int bestRank = 0;
    for (const auto row : block.find("_pdbx_chem_comp_descriptor.", {"type", "descriptor", "?program"})) {
        const std::string type = row.str(0);
        const bool openEye = row.has2(2) && row.str(2).starts_with("OpenEye");
        const int rank = type == "SMILES_CANONICAL" ? (openEye ? 3 : 2) : type == "SMILES" ? 1 : 0;
        if (rank <= bestRank) continue;   // the first of equal ones
        bestRank = rank;
        best = row.str(1);
    }
    return best;
}

Component readBlock(cif::Block& block) {
    requireKeys(block);
    Component component;
    component.code = block.name;
    const std::pair<std::string*, const char*> fields[] = {
        {&component.type, "type"}, {&component.name, "name"}, {&component.oneLetter, "one_letter_code"}, {&component.parent, "mon_nstd_parent_comp_id"},
        {&component.formula, "formula"}, {&component.formulaWeight, "formula_weight"}, {&component.formalCharge, "pdbx_formal_charge"},
        {&component.synonyms, "pdbx_synonyms"}, {&component.modified, "pdbx_modified_date"}, {&component.status, "pdbx_release_status"}};
    for (const auto& [field, key] : fields) *field = firstValue(block, std::string("_chem_comp.") + key);
    readAtoms(block, component);
    readBonds(block, component);
    component.descriptor = descriptorOf(block);
    return component;
}

}  // namespace

std::vector<Component> readComponentsCif(const std::string& text, const std::string& file) {
    std::vector<Component> components;
    try {
        cif::Document document = cif::read_memory(text.data(), text.size(), file.c_str());
        if (document.blocks.empty()) throw InputError("no data block");
        for (cif::Block& block : document.blocks) {
            try {
                components.push_back(readBlock(block));
            } catch (InputError& error) {
                throw InputError(fmt::format("component {}: {}", block.name, error.what()));
            }
        }
    } catch (const InputError& error) {
        throw InputError(file + ": " + error.what());
    } catch (const std::exception& error) {   // gemmi names place and reason
        throw InputError(file + ": not readable as CIF: " + error.what());
    }
    return components;
}

}  // namespace foldmeter::structure
