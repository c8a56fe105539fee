#include "structure/residue_kind.h"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>

namespace foldmeter::structure {
namespace {

constexpr std::array<std::string_view, 28> kStandard = {
    "ALA", "ARG", "ASN", "ASP", "CYS", "GLN", "GLU", "GLY", "HIS", "ILE", "LEU", "LYS", "MET", "PHE",
    "PRO", "SER", "THR", "TRP", "TYR", "VAL", "A",   "C",   "G",   "U",   "DA",  "DC",  "DG",  "DT"};

}  // namespace

ResidueKind kindOf(const Structure& structure, int residue) {
    const StructureResidue& r = structure.residues[static_cast<std::size_t>(residue)];
    const auto has = [&](const char* atom) { return structure.findAtom(residue, atom) >= 0; };
    if (r.name == "HOH" || r.name == "DOD" || r.name == "WAT") return ResidueKind::Water;
    if (r.atoms == 1 && r.name != "UNK") {
        const std::string& element = structure.elements[static_cast<std::size_t>(r.firstAtom)];
        if (element != "C" && !has("P")) return ResidueKind::Ion;
    }
    if (has("CA") && ((has("N") && has("C")) || isStandardPolymer(r.name))) return ResidueKind::Protein;
    if ((has("C4'") && has("C3'") && has("O3'")) || (has("P") && isStandardPolymer(r.name))) return ResidueKind::Nucleic;
    return ResidueKind::Ligand;
}

std::vector<ResidueKind> residueKinds(const Structure& structure) {
    std::vector<ResidueKind> kinds;
    kinds.reserve(structure.residues.size());
    for (std::size_t i = 0; i < structure.residues.size(); ++i) kinds.push_back(kindOf(structure, static_cast<int>(i)));
    return kinds;
}

bool isStandardPolymer(const std::string& residueName) {
    return std::find(kStandard.begin(), kStandard.end(), residueName) != kStandard.end();
}

std::vector<int> entityOfChains(const Structure& structure) {
    std::map<std::string, int> known;
    std::vector<int> entities;
    for (const StructureChain& chain : structure.chains) {
        std::string sequence;
        for (int r = chain.firstResidue; r < chain.firstResidue + chain.residues; ++r)
            sequence += structure.residues[static_cast<std::size_t>(r)].name + " ";
        entities.push_back(known.emplace(sequence, static_cast<int>(known.size())).first->second);
    }
    return entities;
}

}  // namespace foldmeter::structure
