// What a person has chosen to see beside the shown sample, as one value: how it is coloured, what lies over it and how it
// was laid there, which contacts are drawn. Every step that changes it can be undone by putting the value before back.
#pragma once

#include "gui/commands/shared_selection.h"
#include "structure/fit.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace foldmeter::app {

enum class ColourMode { Plddt, Chain, Entity, Element, ResidueType, Rainbow, SecondaryStructure, Hydrophobicity, ChainPairs, Pae, Difference, Deviation };

struct Reference {
    std::string name, file;
    std::shared_ptr<const structure::Structure> structure;
};

struct StructureChoices {
    ColourMode colour = ColourMode::Plddt;
    std::vector<commands::SelectedSample> overlaid;        // sorted
    std::optional<commands::SelectedSample> onto;          // what all are laid on; absent: the shown sample
    structure::FitBy fitBy = structure::FitBy::All;
    std::string chain;                                     // for FitBy::OneChain
    std::shared_ptr<const Reference> reference;
    bool contacts = false, hydrogenBonds = false, clashes = false;
    bool operator==(const StructureChoices&) const = default;
};

}  // namespace foldmeter::app
