#include "predict/model_cif.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <set>

namespace foldmeter::predict {
namespace {

using features::Batch;
using features::LayoutAtom;
using structure::CifTable;
using structure::CifWriter;


bool isStandard(const std::string& residueName) {
    static const std::set<std::string> kNames = {
        "ALA", "ARG", "ASN", "ASP", "CYS", "GLN", "GLU", "GLY", "HIS", "ILE", "LEU", "LYS", "MET", "PHE",
        "PRO", "SER", "THR", "TRP", "TYR", "VAL", "A",   "G",   "C",   "U",   "DA",  "DG",  "DC",  "DT"};
    return kNames.contains(residueName);
}

// A residue of the output layout, by its first atom.
struct OutputResidue {
    const LayoutAtom* atom;
    std::string number, entity;      // residue id; running number of the chain
    std::size_t residuesOfChain = 0;
};

std::vector<OutputResidue> residuesOf(const Batch& batch) {
    std::vector<OutputResidue> residues;
    std::size_t chain = 0, firstOfChain = 0;
    const auto closeChain = [&] {
        for (std::size_t i = firstOfChain; i < residues.size(); ++i) residues[i].residuesOfChain = residues.size() - firstOfChain;
        firstOfChain = residues.size();
    };
    const LayoutAtom* before = nullptr;
    for (const LayoutAtom& atom : batch.atoms) {
        const bool chainStarts = !before || before->chainId != atom.chainId;
        if (chainStarts) closeChain(), ++chain;
        if (chainStarts || before->residueId != atom.residueId)
            residues.push_back({&atom, std::to_string(atom.residueId), std::to_string(chain)});
        before = &atom;
    }
    closeChain();
    return residues;
}

std::string labelNumber(const LayoutAtom& atom) { return isPolymer(atom.chainType) ? std::to_string(atom.residueId) : "."; }

void addEntities(CifWriter& writer, const std::vector<OutputResidue>& residues) {
    CifTable entities{{"id", "pdbx_description", "type"}, {}}, polymers{{"entity_id", "type", "pdbx_strand_id"}, {}};
    CifTable chains{{"id", "entity_id"}, {}}, targets{{"data_id", "entity_id", "origin"}, {}};
    CifTable instances{{"asym_id", "details", "entity_id"}, {}};
    std::string last;
    for (const OutputResidue& residue : residues) {
        if (residue.entity == last) continue;
        last = residue.entity;
        const LayoutAtom& atom = *residue.atom;
        entities.rows.push_back({residue.entity, ".", isPolymer(atom.chainType) ? "polymer" : atom.chainType});
        chains.rows.push_back({atom.chainId, residue.entity});
        targets.rows.push_back({"1", residue.entity, "."});
        instances.rows.push_back({atom.chainId, ".", residue.entity});
        if (isPolymer(atom.chainType)) polymers.rows.push_back({residue.entity, atom.chainType, atom.chainId});
    }
    writer.addTable("_entity", entities);
    writer.addTable("_entity_poly", polymers);
    writer.addTable("_struct_asym", chains);
    writer.addTable("_ma_target_entity", targets);
    writer.addTable("_ma_target_entity_instance", instances);
}

void addSchemes(CifWriter& writer, const std::vector<OutputResidue>& residues) {
    CifTable sequences{{"entity_id", "hetero", "mon_id", "num"}, {}};
    CifTable polymers{{"asym_id", "auth_seq_num", "entity_id", "hetero", "mon_id", "pdb_ins_code", "pdb_seq_num", "pdb_strand_id", "seq_id"}, {}};
    CifTable branched{{"asym_id", "auth_asym_id", "auth_seq_num", "entity_id", "hetero", "mon_id", "num", "pdb_asym_id", "pdb_ins_code", "pdb_seq_num"}, {}};
    CifTable others{{"asym_id", "auth_seq_num", "entity_id", "mon_id", "pdb_ins_code", "pdb_seq_num", "pdb_strand_id"}, {}};
    for (const OutputResidue& r : residues) {
        const std::string &chain = r.atom->chainId, &name = r.atom->residueName;
        if (isPolymer(r.atom->chainType)) {
            sequences.rows.push_back({r.entity, "n", name, r.number});
            polymers.rows.push_back({chain, r.number, r.entity, "n", name, ".", r.number, chain, r.number});
        } else if (r.residuesOfChain > 1) {
            branched.rows.push_back({chain, chain, r.number, r.entity, "n", name, r.number, chain, ".", r.number});
        } else {
            others.rows.push_back({chain, r.number, r.entity, name, ".", r.number, chain});
        }
    }
    writer.addTable("_entity_poly_seq", sequences);
    writer.addTable("_pdbx_poly_seq_scheme", polymers);
    writer.addTable("_pdbx_branch_scheme", branched);
    writer.addTable("_pdbx_nonpoly_scheme", others);
}

std::string smilesOf(const OutputContext& context, const std::string& chainId) {
    for (const features::Entity& entity : context.input->entities)
        if (!entity.smiles.empty() && std::find(entity.ids.begin(), entity.ids.end(), chainId) != entity.ids.end()) return entity.smiles;
    return {};
}

std::string nonStandardFlag(const structure::Component& component) {
    std::string type = component.type;
    std::transform(type.begin(), type.end(), type.begin(), [](unsigned char c) { return std::tolower(c); });
    if (type == "non-polymer") return ".";
    return component.parent == "?" ? "y" : "n";
}

void addComponents(CifWriter& writer, const OutputContext& context, const std::vector<OutputResidue>& residues) {
    CifTable table{{"id", "type", "name", "pdbx_synonyms", "formula", "formula_weight", "mon_nstd_flag", "pdbx_smiles"}, {}};
    std::map<std::string, std::string> chainOf;   // a chain that holds the component
    for (const OutputResidue& residue : residues) chainOf.emplace(residue.atom->residueName, residue.atom->chainId);
    bool anySmiles = false;
    for (const auto& [name, chain] : chainOf) {
        if (const auto component = context.components->find(name); component && component->smiles.empty()) {
            anySmiles = anySmiles || !component->descriptor.empty();
            table.rows.push_back({name, component->type, component->name, component->synonyms, component->formula, component->formulaWeight,
                                  nonStandardFlag(*component), component->descriptor.empty() ? "?" : component->descriptor});
            continue;
        }
        const std::string smiles = smilesOf(context, chain);
        anySmiles = anySmiles || !smiles.empty();
        table.rows.push_back({name, "non-polymer", "?", "?", "?", "?", "?", smiles.empty() ? "?" : smiles});
    }
    if (!anySmiles) {
        table.columns.pop_back();
        for (auto& row : table.rows) row.pop_back();
    }
    writer.addTable("_chem_comp", table);
}

void addBonds(CifWriter& writer, const Batch& batch) {
    CifTable table{{"id", "conn_type_id", "pdbx_role", "pdbx_value_order"}, {}};
    for (const char* partner : {"1", "2"}) {
        for (const char* item : {"label_asym_id", "label_comp_id", "label_seq_id", "label_atom_id", "auth_asym_id", "auth_seq_id", "symmetry"})
            table.columns.push_back(fmt::format("ptnr{}_{}", partner, item));
        for (const char* item : {"PDB_ins_code", "label_alt_id"}) table.columns.push_back(fmt::format("pdbx_ptnr{}_{}", partner, item));
    }
    for (const auto* bonds : {&batch.polymerLigandBonds, &batch.ligandLigandBonds})
        for (const features::LayoutBond& bond : *bonds) {
            std::vector<std::string> row = {fmt::format("covale{}", table.rows.size() + 1), "covale", "?", "?"};
            for (const int end : {bond.first, bond.second}) {
                const LayoutAtom& atom = batch.atoms[static_cast<std::size_t>(end)];
                row.insert(row.end(), {atom.chainId, atom.residueName, labelNumber(atom), atom.atomName, atom.chainId,
                                       std::to_string(atom.residueId), "1_555", "?", "?"});
            }
            table.rows.push_back(row);
        }
    if (table.rows.empty()) return;
    writer.addTable("_struct_conn", table);
    writer.addItems("_struct_conn_type", {{"id", "covale"}, {"criteria", "?"}, {"reference", "?"}});
}

}  // namespace

CifTable atomTable(const Batch& batch, const SampleScores& scores) {
    CifTable table{{"group_PDB", "id", "type_symbol", "label_atom_id", "label_alt_id", "label_comp_id", "label_asym_id",
                    "label_entity_id", "label_seq_id", "pdbx_PDB_ins_code", "Cartn_x", "Cartn_y", "Cartn_z", "occupancy",
                    "B_iso_or_equiv", "auth_seq_id", "auth_asym_id", "pdbx_PDB_model_num"},
                   {}};
    int chain = 0;
    for (std::size_t i = 0; i < batch.atoms.size(); ++i) {
        const LayoutAtom& a = batch.atoms[i];
        chain += i == 0 || batch.atoms[i - 1].chainId != a.chainId ? 1 : 0;
        const bool standard = isPolymer(a.chainType) && isStandard(a.residueName);
        const auto coordinate = [&](std::size_t axis) { return fmt::format("{:.3f}", scores.atomPositions[3 * i + axis]); };
        table.rows.push_back({standard ? "ATOM" : "HETATM", std::to_string(i + 1), a.element, a.atomName, ".", a.residueName,
                              a.chainId, std::to_string(chain), labelNumber(a), "?", coordinate(0), coordinate(1), coordinate(2),
                              "1.00", fmt::format("{:.2f}", scores.atomPlddt[i]), std::to_string(a.residueId), a.chainId, "1"});
    }
    return table;
}

namespace {

void addAtoms(CifWriter& writer, const Batch& batch, const SampleScores& scores) {
    std::set<std::string> elements;
    for (const LayoutAtom& atom : batch.atoms) elements.insert(atom.element);
    CifTable symbols{{"symbol"}, {}};
    for (const std::string& element : elements) symbols.rows.push_back({element});
    writer.addTable("_atom_type", symbols);
    writer.addTable("_atom_site", atomTable(batch, scores));
}

}  // namespace

void addStructure(CifWriter& writer, const OutputContext& context, const SampleScores& scores) {
    const std::vector<OutputResidue> residues = residuesOf(*context.batch);
    writer.addItems("_entry", {{"id", context.input->sanitisedName}});
    addEntities(writer, residues);
    addSchemes(writer, residues);
    addComponents(writer, context, residues);
    addBonds(writer, *context.batch);
    addAtoms(writer, *context.batch, scores);
}

}  // namespace foldmeter::predict
