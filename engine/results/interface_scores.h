// How sure a prediction is of each pair of polymer chains, by three published scores that read the PAE between them, and
// which residues meet there. Scores have a direction: the errors of the second chain's residues seen from the first's.
//   ipSAE    Dunbrack 2025, "What's wrong with AlphaFold's ipTM score and how to fix it", bioRxiv 2025.02.10.637595
//            (the variant d0res: d0 from the number of residues below the PAE cut-off, for each aligned residue)
//   pDockQ2  Zhu, Shenoy, Kundrotas, Elofsson 2023, Bioinformatics 39, btad424
//   LIS      Kim, Hu, Comjean et al. 2024, bioRxiv 2024.02.19.580970
#pragma once

#include "results/token_layout.h"

#include <optional>
#include <string>
#include <vector>

namespace foldmeter::results {

struct DirectedScores {
    double ipSae = 0, pDockQ2 = 0, lis = 0;   // 0: no residue pair passes the score's own cut-off
};
struct InterfaceScores {
    std::string first, second;                // chain ids
    std::optional<DirectedScores> forward, backward;   // absent with a ligand: the scores are defined for polymers
    double ipSae() const;                     // the greater direction, as published
    double pDockQ2() const;                   // the greater direction
    double lis() const;                       // mean of both directions, as published
    int contacts = 0;                         // residue pairs of the table below
    double smallestPae = 0;                   // Angstrom, over both directions
};
// Two residues of different chains with atoms within 5 A.
struct InterfaceContact {
    int first = 0, second = 0;                // residues of the structure
    double distance = 0;                      // smallest between heavy atoms, Angstrom
    double pae = 0, paeBack = 0;              // of the second from the first; of the first from the second
    double contactProbability = 0;            // NaN when the file has none
    double firstPlddt = 0, secondPlddt = 0;   // mean over the residue's atoms
};

// Every pair of chains, first before second in the order of the tokens. Without PAE: empty.
std::vector<InterfaceScores> scoreInterfaces(const structure::Structure& structure, const Confidences& confidences, const TokenLayout& layout);
// By chains, then residues.
std::vector<InterfaceContact> findInterfaceContacts(const structure::Structure& structure, const Confidences& confidences, const TokenLayout& layout);

}  // namespace foldmeter::results
