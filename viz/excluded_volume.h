// Where a ball of 1.4 A that rolls over the atoms cannot come: the volume within the solvent-excluded surface.
//
// The ball's centre stays outside the spheres of radius van der Waals + 1.4 A. A point belongs to the excluded volume when
// it lies at least 1.4 A within the union of these spheres. How deep it lies is exact: the nearest place of the union's skin
// is straight above the sphere whose skin is nearest if that place is not inside another sphere, and otherwise on a circle
// in which two spheres meet; circles are sampled where they are exposed.
#pragma once

#include "viz/volume.h"

namespace foldmeter::viz {

constexpr float probeRadius = 1.4f;   // Angstrom

// Depth below the excluded surface, Angstrom: 0 on it, greater within (correct near 0, where the surface is cut).
Volume excludedVolume(const structure::Structure& structure, std::span<const int> atoms, float spacing);

}  // namespace foldmeter::viz
