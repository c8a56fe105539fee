// What holds a structure together besides bonds, and what should not be: contacts, hydrogen bonds, clashes between atoms
// that no chain of up to three bonds joins. Found from positions of heavy atoms alone.
#pragma once

#include "structure/structure.h"

#include <span>
#include <vector>

namespace foldmeter::structure {

struct Interaction {
    int first = 0, second = 0;   // rows of atoms; first < second but for hydrogen bonds: donor, acceptor
    double distance = 0;         // A
    double overlap = 0;          // A, of the van der Waals spheres; negative where they do not touch
};

struct InteractionLimits {
    double contactOverlap = -0.4;   // A, at least
    double clashOverlap = 0.6;
    // A hydrogen bond: donor and acceptor no farther apart, angles at both heavy neighbours at least this, degrees.
    double hydrogenBond = 3.5, angle = 90;
};

// Pairs with one atom in `from` and one in `to` (rows; empty: all atoms), in different residues. A pair that is a hydrogen
// bond counts neither as contact nor, unless nearer than 2.2 A, as clash. Ascending by first, then second.
std::vector<Interaction> contacts(const Structure& structure, std::span<const int> from, std::span<const int> to, const InteractionLimits& limits = {});
std::vector<Interaction> clashes(const Structure& structure, std::span<const int> from, std::span<const int> to, const InteractionLimits& limits = {});
// Donors: nitrogens and oxygens that carry, or may carry, a hydrogen; acceptors likewise with a free pair. Atoms of the
// standard residues are known by name; those of ligands take both parts.
std::vector<Interaction> hydrogenBonds(const Structure& structure, std::span<const int> from, std::span<const int> to, const InteractionLimits& limits = {});

}  // namespace foldmeter::structure
