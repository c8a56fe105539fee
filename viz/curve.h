// A smooth curve through points with a frame that does not turn without need: the spine of ribbons and tubes.
#pragma once

#include "viz/vec.h"

#include <span>
#include <vector>

namespace foldmeter::viz {

struct CurvePoint {
    Vec3 position;
    Vec3 width = Vec3::UnitX();   // wanted direction of the ribbon's width; its sign means nothing
    bool oriented = false;        // the direction counts; otherwise it comes from the neighbours that have one
};
struct CurveSample {
    float at = 0;                 // 0 at the first point, 1 at the second ...
    Vec3 position, tangent, width, normal;   // the last three: unit vectors, right-handed (tangent, width, normal)
};

// At least two points. (points - 1) * perPoint + 1 samples: a natural cubic spline; the frame is transported without
// twist and turned, smoothly and by less than a quarter between neighbours, to the wanted widths.
std::vector<CurveSample> sampleCurve(std::span<const CurvePoint> points, int perPoint);

}  // namespace foldmeter::viz
