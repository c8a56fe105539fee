#include "structure/mmcif.h"

#include "base/error.h"
#include "base/file.h"
#include "structure/cif_block.h"

#include <gemmi/cif.hpp>
#include <gemmi/numb.hpp>

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

}  // namespace

Structure readStructure(const std::string& text, const std::string& file) {
    return fromFirstBlock(text, file, [](cif::Block& block) { return fromBlock(block); });
}

Structure loadStructure(const std::filesystem::path& path) { return readStructure(readText(path), path.string()); }

}  // namespace foldmeter::structure
