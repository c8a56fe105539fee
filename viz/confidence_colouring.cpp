#include "viz/confidence_colouring.h"

#include "base/message.h"

#include <cmath>
#include <limits>

namespace foldmeter::viz {
namespace {

constexpr float kNone = std::numeric_limits<float>::quiet_NaN();

// Place of a structure's chain in the tables of scores, -1.
int placeOf(const results::TokenLayout& tokens, const std::string& chain) {
    for (std::size_t k = 0; k < tokens.chains.size(); ++k)
        if (tokens.chains[k].id == chain) return static_cast<int>(k);
    return -1;
}

}  // namespace

Colouring paeColouring(const structure::Structure& structure, const results::TokenLayout& tokens, const results::Confidences& confidences, int pickedResidue) {
    Colouring colouring{ColourBy::Values, {}, 0, 30, Ramp::GreenPae, message("legend.pae_to"), "\u00C5"};
    if (pickedResidue < 0 || static_cast<std::size_t>(pickedResidue) >= tokens.tokenOfResidue.size()) return colouring;
    const int row = tokens.tokenOfResidue[static_cast<std::size_t>(pickedResidue)];
    if (row < 0 || row >= confidences.pae.rows) return colouring;
    std::vector<int> counted(structure.residues.size(), 0);
    colouring.values.assign(structure.residues.size(), 0.f);
    for (int token = 0; token < confidences.pae.columns; ++token) {
        const int residue = tokens.residueOf[static_cast<std::size_t>(token)];
        const float error = confidences.pae.at(row, token);
        if (residue < 0 || std::isnan(error)) continue;
        colouring.values[static_cast<std::size_t>(residue)] += error;
        ++counted[static_cast<std::size_t>(residue)];
    }
    for (std::size_t r = 0; r < counted.size(); ++r) colouring.values[r] = counted[r] > 0 ? colouring.values[r] / static_cast<float>(counted[r]) : kNone;
    return colouring;
}

Colouring chainPairColouring(const structure::Structure& structure, const results::TokenLayout& tokens, const results::Summary& summary, int pickedChain) {
    Colouring colouring{ColourBy::Values, {}, 0, 1, Ramp::Viridis, message("legend.iptm_with"), ""};
    if (pickedChain < 0 || static_cast<std::size_t>(pickedChain) >= structure.chains.size()) return colouring;
    const int row = placeOf(tokens, structure.chains[static_cast<std::size_t>(pickedChain)].id);
    if (row < 0 || row >= summary.chainPairIptm.rows) return colouring;
    colouring.values.assign(structure.residues.size(), kNone);
    for (const structure::StructureChain& chain : structure.chains) {
        const int column = placeOf(tokens, chain.id);
        if (column < 0 || column >= summary.chainPairIptm.columns) continue;
        for (int r = chain.firstResidue; r < chain.firstResidue + chain.residues; ++r) colouring.values[static_cast<std::size_t>(r)] = summary.chainPairIptm.at(row, column);
    }
    return colouring;
}

}  // namespace foldmeter::viz
