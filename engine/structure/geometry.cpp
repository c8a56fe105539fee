#include "structure/geometry.h"

#include <cmath>
#include <numbers>

namespace foldmeter::structure {
namespace {

constexpr double kDegrees = 180 / std::numbers::pi;

Point minus(const Point& a, const Point& b) { return {a[0] - b[0], a[1] - b[1], a[2] - b[2]}; }
double dot(const Point& a, const Point& b) { return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]; }
Point cross(const Point& a, const Point& b) { return {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]}; }

}  // namespace

double angleAt(const Point& a, const Point& vertex, const Point& c) {
    const Point u = minus(a, vertex), v = minus(c, vertex), n = cross(u, v);
    return kDegrees * std::atan2(std::sqrt(dot(n, n)), dot(u, v));
}

double dihedral(const Point& a, const Point& b, const Point& c, const Point& d) {
    const Point axis = minus(c, b), u = cross(minus(b, a), axis), v = cross(axis, minus(d, c));
    return kDegrees * std::atan2(std::sqrt(dot(axis, axis)) * dot(minus(b, a), v), dot(u, v));
}

}  // namespace foldmeter::structure
