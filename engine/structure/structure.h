// A molecular structure as columns: what is read from mmCIF, compared with the truth, given to DSSP and, later, drawn.
#pragma once

#include <array>
#include <string>
#include <vector>

namespace foldmeter::structure {

using Point = std::array<double, 3>;   // Angstrom

struct StructureChain {
    std::string id;
    int firstResidue = 0, residues = 0;
};
struct StructureResidue {
    std::string name;             // component code
    int number = 0;               // auth_seq_id
    int chain = 0;
    int firstAtom = 0, atoms = 0;
};

struct Structure {
    std::vector<StructureChain> chains;
    std::vector<StructureResidue> residues;
    // One row an atom, in file order.
    std::vector<std::string> atomNames, elements;   // elements upper case
    std::vector<Point> positions;
    std::vector<double> bFactors;                   // pLDDT in predictions
    std::vector<int> residueOf;

    std::size_t atoms() const { return atomNames.size(); }
    // Appends an atom; a change of chain id, residue number or residue name starts a residue.
    void addAtom(const std::string& chainId, int residueNumber, const std::string& residueName, const std::string& atomName,
                 const std::string& element, const Point& position, double bFactor);
    int findAtom(int residue, const std::string& atomName) const;   // row or -1
};

double distance(const Point& a, const Point& b);

}  // namespace foldmeter::structure
