#include "structure/structure.h"

#include <cmath>

namespace foldmeter::structure {

void Structure::addAtom(const std::string& chainId, int residueNumber, const std::string& residueName,
                        const std::string& atomName, const std::string& element, const Point& position, double bFactor) {
    const bool sameChain = !chains.empty() && chains.back().id == chainId;
    if (!sameChain) chains.push_back({chainId, static_cast<int>(residues.size()), 0});
    if (!sameChain || residues.back().number != residueNumber || residues.back().name != residueName) {
        residues.push_back({residueName, residueNumber, static_cast<int>(chains.size()) - 1, static_cast<int>(atoms()), 0});
        ++chains.back().residues;
    }
    ++residues.back().atoms;
    atomNames.push_back(atomName);
    elements.push_back(element);
    positions.push_back(position);
    bFactors.push_back(bFactor);
    residueOf.push_back(static_cast<int>(residues.size()) - 1);
}

int Structure::findAtom(int residue, const std::string& atomName) const {
    const StructureResidue& r = residues[static_cast<std::size_t>(residue)];
    for (int i = r.firstAtom; i < r.firstAtom + r.atoms; ++i)
        if (atomNames[static_cast<std::size_t>(i)] == atomName) return i;
    return -1;
}

double distance(const Point& a, const Point& b) { return std::hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]); }

}  // namespace foldmeter::structure
