#include "results/token_layout.h"

#include "base/error.h"

#include <fmt/format.h>

#include <map>
#include <set>

namespace foldmeter::results {
namespace {

int middleAtom(const structure::Structure& structure, int residue) {
    for (const char* name : {"CA", "C1'"})
        if (const int atom = structure.findAtom(residue, name); atom >= 0) return atom;
    return -1;
}

std::map<std::pair<std::string, int>, int> residuesByName(const structure::Structure& structure) {
    std::map<std::pair<std::string, int>, int> residues;
    for (std::size_t i = 0; i < structure.residues.size(); ++i) {
        const structure::StructureResidue& residue = structure.residues[i];
        residues.emplace(std::pair(structure.chains[static_cast<std::size_t>(residue.chain)].id, residue.number), static_cast<int>(i));
    }
    return residues;
}

class LayoutBuilder {
public:
    LayoutBuilder(const structure::Structure& structure, const Confidences& confidences) : m_structure(structure), m_confidences(confidences) {
        m_layout.tokenOfResidue.assign(structure.residues.size(), -1);
    }

    TokenLayout build() {
        const auto residues = residuesByName(m_structure);
        const std::size_t tokens = m_confidences.tokenChains.size();
        for (std::size_t first = 0, end = 0; first < tokens; first = end) {
            while (end < tokens && sameResidue(first, end)) ++end;
            const auto found = residues.find({m_confidences.tokenChains[first], m_confidences.tokenResidues[first]});
            if (found == residues.end())
                throw InputError(fmt::format("the structure has no residue {} in chain {}, which the confidences name; the files are of different samples",
                                             m_confidences.tokenResidues[first], m_confidences.tokenChains[first]));
            addResidue(found->second, first, end);
        }
        return std::move(m_layout);
    }

private:
    bool sameResidue(std::size_t a, std::size_t b) const {
        return m_confidences.tokenChains[a] == m_confidences.tokenChains[b] && m_confidences.tokenResidues[a] == m_confidences.tokenResidues[b];
    }

    void addResidue(int residue, std::size_t first, std::size_t end) {
        const structure::StructureResidue& named = m_structure.residues[static_cast<std::size_t>(residue)];
        enterChain(m_confidences.tokenChains[first], named.name);
        const auto tokens = static_cast<int>(end - first);
        const int middle = middleAtom(m_structure, residue);
        for (int n = 0; n < tokens; ++n) {
            const bool atomToken = tokens > 1 && tokens == named.atoms;
            const int atom = atomToken ? named.firstAtom + n : tokens == 1 && named.atoms == 1 ? named.firstAtom : tokens == 1 ? middle : -1;
            m_layout.chainOf.push_back(static_cast<int>(m_layout.chains.size()) - 1);
            m_layout.residueOf.push_back(residue);
            m_layout.atomOf.push_back(atom);
            const int token = static_cast<int>(first) + n;
            int& standing = m_layout.tokenOfResidue[static_cast<std::size_t>(residue)];
            if (standing < 0 || (atom >= 0 && atom == middle)) standing = token;
        }
        m_layout.chains.back().tokens += tokens;
    }

    void enterChain(const std::string& id, const std::string& component) {
        if (m_layout.chains.empty() || m_layout.chains.back().id != id) m_layout.chains.push_back({id, ChainKind::Ligand, static_cast<int>(m_layout.chainOf.size()), 0});
        ChainKind& kind = m_layout.chains.back().kind;
        if (isAminoAcid(component)) kind = ChainKind::Protein;
        else if (isNucleotide(component)) kind = ChainKind::NucleicAcid;
    }

    const structure::Structure& m_structure;
    const Confidences& m_confidences;
    TokenLayout m_layout;
};

}  // namespace

bool isAminoAcid(const std::string& component) {
    static const std::set<std::string> kNames = {"ALA", "ARG", "ASN", "ASP", "CYS", "GLN", "GLU", "GLY", "HIS", "ILE",
                                                 "LEU", "LYS", "MET", "PHE", "PRO", "SER", "THR", "TRP", "TYR", "VAL"};
    return kNames.contains(component);
}

bool isNucleotide(const std::string& component) {
    static const std::set<std::string> kNames = {"A", "C", "G", "U", "DA", "DC", "DG", "DT"};
    return kNames.contains(component);
}

TokenLayout layOutTokens(const structure::Structure& structure, const Confidences& confidences) { return LayoutBuilder(structure, confidences).build(); }

}  // namespace foldmeter::results
