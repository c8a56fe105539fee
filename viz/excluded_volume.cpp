#include "viz/excluded_volume.h"

#include "structure/atom_radii.h"
#include "structure/point_grid.h"
#include "viz/vec.h"

#include <numbers>

namespace foldmeter::viz {
namespace {

constexpr std::size_t kMostPoints = 20'000'000;
constexpr float kFar = 1e6f;

class ExcludedVolume {
public:
    ExcludedVolume(const structure::Structure& s, std::span<const int> atoms, float spacing) : m_volume(volumeAround(s, atoms, spacing, 0, kMostPoints)) {
        for (const int atom : atoms) {
            const auto row = static_cast<std::size_t>(atom);
            m_centres.push_back(toVec(s.positions[row]));
            m_points.push_back(s.positions[row]);
            m_radii.push_back(static_cast<float>(structure::vanDerWaalsRadius(s.elements[row])) + probeRadius);
            m_greatest = std::max(m_greatest, m_radii.back());
        }
    }

    Volume run() {
        m_band = 2 * m_volume.spacing;
        findNeighbours();
        depthsInSpheres();
        m_circle.assign(m_volume.values.size(), kFar);
        for (std::size_t i = 0; i < m_centres.size(); ++i)
            for (const std::uint32_t j : m_neighbours[i])
                if (j > i) sampleCircle(i, j);
        toDepths();
        return std::move(m_volume);
    }

private:
    // Spheres that meet.
    void findNeighbours() {
        const structure::PointGrid grid(m_points, 2.0 * static_cast<double>(m_greatest));
        m_neighbours.resize(m_centres.size());
        for (std::size_t i = 0; i < m_centres.size(); ++i)
            grid.visitNear(m_points[i], [&](std::size_t j) {
                const float reach = m_radii[i] + m_radii[j];
                if (j != i && (m_centres[i] - m_centres[j]).squaredNorm() < reach * reach) m_neighbours[i].push_back(static_cast<std::uint32_t>(j));
            });
    }
    // Of every point: how deep it lies in the sphere in which it lies deepest, and which that is.
    void depthsInSpheres() {
        std::fill(m_volume.values.begin(), m_volume.values.end(), -m_band);
        m_deepest.assign(m_volume.values.size(), -1);
        for (std::size_t i = 0; i < m_centres.size(); ++i) {
            const float radius = m_radii[i];
            m_volume.visitWithin({m_centres[i][0], m_centres[i][1], m_centres[i][2]}, radius + m_band, [&](std::size_t index, float square) {
                const float depth = radius - std::sqrt(square);
                if (depth <= m_volume.values[index]) return;
                m_volume.values[index] = depth;
                m_deepest[index] = static_cast<int>(i);
            });
        }
    }
    // Whether a place on the skin of sphere `i` lies inside another one. `last`: which one did so for the place before.
    bool buried(const Vec3& place, std::size_t i, std::size_t besides, std::size_t& last) const {
        const auto within = [&](std::size_t k) {
            if (k == i || k == besides) return false;
            const float radius = m_radii[k] - 1e-4f;
            return (place - m_centres[k]).squaredNorm() < radius * radius;
        };
        if (within(last)) return true;
        for (const std::uint32_t k : m_neighbours[i])
            if (within(k)) {
                last = k;
                return true;
            }
        return false;
    }
    void sampleCircle(std::size_t i, std::size_t j) {
        const Vec3 between = m_centres[j] - m_centres[i];
        const float apart = between.norm();
        if (apart < 1e-3f) return;
        const float along = (apart * apart + m_radii[i] * m_radii[i] - m_radii[j] * m_radii[j]) / (2 * apart), square = m_radii[i] * m_radii[i] - along * along;
        if (square <= 0) return;   // one lies within the other
        const Vec3 axis = between / apart, middle = m_centres[i] + along * axis, x = axis.unitOrthogonal(), y = axis.cross(x);
        const float radius = std::sqrt(square), step = 0.35f * m_volume.spacing;
        const int samples = std::max(8, static_cast<int>(2 * std::numbers::pi_v<float> * radius / step));
        std::size_t last = i;
        for (int k = 0; k < samples; ++k) {
            const float angle = 2 * std::numbers::pi_v<float> * static_cast<float>(k) / static_cast<float>(samples);
            const Vec3 place = middle + radius * (std::cos(angle) * x + std::sin(angle) * y);
            if (buried(place, i, j, last)) continue;
            m_volume.visitWithin({place[0], place[1], place[2]}, probeRadius + m_band, [&](std::size_t index, float distance) { m_circle[index] = std::min(m_circle[index], distance); });
        }
    }
    void toDepths() {
        std::size_t index = 0;
        for (int z = 0; z < m_volume.size[2]; ++z)
            for (int y = 0; y < m_volume.size[1]; ++y)
                for (int x = 0; x < m_volume.size[0]; ++x, ++index) {
                    float& depth = m_volume.values[index];
                    if (depth > 0 && depth < probeRadius + m_band && underCircle(index, {static_cast<float>(x), static_cast<float>(y), static_cast<float>(z)}))
                        depth = std::min(std::sqrt(m_circle[index]), probeRadius + m_band);
                    depth -= probeRadius;
                }
    }
    bool underCircle(std::size_t index, const Vec3& cell) const {
        const auto i = static_cast<std::size_t>(m_deepest[index]);
        const Vec3 place = Vec3(m_volume.origin[0], m_volume.origin[1], m_volume.origin[2]) + m_volume.spacing * cell, off = place - m_centres[i];
        const float away = off.norm();
        if (away < 1e-3f) return false;
        std::size_t last = i;
        return buried(m_centres[i] + m_radii[i] / away * off, i, i, last);
    }

    Volume m_volume;
    std::vector<Vec3> m_centres;
    std::vector<structure::Point> m_points;
    std::vector<float> m_radii;                       // van der Waals + probe
    std::vector<std::vector<std::uint32_t>> m_neighbours;
    std::vector<int> m_deepest;                       // by grid point: the sphere, -1
    std::vector<float> m_circle;                      // by grid point: squared distance to the nearest exposed circle
    float m_greatest = 0, m_band = 0;
};

}  // namespace

Volume excludedVolume(const structure::Structure& structure, std::span<const int> atoms, float spacing) { return ExcludedVolume(structure, atoms, spacing).run(); }

}  // namespace foldmeter::viz
