// Molecular surfaces, coloured per atom: each vertex belongs to the atom that is nearest, measured from its van der Waals
// sphere.
//   Excluded: what a water molecule (a ball of 1.4 A) cannot enter, as Richards and Connolly defined it.
//   Gaussian: a density of Gaussians, one an atom, contoured; smoother, without the sharp valleys.
#pragma once

#include "viz/mesh.h"
#include "structure/structure.h"

#include <cstddef>
#include <span>

namespace foldmeter::viz {

enum class SurfaceKind { Excluded, Gaussian };

struct SurfaceDetail {
    float spacing = 0.7f;   // of the grid, Angstrom
    static SurfaceDetail full(SurfaceKind kind, std::size_t atoms);      // coarser for large structures
    static SurfaceDetail turning(SurfaceKind kind, std::size_t atoms);
};

Mesh surfaceMesh(const structure::Structure& structure, std::span<const int> atoms, SurfaceKind kind, const SurfaceDetail& detail);

}  // namespace foldmeter::viz
