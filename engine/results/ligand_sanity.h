// Whether the ligands of a prediction are chemically sound: bond lengths and chirality held against the component
// dictionary's reference coordinates, atoms that lie inside others. Limits: PoseBusters (Buttenschoen, Morris, Deane
// 2024, Chem. Sci. 15, 3130): bonds within 25 % of the reference, no atoms nearer than 0.75 of their van der Waals radii.
#pragma once

#include "results/prediction.h"
#include "structure/components.h"

#include <string>
#include <vector>

namespace foldmeter::results {

struct BondLength {
    std::string first, second;                  // atom names
    double length = 0, reference = 0;           // Angstrom
};
enum class Handedness { AsReference, Inverted, Flat };
struct ChiralAtom {
    std::string atom;
    Handedness handedness = Handedness::AsReference;
};
struct AtomClash {
    std::string atom;                           // of the ligand
    std::string otherChain, otherResidue, otherAtom;   // residue as NAME and number: "LYS 23"
    double distance = 0, allowed = 0;           // Angstrom
};

struct LigandReport {
    std::string chain, component;
    int residue = 0;                            // its number; place in the structure's residues: `place`
    int place = 0;
    bool hasReference = true;                   // false: the dictionary has no coordinates for it (a SMILES ligand)
    int bonds = 0, chiralAtoms = 0;             // looked at
    double bondRmsd = 0;                        // Angstrom, over the bonds looked at
    std::vector<BondLength> badBonds;           // worst first
    std::vector<ChiralAtom> badCentres;         // not as the reference
    std::vector<AtomClash> clashes;             // worst first; metals coordinate and are not looked at
    bool sound() const { return badBonds.empty() && badCentres.empty() && clashes.empty(); }
};

// Every residue that is neither a standard amino acid nor nucleotide, in the order of the structure. `bonds`: atoms that
// are joined across residues; they are no clash.
std::vector<LigandReport> checkLigands(const structure::Structure& structure, const std::vector<std::pair<int, int>>& bonds,
                                       const structure::ComponentDictionary& components);
// Covalent bonds between residues that the sample's structure file states, as atoms of the structure.
std::vector<std::pair<int, int>> readSampleBonds(const Sample& sample, const structure::Structure& structure);

}  // namespace foldmeter::results
