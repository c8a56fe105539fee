// Molecules as flat drawings, the way chemists write them, made by RDKit as SVG.
#pragma once

#include "structure/components.h"

#include <string>

namespace foldmeter::structure {

struct DepictionStyle {
    int width = 240, height = 180;   // pixels
    bool dark = false;               // light strokes for a dark ground; the ground itself is left out
};
struct Depiction {
    std::string svg;
    std::string formula;             // "C9H8O4"
    int heavyAtoms = 0;
};

inline constexpr int mostDrawnAtoms = 300;   // without hydrogens; larger molecules become unreadable and slow to lay out

// InputError in words: what is wrong with the SMILES, that the molecule is too large or cannot be drawn.
Depiction depict(const std::string& smiles, const DepictionStyle& style);
Depiction depict(const Component& component, const DepictionStyle& style);

}  // namespace foldmeter::structure
