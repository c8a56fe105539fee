// Vectors of this folder's geometry. For its .cpp files and inner headers: Eigen is large.
#pragma once

#include "structure/structure.h"

#include <Eigen/Core>
#include <Eigen/Geometry>

namespace foldmeter::viz {

using Vec3 = Eigen::Vector3f;

inline Vec3 toVec(const structure::Point& p) { return {static_cast<float>(p[0]), static_cast<float>(p[1]), static_cast<float>(p[2])}; }

// `v` without its part along the unit vector `axis`, of length 1; some direction across when nothing is left.
inline Vec3 across(const Vec3& v, const Vec3& axis) {
    const Vec3 rest = v - v.dot(axis) * axis;
    const float length = rest.norm();
    if (length > 1e-4f) return rest / length;
    return axis.unitOrthogonal();
}

}  // namespace foldmeter::viz
