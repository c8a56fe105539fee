#include "structure/template_source.h"

#include "structure/any_structure.h"

#include <gemmi/model.hpp>
#include <gemmi/polyheur.hpp>
#include <gemmi/to_cif.hpp>

#include <fmt/format.h>

#include <iterator>
#include <utility>

namespace foldmeter::structure {

using NumberedResidue = std::pair<int, const gemmi::Residue*>;   // place in the sequence, 1-based

struct TemplateSource::State {
    gemmi::Structure structure;
    StructureSource source;
    std::vector<std::vector<NumberedResidue>> residues;   // observed, of each chain
};

namespace {

bool isProtein(const gemmi::Structure& structure, const gemmi::ResidueSpan& part) {
    const gemmi::Entity* entity = structure.get_entity_of(part);
    if (part.size() == 0 || part[0].entity_type != gemmi::EntityType::Polymer) return false;
    gemmi::PolymerType type = entity ? entity->polymer_type : gemmi::PolymerType::Unknown;
    if (type == gemmi::PolymerType::Unknown) type = gemmi::check_polymer_type(part);
    return type == gemmi::PolymerType::PeptideL || type == gemmi::PolymerType::PeptideD;
}

std::string header(const std::string& name, const std::string& date, const std::string& author) {
    return fmt::format("data_{0}\n#\n_entry.id {0}\n#\n_entity.id 1\n_entity.type polymer\n#\n_entity_poly.entity_id 1\n_entity_poly.type 'polypeptide(L)'\n"
                       "_entity_poly.pdbx_strand_id {2}\n#\n_struct_asym.id A\n_struct_asym.entity_id 1\n#\n_pdbx_audit_revision_history.ordinal 1\n"
                       "_pdbx_audit_revision_history.data_content_type 'Structure model'\n_pdbx_audit_revision_history.major_revision 1\n"
                       "_pdbx_audit_revision_history.minor_revision 0\n_pdbx_audit_revision_history.revision_date {1}\n#\n",
                       name, date, gemmi::cif::quote(author));
}

std::string schemeOf(const SourceChain& chain) {
    std::string text = "loop_\n";
    for (const char* key : {"asym_id", "entity_id", "seq_id", "mon_id", "ndb_seq_num", "pdb_seq_num", "auth_seq_num", "pdb_mon_id", "auth_mon_id", "pdb_strand_id", "pdb_ins_code", "hetero"})
        text += fmt::format("_pdbx_poly_seq_scheme.{}\n", key);
    for (std::size_t r = 0; r < chain.residues.size(); ++r)
        fmt::format_to(std::back_inserter(text), "A 1 {0} {1} {0} {0} {0} {1} {1} A . n\n", r + 1, gemmi::cif::quote(chain.residues[r]));
    return text + "#\n";
}

void addAtoms(std::string& text, const NumberedResidue& numbered, int& serial) {
    const gemmi::Residue& residue = *numbered.second;
    for (const gemmi::Atom& atom : residue.atoms) {
        if (atom.is_hydrogen()) continue;
        fmt::format_to(std::back_inserter(text), "ATOM {} {} {} {} {} A 1 {} ? {:.3f} {:.3f} {:.3f} {:.2f} {:.2f} {} A 1\n", ++serial, atom.element.uname(), gemmi::cif::quote(atom.name),
                       atom.altloc ? std::string(1, atom.altloc) : std::string("."), gemmi::cif::quote(residue.name), numbered.first, atom.pos.x, atom.pos.y, atom.pos.z, atom.occ, atom.b_iso,
                       numbered.first);
    }
}

}  // namespace

TemplateSource::TemplateSource(const std::string& text, const std::string& file) : m_state(std::make_unique<State>()) {
    m_state->structure = readAnyStructure(text, file, &m_state->source);
    for (gemmi::Chain& chain : m_state->structure.models[0].chains) {
        int part = 0;
        for (const gemmi::ResidueSpan& span : chain.subchains()) {
            ++part;
            if (!isProtein(m_state->structure, span)) continue;
            const gemmi::Entity* entity = m_state->structure.get_entity_of(span);
            SourceChain& made = m_chains.emplace_back();
            made.id = m_state->source.isCif ? span.subchain_id() : chain.name + std::to_string(part);
            made.author = chain.name;
            const bool declared = entity && !entity->full_sequence.empty();
            if (declared)
                for (const std::string& names : entity->full_sequence) made.residues.push_back(gemmi::Entity::first_mon(names));
            std::vector<NumberedResidue>& residues = m_state->residues.emplace_back();
            for (const gemmi::Residue& residue : span) {
                if (!declared) made.residues.push_back(residue.name);
                const int number = !declared ? static_cast<int>(made.residues.size()) : residue.label_seq ? *residue.label_seq : 0;
                if (number >= 1 && number <= static_cast<int>(made.residues.size())) residues.emplace_back(number, &residue);
            }
        }
    }
}
TemplateSource::~TemplateSource() = default;

const std::string& TemplateSource::released() const { return m_state->source.released; }

std::string TemplateSource::mmcifOf(std::size_t chain, const std::string& date) const {
    const SourceChain& listed = m_chains.at(chain);
    std::string text = header("template", released().empty() ? date : released(), listed.author) + schemeOf(listed) + "loop_\n";
    for (const char* key : {"group_PDB", "id", "type_symbol", "label_atom_id", "label_alt_id", "label_comp_id", "label_asym_id", "label_entity_id", "label_seq_id", "pdbx_PDB_ins_code", "Cartn_x",
                            "Cartn_y", "Cartn_z", "occupancy", "B_iso_or_equiv", "auth_seq_id", "auth_asym_id", "pdbx_PDB_model_num"})
        text += fmt::format("_atom_site.{}\n", key);
    int serial = 0;
    for (const NumberedResidue& residue : m_state->residues[chain]) addAtoms(text, residue, serial);
    return text + "#\n";
}

}  // namespace foldmeter::structure
