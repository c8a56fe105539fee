#include "structure/template_structure.h"

#include "base/error.h"
#include "structure/alternatives.h"
#include "structure/any_structure.h"
#include "structure/cif_block.h"

#include <gemmi/cif.hpp>
#include <gemmi/numb.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <set>

namespace foldmeter::structure {
namespace {

namespace cif = gemmi::cif;

using Residues = std::map<int, std::vector<PlacedAtom>>;   // by residue number, atoms in file order

std::map<std::string, std::string> pairsOf(cif::Block& block, const std::string& category, const std::string& key, const std::string& value) {
    std::map<std::string, std::string> pairs;
    for (const auto row : block.find(category, {key, value})) pairs.emplace(row.str(0), row.str(1));
    return pairs;
}

// Knows which chains are polymers: by the kind of their entity, else by their residues being numbered.
class PolymerChains {
public:
    explicit PolymerChains(cif::Block& block)
        : m_kinds(pairsOf(block, "_entity.", "id", "type")), m_entities(pairsOf(block, "_struct_asym.", "id", "entity_id")) {}

    std::string entityOf(const std::string& chain, const std::string& stated) const {
        const auto found = m_entities.find(chain);
        return found != m_entities.end() ? found->second : stated;
    }
    bool isPolymer(const std::string& entity, bool numbered) const {
        const auto kind = m_kinds.find(entity);
        return kind != m_kinds.end() ? kind->second == "polymer" : numbered;
    }

private:
    std::map<std::string, std::string> m_kinds, m_entities;
};

struct AtomSite {
    std::string chain, entity;
    Residues residues;
};

double numberIn(const std::string& value, const char* what) {
    const double number = cif::as_number(value);
    if (!std::isfinite(number)) throw InputError(fmt::format("{} of an atom is {}, a number is expected", what, value));
    return number;
}

int residueNumberIn(const std::string& value) {
    int number = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (error != std::errc() || end != value.data() + value.size()) throw InputError(fmt::format("the residue number {} is no whole number", value));
    return number;
}

AtomSite readAtoms(cif::Block& block) {
    enum { Name, Residue, Chain, X, Y, Z, Entity, Alternative, Number, Occupancy, Model };
    cif::Table table = block.find("_atom_site.", {"label_atom_id", "label_comp_id", "label_asym_id", "Cartn_x", "Cartn_y", "Cartn_z", "?label_entity_id",
                                                  "?label_alt_id", "?label_seq_id", "?occupancy", "?pdbx_PDB_model_num"});
    if (!table.ok()) throw InputError("no complete table of atoms (_atom_site)");
    const PolymerChains polymers(block);
    AtomSite site;
    std::set<std::string> chains;
    std::string firstModel;
    for (const auto row : table) {
        if (row.has2(Model)) {
            if (firstModel.empty()) firstModel = row[Model];
            if (row[Model] != firstModel) continue;
        }
        const std::string chain = row.str(Chain), residue = row.str(Residue);
        const std::string entity = polymers.entityOf(chain, row.has2(Entity) ? row.str(Entity) : "");
        const bool numbered = row.has2(Number);
        if (!polymers.isPolymer(entity, numbered) || residue == "HOH" || residue == "DOD") continue;
        if (!numbered) throw InputError("an atom of chain " + chain + " has no residue number (label_seq_id)");
        if (chains.insert(chain).second) site = {chain, entity, {}};
        if (chains.size() > 1) continue;
        const double occupancy = row.has2(Occupancy) ? numberIn(row[Occupancy], "the occupancy") : 1;
        const Point place = {numberIn(row[X], "a coordinate"), numberIn(row[Y], "a coordinate"), numberIn(row[Z], "a coordinate")};
        site.residues[residueNumberIn(row[Number])].push_back({row.str(Name), residue, row.has2(Alternative) ? row.str(Alternative) : "", occupancy, place});
    }
    if (chains.size() != 1) throw InputError(fmt::format("{} polymer chains with atoms, a template has exactly one", chains.size()));
    return site;
}

// Number and component of every residue of the chain's sequence, those without atoms included.
std::vector<std::pair<int, std::string>> sequenceOf(cif::Block& block, const AtomSite& site) {
    std::vector<std::pair<int, std::string>> sequence;
    std::set<int> numbers;   // where several components share a place, the first one names it
    const auto collect = [&](const std::string& category, const std::vector<std::string>& tags, const std::string& owner) {
        for (const auto row : block.find(category, tags)) {
            if (row.str(0) != owner) continue;
            const int number = residueNumberIn(row.str(1));
            if (numbers.insert(number).second) sequence.emplace_back(number, row.str(2));
        }
        return !sequence.empty();
    };
    if (collect("_pdbx_poly_seq_scheme.", {"asym_id", "seq_id", "mon_id"}, site.chain)) return sequence;
    if (collect("_entity_poly_seq.", {"entity_id", "num", "mon_id"}, site.entity)) return sequence;
    for (const auto& [number, atoms] : site.residues) sequence.emplace_back(number, atoms.front().residue);
    return sequence;
}

TemplateAtom* find(TemplateResidue& residue, const char* name) {
    const auto found = std::find_if(residue.atoms.begin(), residue.atoms.end(), [&](const TemplateAtom& atom) { return atom.name == name; });
    return found == residue.atoms.end() ? nullptr : &*found;
}

// Selenomethionine is read as methionine; of arginine's two end nitrogens NH1 is the one nearer to CD.
void straighten(TemplateResidue& residue) {
    if (residue.name == "MSE") {
        residue.name = "MET";
        if (TemplateAtom* selenium = find(residue, "SE")) selenium->name = "SD";
    }
    if (residue.name != "ARG") return;
    TemplateAtom *cd = find(residue, "CD"), *nh1 = find(residue, "NH1"), *nh2 = find(residue, "NH2");
    if (cd && nh1 && nh2 && distance(cd->position, nh2->position) < distance(cd->position, nh1->position)) std::swap(nh1->name, nh2->name);
}

TemplateResidue makeResidue(std::string name, const std::vector<PlacedAtom>& atoms) {
    TemplateResidue residue{std::move(name), {}};
    for (const PlacedAtom& atom : oneOfEach(atoms)) {
        if (residue.atoms.empty()) residue.name = atom.residue;
        residue.atoms.push_back({atom.name, atom.position});
    }
    straighten(residue);
    return residue;
}

std::string earliestRevision(cif::Block& block) {
    std::string earliest;
    for (const std::string& value : block.find_values("_pdbx_audit_revision_history.revision_date")) {
        const std::string date = cif::as_string(value);
        if (isDate(date) && (earliest.empty() || date < earliest)) earliest = date;
    }
    return earliest;
}

TemplateChain fromBlock(cif::Block& block) {
    TemplateChain chain;
    const AtomSite site = readAtoms(block);
    chain.released = earliestRevision(block);
    for (const auto& [number, name] : sequenceOf(block, site)) {
        const auto atoms = site.residues.find(number);
        chain.residues.push_back(makeResidue(name, atoms == site.residues.end() ? std::vector<PlacedAtom>() : atoms->second));
    }
    return chain;
}

}  // namespace

const TemplateAtom* TemplateResidue::find(const std::string& atom) const {
    const auto found = std::find_if(atoms.begin(), atoms.end(), [&](const TemplateAtom& a) { return a.name == atom; });
    return found == atoms.end() ? nullptr : &*found;
}

TemplateChain readTemplate(const std::string& text, const std::string& file) {
    return fromFirstBlock(text, file, [](cif::Block& block) { return fromBlock(block); });
}

}  // namespace foldmeter::structure
