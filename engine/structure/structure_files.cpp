#include "structure/structure_files.h"

#include "base/error.h"
#include "structure/residue_kind.h"

#define GEMMI_WRITE_IMPLEMENTATION   // its writers are compiled here
#include <gemmi/assembly.hpp>
#include <gemmi/polyheur.hpp>
#include <gemmi/to_cif.hpp>
#include <gemmi/to_mmcif.hpp>
#include <gemmi/to_pdb.hpp>

#include <sstream>

namespace foldmeter::structure {
namespace {

gemmi::Residue toResidue(const PlacedStructure& placed, std::size_t row) {
    const Structure& s = *placed.structure;
    const StructureResidue& r = s.residues[row];
    gemmi::Residue residue;
    residue.name = r.name;
    residue.seqid = gemmi::SeqId(r.number, ' ');
    const ResidueKind kind = kindOf(s, static_cast<int>(row));
    const bool polymer = kind == ResidueKind::Protein || kind == ResidueKind::Nucleic;
    residue.het_flag = polymer && isStandardPolymer(r.name) ? 'A' : 'H';
    residue.entity_type = polymer ? gemmi::EntityType::Polymer : kind == ResidueKind::Water ? gemmi::EntityType::Water : gemmi::EntityType::NonPolymer;
    for (int a = r.firstAtom; a < r.firstAtom + r.atoms; ++a) {
        const auto i = static_cast<std::size_t>(a);
        const Point p = placed.placement ? placed.placement->apply(s.positions[i]) : s.positions[i];
        gemmi::Atom atom;
        atom.name = s.atomNames[i];
        atom.element = gemmi::Element(s.elements[i]);
        atom.pos = gemmi::Position(p[0], p[1], p[2]);
        atom.b_iso = static_cast<float>(s.bFactors[i]);
        residue.atoms.push_back(std::move(atom));
    }
    return residue;
}

gemmi::Structure toGemmi(const std::vector<PlacedStructure>& models, const std::string& name) {
    gemmi::Structure all;
    all.name = name;
    int serial = 0;
    for (const PlacedStructure& placed : models) {
        gemmi::Model model(std::to_string(++serial));
        int atom = 0;
        for (const StructureChain& chain : placed.structure->chains) {
            model.chains.emplace_back(chain.id);
            for (int r = chain.firstResidue; r < chain.firstResidue + chain.residues; ++r) {
                model.chains.back().residues.push_back(toResidue(placed, static_cast<std::size_t>(r)));
                for (gemmi::Atom& a : model.chains.back().residues.back().atoms) a.serial = ++atom;
            }
        }
        all.models.push_back(std::move(model));
    }
    gemmi::assign_subchains(all, true);
    gemmi::ensure_entities(all);
    return all;
}

}  // namespace

std::string toMmcif(const std::vector<PlacedStructure>& models, const std::string& name) {
    const gemmi::Structure all = toGemmi(models, name);
    std::ostringstream text;
    gemmi::cif::write_cif_to_stream(text, gemmi::make_mmcif_document(all), gemmi::cif::Style::Pdbx);
    return text.str();
}

std::string toPdb(const std::vector<PlacedStructure>& models, const std::string& name) {
    for (const PlacedStructure& placed : models)
        if (placed.structure->atoms() > 99'999 || placed.structure->chains.size() > 62)
            throw InputError("PDB files hold at most 99,999 atoms in 62 chains; write mmCIF instead");
    gemmi::Structure all = toGemmi(models, name);
    std::ostringstream text;
    try {
        gemmi::shorten_chain_names(all);
        gemmi::write_pdb(all, text);
    } catch (const std::exception& error) {   // gemmi says what does not fit
        throw InputError(std::string("this cannot be written as PDB: ") + error.what());
    }
    return text.str();
}

}  // namespace foldmeter::structure
