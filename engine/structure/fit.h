// One structure laid on another: as a whole, by one chain, or each chain for itself. Says where each part goes and how well
// it fits there.
#pragma once

#include "structure/compare.h"

#include <memory>
#include <string>
#include <vector>

namespace foldmeter::structure {

enum class FitBy { All, OneChain, EachChain };

struct FittedPart {
    std::string chain;                            // of the fixed structure; empty: the whole
    std::shared_ptr<const Structure> structure;   // what moves together; the structure itself when all of it does
    Comparison comparison;                        // of it; placement, RMSD, TM-score, lDDT
};

// `chain`: of the fixed structure, for OneChain: it alone decides the placement, the numbers are of all. With EachChain a
// part's numbers are of its chain alone; chains that correspond to nothing (ligands) go with the nearest part.
// InputError when fewer than three residues correspond.
std::vector<FittedPart> fit(const std::shared_ptr<const Structure>& moving, const Structure& fixed, FitBy by, const std::string& chain = {});

// One a residue of `whole`, of which `parts` (fitted to something else) are made: how far its CA or C3' lies off; NaN unmatched.
std::vector<float> deviationsOf(const Structure& whole, const std::vector<FittedPart>& parts);

Superposition inverse(const Superposition& motion);
Superposition inOrder(const Superposition& first, const Superposition& second);   // the one, then the other

// Only these chains (places in `structure.chains`), in their order.
Structure onlyChains(const Structure& structure, const std::vector<int>& chains);

}  // namespace foldmeter::structure
