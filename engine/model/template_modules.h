// Template embedder: what the template slots add to the pair representation. Spec: network.md section 4. The geometry
// of a slot (distogram bins, unit vectors, masks) is made on the host (network_inputs.h) and comes in as inputs; equal
// slots come once, with a multiplicity.
#pragma once

#include "model/modules.h"

namespace foldmeter::model {

Symbolic templateEmbedding(Inputs& in, const Config& config, const Symbolic& pair, const Symbolic& mask);   // (tokens, tokens, C)

}  // namespace foldmeter::model
