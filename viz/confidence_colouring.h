// Colourings of a sample by what the network says of pairs: PAE to a picked residue, chain-pair ipTM to a picked chain.
#pragma once

#include "results/token_layout.h"
#include "viz/display.h"

namespace foldmeter::viz {

// Expected error of every residue when the picked one's frame is laid on the truth; 0 to 30 Angstrom. A residue of several
// tokens shows their mean. Values are empty when the picked residue has no token.
Colouring paeColouring(const structure::Structure& structure, const results::TokenLayout& tokens, const results::Confidences& confidences, int pickedResidue);
// Every chain by its ipTM with the picked one (row of structure.chains); the picked chain itself by its pTM.
Colouring chainPairColouring(const structure::Structure& structure, const results::TokenLayout& tokens, const results::Summary& summary, int pickedChain);

}  // namespace foldmeter::viz
