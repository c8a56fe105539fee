// Cross-sections swept along a curve: round ones as one smooth skin, rectangular ones with sharp edges.
#pragma once

#include "viz/curve.h"
#include "viz/mesh.h"

#include <functional>
#include <span>

namespace foldmeter::viz {

// Half extents along width and normal, Angstrom.
struct CrossSection {
    float width = 0.2f, thickness = 0.2f;
    float squareness = 2;   // 2: ellipse; greater: towards a rectangle with round corners
};
using AtomAt = std::function<int(float at)>;             // which atom a place of the curve belongs to
using SectionAt = std::function<CrossSection(float at)>;

// Smooth skin over samples[first..last], closed by round caps where asked.
void sweepRound(std::span<const CurveSample> samples, const SectionAt& section, const AtomAt& atom, int sides, bool capStart,
                bool capEnd, Mesh& mesh);
// Four sides with sharp edges and flat ends.
void sweepBox(std::span<const CurveSample> samples, const SectionAt& section, const AtomAt& atom, Mesh& mesh);

}  // namespace foldmeter::viz
