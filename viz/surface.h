// The molecular surface: a density of Gaussians, one an atom, contoured where it shows the shape that a water molecule
// feels. Coloured per atom: each vertex belongs to the atom that is nearest, measured from its van der Waals sphere.
#pragma once

#include "viz/mesh.h"
#include "structure/structure.h"

#include <cstddef>
#include <span>

namespace foldmeter::viz {

struct SurfaceDetail {
    float spacing = 0.7f;   // of the grid, Angstrom
    static SurfaceDetail full(std::size_t atoms);      // coarser for large structures
    static SurfaceDetail turning(std::size_t atoms);
};

Mesh surfaceMesh(const structure::Structure& structure, std::span<const int> atoms, const SurfaceDetail& detail);

}  // namespace foldmeter::viz
