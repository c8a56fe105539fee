// Tokens and atoms of one sample brought together: which residue a token belongs to and where it lies. A standard residue
// is one token; ligands, ions and modified residues have one token for each atom. Spec: features.md, outputs.md 3.2.
#pragma once

#include "results/prediction.h"

#include <vector>

namespace foldmeter::results {

enum class ChainKind { Protein, NucleicAcid, Ligand };   // ligand: no standard residue in it (ions and glycans too)

struct TokenLayout {
    struct Chain {
        std::string id;
        ChainKind kind = ChainKind::Ligand;
        int firstToken = 0, tokens = 0;
    };
    std::vector<Chain> chains;          // in the order of the tokens, as in the summary's tables
    std::vector<int> chainOf;           // by token: place in `chains`
    std::vector<int> residueOf;         // by token: residue of the structure, -1 where it has none
    std::vector<int> atomOf;            // by token: its atom; a residue's first one is not its middle: CA, C1', else -1
    std::vector<int> tokenOfResidue;    // by residue of the structure: the token that stands for it, -1
};

// InputError when the files of a sample do not belong together.
TokenLayout layOutTokens(const structure::Structure& structure, const Confidences& confidences);

bool isAminoAcid(const std::string& component);     // the 20 standard ones
bool isNucleotide(const std::string& component);    // A C G U DA DC DG DT

}  // namespace foldmeter::results
