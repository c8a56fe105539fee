// The batch: every array of spec features.md section 3 by name, plus the layouts that writing the results needs.
#pragma once

#include "tensor/tensor.h"

#include <string>
#include <vector>

namespace foldmeter::features {

// One atom of the flat output layout, in output order. Spec atom-layouts.md section 2.
struct LayoutAtom {
    std::string chainType, chainId;
    int residueId = 0;
    std::string residueName, atomName, element;
    int token = 0, slot = 0;          // where the network has it; slot -1: cut away
};

struct ChainInfo {
    std::string id, type;             // "A", "polypeptide(L)"
    int asymId = 0, entityId = 0;
    int firstToken = 0, tokens = 0;
};

// Inter-residue bonds that survive cleaning (spec features.md section 2.3), as indices into Batch::atoms.
struct LayoutBond {
    int first = 0, second = 0;
};

struct Batch {
    std::string jobName;
    std::int64_t tokens = 0;          // real tokens
    std::int64_t paddedTokens = 0;    // N
    std::int64_t msaRows = 0;         // real rows ("msa", "msa_mask", "deletion_matrix" hold only these)
    TensorMap arrays;                 // by the names of the spec; 64-bit integers are held as i32, float64 as f32
    std::vector<LayoutAtom> atoms;
    std::vector<ChainInfo> chains;    // by asym id
    std::vector<LayoutBond> polymerLigandBonds, ligandLigandBonds;
    const Tensor& at(const std::string& name) const;   // InternalError if absent
};

}  // namespace foldmeter::features
