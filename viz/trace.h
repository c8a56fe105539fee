// The course of polymer chains: unbroken stretches of residues with the point, the direction of the ribbon's width and
// the secondary structure of each. Cartoons are swept along them.
#pragma once

#include "structure/residue_kind.h"
#include "viz/vec.h"

#include <span>
#include <vector>

namespace foldmeter::viz {

enum class Fold : char { Coil, Helix, Strand };

struct TracePoint {
    int residue = 0, atom = 0;    // rows; the atom that gives the colour: CA, or a carbon of the sugar
    Vec3 position, width;         // Angstrom; unit vector (a line rather than an arrow: its sign means nothing)
    Fold fold = Fold::Coil;
};
struct Trace {
    bool nucleic = false;
    std::vector<TracePoint> points;
    int gapBefore = -1;           // atom row of the chain's last point before a break; -1 at a chain's start
};

// One a residue row: helices (alpha, 3-10, pi) of at least four residues, strands of at least three.
std::vector<Fold> foldOfResidues(const structure::Structure& structure);

// Stretches of at least two residues; shorter ones are left to be drawn as atoms. `kinds` and `folds`: one a residue.
std::vector<Trace> traceChains(const structure::Structure& structure, std::span<const structure::ResidueKind> kinds,
                               std::span<const Fold> folds);

}  // namespace foldmeter::viz
