// Confidence of one sample: pLDDT, PAE, PDE, terms of pTM and ipTM. Spec: network.md section 12.
#pragma once

#include "model/modules.h"

namespace foldmeter::model {

struct ConfidenceInputs {
    Symbolic single, pair;   // f32, the trunk's
    Symbolic targetFeat;     // Working (tokens, F)
};
// Records the outputs named in alphafold3.h.
void confidenceHead(Inputs& in, const Config& config, const ConfidenceInputs& trunk);

}  // namespace foldmeter::model
