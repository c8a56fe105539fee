// What is to be seen of structures, as plain values: the window sets them, the scene draws them. Nothing of VTK or Qt.
#pragma once

#include "structure/structure.h"
#include "structure/superpose.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace foldmeter::viz {

struct Rgb {
    std::uint8_t red = 0, green = 0, blue = 0;
    bool operator==(const Rgb&) const = default;
};

// How polymers are drawn. Ligands, ions and modified residues are always drawn as atoms unless a surface or `Spheres`
// says something else of everything. `Surface`: the solvent-excluded one.
enum class Representation { Cartoon, BallAndStick, Sticks, Spheres, Surface, GaussianSurface };

// Hydrophobicity: of amino acids, Kyte & Doolittle 1982. Uniform: one colour for all of a structure.
enum class ColourBy { Plddt, Chain, Entity, Element, ResidueType, Rainbow, SecondaryStructure, Hydrophobicity, Uniform, Values };

// Colours between two bounds for ColourBy::Values.
enum class Ramp { BlueWhiteRed, WhiteToAccent, GreenPae, Viridis, TealWhiteGold };

struct Colouring {
    ColourBy by = ColourBy::Plddt;
    // For Values: one a residue row, NaN where there is none (drawn grey): PAE to a picked residue, chain-pair ipTM,
    // distance between two predictions, deviation from a reference.
    std::vector<float> values;
    double lowest = 0, highest = 1;   // what the ends of the ramp stand for
    Ramp ramp = Ramp::Viridis;
    std::string title, unit;          // of the legend
    Rgb uniform{0xB4, 0xBA, 0xC4};    // for Uniform
    bool rest = true;                 // what is not selected steps back; not where the selection is what the colours are about
};

struct ShownStructure {
    std::string name;
    std::shared_ptr<const structure::Structure> structure;
    std::optional<structure::Superposition> placement;   // where it is drawn; as it lies in the file when absent
    std::optional<Colouring> colouring;                  // its own; the scene's when absent. Uniform ones are named in the legend
    bool visible = true;
};

// Rows of the first structure; the others follow where they hold a residue of the same chain, number and name.
struct Selection {
    std::vector<int> residues;   // ascending
    std::vector<int> atoms;      // single atoms, ascending; their residues need not be listed
    bool empty() const { return residues.empty() && atoms.empty(); }
    bool operator==(const Selection&) const = default;
};

// What lies under the pointer.
struct Picked {
    int structure = 0, residue = 0, atom = 0;   // index of the shown structure, its rows
    bool operator==(const Picked&) const = default;
};

// Two atoms joined in the picture by a dashed line: a contact, a hydrogen bond, a clash, a measured distance.
struct DrawnLink {
    enum class Kind { Contact, HydrogenBond, Clash, Measurement } kind = Kind::Contact;
    Picked from, to;
};

struct Measurement {
    std::vector<Picked> atoms;   // two: distance, three: angle at the second, four: dihedral
};

// Light and air. Colours come with the theme.
struct Look {
    Rgb background{255, 255, 255}, text{0x1B, 0x24, 0x30}, accent{0x24, 0x57, 0xC5};
    bool occlusion = true;       // crevices darker
    bool shadows = true;         // in stills
    bool outlines = true;        // in stills
    bool depthCue = true;        // far parts fade into the background
    bool perspective = true;
    bool operator==(const Look&) const = default;
};

// Side chains and single atoms drawn in addition to a cartoon.
struct Details {
    bool ligands = true, ions = true, modifiedResidues = true, waters = false;
    bool selectedAtoms = true;   // atoms of selected residues as sticks
    bool operator==(const Details&) const = default;
};

}  // namespace foldmeter::viz
