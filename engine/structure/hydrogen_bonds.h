// Backbone hydrogen bonds by DSSP's electrostatic energy: each residue keeps its two best partners in either direction.
#pragma once

#include "structure/structure.h"

#include <array>
#include <vector>

namespace foldmeter::structure {

struct BackboneResidue {
    Point n, ca, c, o;
    bool proline = false;
    bool follows = false;   // the residue before it in the list belongs to the same chain
    int number = 0;         // consecutive within an unbroken stretch, a number left out at every break
};

class HydrogenBonds {
public:
    explicit HydrogenBonds(const std::vector<BackboneResidue>& residues);
    // N-H of `donor` to C=O of `acceptor`, below -0.5 kcal/mol.
    bool bonded(int donor, int acceptor) const;

private:
    struct Partner {
        int residue = -1;
        double energy = 0;
    };
    void add(int donor, int acceptor, double energy);
    std::vector<std::array<Partner, 2>> m_acceptors;   // of each residue's N-H
};

}  // namespace foldmeter::structure
