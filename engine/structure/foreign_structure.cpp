#include "structure/foreign_structure.h"

#include "base/error.h"
#include "base/file.h"
#include "structure/gemmi_structure.h"

#include <set>

namespace foldmeter::structure {
namespace {

std::string upper(std::string text) {
    for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return text;
}

Structure fromGemmi(const gemmi::Structure& source) {
    Structure structure;
    if (source.models.empty()) return structure;
    for (const gemmi::Chain& chain : source.models.front().chains)
        for (const gemmi::Residue& residue : chain.residues) {
            if (residue.is_water()) continue;
            std::set<std::string> seen;   // alternative locations repeat an atom
            for (const gemmi::Atom& atom : residue.atoms) {
                if (atom.is_hydrogen() || !seen.insert(atom.name).second) continue;
                structure.addAtom(chain.name, residue.seqid.num.value, residue.name, atom.name, upper(atom.element.name()), {atom.pos.x, atom.pos.y, atom.pos.z}, static_cast<double>(atom.b_iso));
            }
        }
    return structure;
}

}  // namespace

Structure readForeignStructure(const std::string& text, const std::string& file) {
    try {
        Structure structure = fromGemmi(toGemmi(text, file));
        if (structure.atoms() == 0) throw InputError("no atoms");
        return structure;
    } catch (const InputError& error) {
        throw InputError(file + ": " + error.what());
    } catch (const std::exception& error) {   // gemmi names place and reason
        throw InputError(file + ": not readable as mmCIF or PDB: " + error.what());
    }
}

Structure loadForeignStructure(const std::filesystem::path& path) {
    const std::string text = readText(path);
    return readForeignStructure(path.extension() == ".zst" ? decompressZstd(text, path.string()) : text, path.string());
}

}  // namespace foldmeter::structure
