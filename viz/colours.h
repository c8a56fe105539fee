// Colours of atoms by what a colouring asks for, and the legend that says what they mean.
#pragma once

#include "viz/display.h"

#include <string>
#include <vector>

namespace foldmeter::viz {

// pLDDT bands as the AlphaFold database draws them: above 90, 70 to 90, 50 to 70, below.
Rgb plddtColour(double plddt);
// Chains and entities in turn; told apart by colour-blind readers for the first eight.
Rgb chainColour(int index);
Rgb elementColour(const std::string& element);   // carbon: grey
Rgb rampColour(Ramp ramp, double share);          // share in [0, 1]
Rgb mixed(Rgb a, Rgb b, double share);            // share of b

// One colour an atom row. `folds`: one a residue, 'H', 'E' or ' ' (only for ColourBy::SecondaryStructure; may be empty).
// `elements`: where a colouring says nothing about single atoms, those of polymers that are not carbon keep the colours of
// their elements, as those of ligands always do; for sticks, not for surfaces.
std::vector<Rgb> atomColours(const structure::Structure& structure, const Colouring& colouring, const std::vector<char>& folds, Rgb accent, bool elements = true);

struct Legend {
    struct Entry {
        Rgb colour;
        std::string text;
    };
    std::string title;
    std::vector<Entry> entries;          // either these
    std::vector<Rgb> ramp;               // or a bar from `lowest` to `highest`
    std::string lowest, highest;
    std::vector<Entry> structures;       // what else is shown, each in one colour
    bool empty() const { return entries.empty() && ramp.empty() && structures.empty(); }
};
Legend legendOf(const structure::Structure& structure, const Colouring& colouring);

}  // namespace foldmeter::viz
