// What a PDB or mmCIF file holds, without positions: polymers with their declared sequences, ligands by component code,
// covalent bonds between them. The source of jobs that repeat an experiment.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace foldmeter::structure {

struct ListedChain {
    enum class Kind { Protein, Rna, Dna, Ligand } kind = Kind::Ligand;
    std::string id;                       // of the author; ligands: of the chain they lie in
    std::vector<std::string> residues;    // component codes
    bool declared = false;                // the whole sequence (SEQRES), not the observed residues only
};
struct ListedAtom {
    std::size_t chain = 0;                // index
    int residue = 1;                      // 1-based, in the chain's residues
    std::string atom;
};
struct ChainListing {
    std::vector<ListedChain> chains;
    std::vector<std::pair<ListedAtom, ListedAtom>> bonds;
    std::size_t waters = 0;
    std::size_t droppedBonds = 0;             // between polymers, or to something that is not listed
    std::vector<std::string> otherPolymers;   // chains of kinds that are not listed
};

// Told apart by the content. InputError (naming `file`) when nothing can be read.
ChainListing listChains(const std::string& text, const std::string& file);

}  // namespace foldmeter::structure
