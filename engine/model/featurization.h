// Features made inside the graphs: relative positions. Spec: network.md section 3 step 3.
#pragma once

#include "model/modules.h"

namespace foldmeter::model {

// The relative encoding as row numbers of its embedding: one-hot times weights is a sum of weight rows, exactly.
struct RelativeEncoding {
    Symbolic residue, token, chain;   // i32 (tokens, tokens): row of the (139, C) weights
    Symbolic sameEntity;              // bool (tokens, tokens)
    int entityRow = 0;                // the row that sameEntity switches on

    // weights (139, C) -> (tokens, tokens, C)
    Symbolic rowsOf(const Symbolic& weights) const;
};
RelativeEncoding relativeEncoding(Inputs& in, const Config& config);

}  // namespace foldmeter::model
