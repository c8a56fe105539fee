#include "structure/accessibility.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <unordered_map>

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

// Balls in cubes as wide as the largest reach, so that only 27 cubes need looking at.
class BallGrid {
public:
    explicit BallGrid(const std::vector<Ball>& balls) : m_balls(balls) {
        for (std::size_t i = 0; i < balls.size(); ++i) m_cells[keyOf(cellOf(balls[i].centre))].push_back(i);
    }
    // Balls that overlap ball `which`, itself left out, nearest first; centres relative to its own.
    std::vector<Ball> overlapping(std::size_t which) const {
        const Ball& ball = m_balls[which];
        const auto cell = cellOf(ball.centre);
        std::vector<Ball> found;
        for (int n = 0; n < 27; ++n) {
            const auto at = m_cells.find(keyOf({cell[0] + n % 3 - 1, cell[1] + n / 3 % 3 - 1, cell[2] + n / 9 - 1}));
            if (at == m_cells.end()) continue;
            for (const std::size_t other : at->second)
                if (other != which) addIfOverlapping(ball, m_balls[other], found);
        }
        std::sort(found.begin(), found.end(), [](const Ball& a, const Ball& b) { return squared(a.centre) < squared(b.centre); });
        return found;
    }
    static double squared(const Point& p) { return p[0] * p[0] + p[1] * p[1] + p[2] * p[2]; }

private:
    static constexpr double kWidth = 2 * (1.87 + kWater);
    using Cell = std::array<std::int64_t, 3>;

    static Cell cellOf(const Point& p) {
        Cell cell;
        for (std::size_t axis = 0; axis < 3; ++axis) cell[axis] = static_cast<std::int64_t>(std::floor(p[axis] / kWidth));
        return cell;
    }
    static std::uint64_t keyOf(const Cell& cell) {
        std::uint64_t key = 0;
        for (const std::int64_t c : cell) key = (key << 21) | (static_cast<std::uint64_t>(c) & 0x1fffff);
        return key;
    }
    static void addIfOverlapping(const Ball& ball, const Ball& other, std::vector<Ball>& found) {
        const Point between = {other.centre[0] - ball.centre[0], other.centre[1] - ball.centre[1], other.centre[2] - ball.centre[2]};
        const double reach = ball.radius + other.radius, apart = squared(between);
        if (apart < reach * reach && apart > 1e-8) found.push_back({between, other.radius});
    }

    const std::vector<Ball>& m_balls;
    std::unordered_map<std::uint64_t, std::vector<std::size_t>> m_cells;
};

double freeArea(double radius, const std::vector<Ball>& shades, const std::vector<Point>& points) {
    int free = 0;
    for (const Point& point : points) {
        const bool shaded = std::any_of(shades.begin(), shades.end(), [&](const Ball& shade) {
            const Point to = {point[0] * radius - shade.centre[0], point[1] * radius - shade.centre[1],
                              point[2] * radius - shade.centre[2]};
            return BallGrid::squared(to) <= shade.radius * shade.radius;
        });
        free += shaded ? 0 : 1;
    }
    return free * (4 * std::numbers::pi / static_cast<double>(points.size())) * radius * radius;
}

}  // namespace

std::vector<double> accessibleSurface(const Structure& structure, std::span<const int> residues) {
    std::vector<Ball> balls;
    std::vector<std::size_t> owner;
    for (std::size_t r = 0; r < residues.size(); ++r) {
        const StructureResidue& residue = structure.residues[static_cast<std::size_t>(residues[r])];
        for (int i = residue.firstAtom; i < residue.firstAtom + residue.atoms; ++i) {
            const auto atom = static_cast<std::size_t>(i);
            if (structure.elements[atom] == "H" || structure.elements[atom] == "D") continue;
            balls.push_back({structure.positions[atom], radiusOf(structure.atomNames[atom]) + kWater});
            owner.push_back(r);
        }
    }
    const BallGrid grid(balls);
    const std::vector<Point> points = spherePoints();
    std::vector<double> areas(residues.size());
    for (std::size_t i = 0; i < balls.size(); ++i) areas[owner[i]] += freeArea(balls[i].radius, grid.overlapping(i), points);
    return areas;
}

}  // namespace foldmeter::structure
