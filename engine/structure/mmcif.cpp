#include "structure/mmcif.h"

#include "base/error.h"
#include "base/file.h"
#include "structure/cif_block.h"
#include "structure/gemmi_structure.h"

#include <gemmi/cif.hpp>
#include <gemmi/numb.hpp>

#include <map>
#include <set>
#include <tuple>

namespace foldmeter::structure {
namespace {

namespace cif = gemmi::cif;

Structure fromBlock(cif::Block& block) {
    enum { Element, Name, Residue, X, Y, Z, B, Chain, Number, Model };
    cif::Table table = block.find("_atom_site.", {"type_symbol", "label_atom_id", "label_comp_id", "Cartn_x", "Cartn_y",
                                                  "Cartn_z", "?B_iso_or_equiv", "auth_asym_id", "auth_seq_id",
                                                  "?pdbx_PDB_model_num"});
    if (!table.ok()) throw InputError("no complete table of atoms (_atom_site)");
    checkNumbers(block);
    Structure structure;
    std::set<std::tuple<std::string, int, std::string>> seen;   // alternative locations repeat an atom
    std::string firstModel;
    for (const auto row : table) {
        if (row.has2(Model)) {
            if (firstModel.empty()) firstModel = row[Model];
            if (row[Model] != firstModel) continue;
        }
        const std::string element = row.str(Element), chain = row.str(Chain), name = row.str(Name);
        if (element == "H" || element == "D") continue;
        const int number = cif::as_int(row[Number]);
        if (!seen.emplace(chain, number, row.str(Residue) + "/" + name).second) continue;
        const Point position = {cif::as_number(row[X]), cif::as_number(row[Y]), cif::as_number(row[Z])};
        const double bFactor = row.has2(B) ? cif::as_number(row[B], 0) : 0;
        structure.addAtom(chain, number, row.str(Residue), name, element, position, bFactor);
    }
    if (structure.atoms() == 0) throw InputError("no atoms");
    return structure;
}

// Row of an atom by chain, residue number and name.
std::map<std::tuple<std::string, int, std::string>, int> atomsByName(const Structure& structure) {
    std::map<std::tuple<std::string, int, std::string>, int> atoms;
    for (std::size_t i = 0; i < structure.atoms(); ++i) {
        const StructureResidue& residue = structure.residues[static_cast<std::size_t>(structure.residueOf[i])];
        atoms.emplace(std::tuple(structure.chains[static_cast<std::size_t>(residue.chain)].id, residue.number, structure.atomNames[i]), static_cast<int>(i));
    }
    return atoms;
}

std::vector<std::pair<int, int>> bondsOfBlock(cif::Block& block, const Structure& structure) {
    std::vector<std::pair<int, int>> bonds;
    cif::Table table = block.find("_struct_conn.", {"conn_type_id", "ptnr1_auth_asym_id", "ptnr1_auth_seq_id", "ptnr1_label_atom_id", "ptnr2_auth_asym_id",
                                                    "ptnr2_auth_seq_id", "ptnr2_label_atom_id"});
    if (!table.ok()) return bonds;
    const auto atoms = atomsByName(structure);
    for (const auto row : table) {
        if (row.str(0) != "covale" && row.str(0) != "disulf") continue;
        const auto first = atoms.find({row.str(1), cif::as_int(row[2], 0), row.str(3)}), second = atoms.find({row.str(4), cif::as_int(row[5], 0), row.str(6)});
        if (first != atoms.end() && second != atoms.end()) bonds.emplace_back(first->second, second->second);
    }
    return bonds;
}

}  // namespace

std::vector<std::pair<int, int>> readBonds(const std::string& text, const std::string& file, const Structure& structure) {
    return fromFirstBlock(text, file, [&](cif::Block& block) { return bondsOfBlock(block, structure); });
}

Structure readStructure(const std::string& text, const std::string& file) {
    return fromFirstBlock(text, file, [](cif::Block& block) { return fromBlock(block); });
}

Structure loadStructure(const std::filesystem::path& path) { return readStructure(readText(path), path.string()); }

}  // namespace foldmeter::structure
