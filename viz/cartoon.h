// The cartoon: helices as rounded ribbons, strands as arrows, everything else as tubes; nucleic acids as a tube with a
// slab for each base. Made from the course of the chains; every vertex knows its residue.
#pragma once

#include "viz/mesh.h"
#include "viz/trace.h"

#include <span>

namespace foldmeter::viz {

// How finely a cartoon is cut. `perResidue` is even: colours change halfway between two residues.
struct CartoonDetail {
    int perResidue = 10, sides = 16;
    static CartoonDetail full() { return {10, 16}; }
    static CartoonDetail turning() { return {4, 6}; }   // while the view moves
};

// `anchored`: residues (by row) whose atoms are drawn as well, so that the ribbon must pass through them; may be empty.
Mesh cartoonMesh(const structure::Structure& structure, std::span<const Trace> traces, const CartoonDetail& detail,
                 std::span<const char> anchored = {});

}  // namespace foldmeter::viz
