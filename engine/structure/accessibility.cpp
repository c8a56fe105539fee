#include "structure/accessibility.h"

#include "structure/point_grid.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace foldmeter::structure {
namespace {

constexpr double kWater = 1.4;

struct Ball {
    Point centre;
    double radius;   // with the water's
};

double radiusOf(const std::string& atomName) {
    if (atomName == "N") return 1.65;
    if (atomName == "CA") return 1.87;
    if (atomName == "C") return 1.76;
    if (atomName == "O") return 1.40;
    return 1.80;   // side chains
}

// Points spread evenly on the unit sphere along a golden spiral: 200 above, 200 below, one on the equator.
std::vector<Point> spherePoints() {
    constexpr int kHalf = 200, kPoints = 2 * kHalf + 1;
    std::vector<Point> points;
    for (int i = -kHalf; i <= kHalf; ++i) {
        const double latitude = std::asin(2.0 * i / kPoints);
        const double longitude = std::fmod(i, std::numbers::phi) * 2 * std::numbers::pi / std::numbers::phi;
        points.push_back({std::sin(longitude) * std::cos(latitude), std::cos(longitude) * std::cos(latitude), std::sin(latitude)});
    }
    return points;
}

constexpr double kLargestReach = 2 * (1.87 + kWater);

double squared(const Point& p) { return p[0] * p[0] + p[1] * p[1] + p[2] * p[2]; }

// Balls that overlap ball `which`, itself left out, the nearest first, the others in any order; centres relative to its
// own. Where a structure is packed beyond nature, hundreds overlap and a few shade all: sorting all would take longest.
std::vector<Ball> overlapping(const std::vector<Ball>& balls, const PointGrid& grid, std::size_t which) {
    constexpr std::ptrdiff_t kSorted = 24;
    const Ball& ball = balls[which];
    std::vector<Ball> found;
    grid.visitNear(ball.centre, [&](std::size_t other) {
        const Point& centre = balls[other].centre;
        const Point between = {centre[0] - ball.centre[0], centre[1] - ball.centre[1], centre[2] - ball.centre[2]};
        const double reach = ball.radius + balls[other].radius, apart = squared(between);
        if (apart < reach * reach && apart > 1e-8) found.push_back({between, balls[other].radius});
    });
    const auto sorted = found.begin() + std::min<std::ptrdiff_t>(kSorted, static_cast<std::ptrdiff_t>(found.size()));
    std::partial_sort(found.begin(), sorted, found.end(), [](const Ball& a, const Ball& b) { return squared(a.centre) < squared(b.centre); });
    return found;
}

double freeArea(double radius, const std::vector<Ball>& shades, const std::vector<Point>& points) {
    int free = 0;
    for (const Point& point : points) {
        const bool shaded = std::any_of(shades.begin(), shades.end(), [&](const Ball& shade) {
            const Point to = {point[0] * radius - shade.centre[0], point[1] * radius - shade.centre[1],
                              point[2] * radius - shade.centre[2]};
            return squared(to) <= shade.radius * shade.radius;
        });
        free += shaded ? 0 : 1;
    }
    return free * (4 * std::numbers::pi / static_cast<double>(points.size())) * radius * radius;
}

}  // namespace

std::vector<double> accessibleSurface(const Structure& structure, std::span<const int> residues) {
    std::vector<Ball> balls;
    std::vector<Point> centres;
    std::vector<std::size_t> owner;
    for (std::size_t r = 0; r < residues.size(); ++r) {
        const StructureResidue& residue = structure.residues[static_cast<std::size_t>(residues[r])];
        for (int i = residue.firstAtom; i < residue.firstAtom + residue.atoms; ++i) {
            const auto atom = static_cast<std::size_t>(i);
            if (structure.elements[atom] == "H" || structure.elements[atom] == "D") continue;
            balls.push_back({structure.positions[atom], radiusOf(structure.atomNames[atom]) + kWater});
            centres.push_back(structure.positions[atom]);
            owner.push_back(r);
        }
    }
    const PointGrid grid(centres, kLargestReach);
    const std::vector<Point> points = spherePoints();
    std::vector<double> areas(residues.size());
    for (std::size_t i = 0; i < balls.size(); ++i) 
        areas[owner[i]] += freeArea(balls[i].radius, overlapping(balls, grid, i), points);
    return areas;
}

}  // namespace foldmeter::structure
