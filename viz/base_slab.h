// A base of a nucleic acid as a slab in the plane of its rings, standing on the backbone by a stick.
#pragma once

#include "viz/mesh.h"
#include "viz/vec.h"

namespace foldmeter::viz {

// `backbone`: where the stick meets the tube. Nothing is added for a residue without at least three ring atoms.
void addBase(const structure::Structure& structure, int residue, const Vec3& backbone, int sides, Mesh& mesh);

}  // namespace foldmeter::viz
