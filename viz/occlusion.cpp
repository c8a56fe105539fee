#include "viz/occlusion.h"

#include "viz/vec.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace foldmeter::viz {
namespace {

constexpr int kDirections = 32, kSteps = 7;
constexpr float kReach = 14;          // A: what lies farther does not darken
constexpr float kStart = 1.4f;        // A: nearer is the surface itself
constexpr std::size_t kMostCells = 24'000'000;

// Even on the sphere (golden angle).
std::array<std::array<float, 3>, 2 * kDirections> sphereDirections() {
    std::array<std::array<float, 3>, 2 * kDirections> all{};
    for (std::size_t k = 0; k < all.size(); ++k) {
        const float z = 1 - (2 * static_cast<float>(k) + 1) / static_cast<float>(all.size());
        const float angle = 2.39996323f * static_cast<float>(k), r = std::sqrt(1 - z * z);
        all[k] = {r * std::cos(angle), r * std::sin(angle), z};
    }
    return all;
}

}  // namespace

OcclusionField::OcclusionField(const Drawing& drawing) {
    if (!makeGrid(drawing)) return;
    fillMesh(drawing.mesh);
    for (const Ball& ball : drawing.balls) {
        const structure::Point& p = drawing.structure->positions[static_cast<std::size_t>(ball.atom)];
        const float area = std::numbers::pi_v<float> * ball.radius * ball.radius;
        fill(static_cast<float>(p[0]), static_cast<float>(p[1]), static_cast<float>(p[2]), area / (m_cell * m_cell));
    }
    for (float& solid : m_solid) solid = std::min(solid, 1.f);
}

// An empty grid around everything drawn, coarser for what is large; false when nothing is.
bool OcclusionField::makeGrid(const Drawing& drawing) {
    std::array<float, 3> low, high;
    low.fill(std::numeric_limits<float>::max());
    high.fill(std::numeric_limits<float>::lowest());
    const auto widen = [&](std::size_t axis, float value) {
        low[axis] = std::min(low[axis], value);
        high[axis] = std::max(high[axis], value);
    };
    for (std::size_t k = 0; k < drawing.mesh.positions.size(); ++k) widen(k % 3, drawing.mesh.positions[k]);
    for (const Ball& ball : drawing.balls)
        for (std::size_t axis = 0; axis < 3; ++axis) widen(axis, static_cast<float>(drawing.structure->positions[static_cast<std::size_t>(ball.atom)][axis]));
    if (low[0] > high[0]) return false;
    constexpr float kMargin = 3;
    std::size_t cells = 0;
    for (m_cell = 1;; m_cell *= 1.25f) {
        cells = 1;
        for (std::size_t axis = 0; axis < 3; ++axis) {
            m_origin[axis] = low[axis] - kMargin;
            m_size[axis] = static_cast<int>(std::min((high[axis] - low[axis] + 2 * kMargin) / m_cell, 1e6f)) + 2;
            cells *= static_cast<std::size_t>(m_size[axis]);
        }
        if (cells <= kMostCells) break;
    }
    m_solid.assign(cells, 0.f);
    return true;
}

// Each triangle adds its area over that of a cell's side.
void OcclusionField::fillMesh(const Mesh& mesh) {
    const auto corner = [&](std::size_t k) { return Eigen::Map<const Vec3>(mesh.positions.data() + 3 * static_cast<std::size_t>(mesh.triangles[k])); };
    for (std::size_t t = 0; t + 2 < mesh.triangles.size(); t += 3) {
        const Vec3 a = corner(t), b = corner(t + 1), c = corner(t + 2), middle = (a + b + c) / 3;
        const float area = 0.5f * (b - a).cross(c - a).norm();
        fill(middle.x(), middle.y(), middle.z(), 0.5f * area / (m_cell * m_cell));
    }
}

void OcclusionField::fill(float x, float y, float z, float amount) {
    const std::array<float, 3> at{(x - m_origin[0]) / m_cell - 0.5f, (y - m_origin[1]) / m_cell - 0.5f, (z - m_origin[2]) / m_cell - 0.5f};
    std::array<int, 3> low;
    std::array<float, 3> share;
    for (std::size_t axis = 0; axis < 3; ++axis) {
        low[axis] = std::clamp(static_cast<int>(std::floor(at[axis])), 0, m_size[axis] - 2);
        share[axis] = std::clamp(at[axis] - static_cast<float>(low[axis]), 0.f, 1.f);
    }
    for (int corner = 0; corner < 8; ++corner) {
        float weight = amount;
        std::size_t index = 0, stride = 1;
        for (std::size_t axis = 0; axis < 3; ++axis) {
            const bool upper = (corner >> axis) & 1;
            weight *= upper ? share[axis] : 1 - share[axis];
            index += stride * static_cast<std::size_t>(low[axis] + (upper ? 1 : 0));
            stride *= static_cast<std::size_t>(m_size[axis]);
        }
        m_solid[index] += weight;
    }
}

float OcclusionField::solidAt(float x, float y, float z) const {
    const int i = static_cast<int>((x - m_origin[0]) / m_cell), j = static_cast<int>((y - m_origin[1]) / m_cell), k = static_cast<int>((z - m_origin[2]) / m_cell);
    if (x < m_origin[0] || y < m_origin[1] || z < m_origin[2] || i >= m_size[0] || j >= m_size[1] || k >= m_size[2]) return 0;
    return m_solid[static_cast<std::size_t>(i) + static_cast<std::size_t>(m_size[0]) * (static_cast<std::size_t>(j) + static_cast<std::size_t>(m_size[1]) * static_cast<std::size_t>(k))];
}

// Share of the sky above `normal` (or all round) that is seen from `place`, nearer things counting more.
float OcclusionField::open(const std::array<float, 3>& place, const std::array<float, 3>& normal, bool allRound) const {
    static const auto directions = sphereDirections();
    float seen = 0, all = 0;
    for (const auto& d : directions) {
        const float facing = allRound ? 1 : d[0] * normal[0] + d[1] * normal[1] + d[2] * normal[2];
        if (facing <= 0.05f) continue;
        all += facing;
        float passed = 1;
        float reach = kStart;
        for (int step = 0; step < kSteps && passed > 0.02f; ++step) {
            const float fade = 1 - reach / kReach;
            passed *= 1 - fade * solidAt(place[0] + reach * d[0], place[1] + reach * d[1], place[2] + reach * d[2]);
            reach *= 1.45f;
        }
        seen += facing * passed;
    }
    return all > 0 ? seen / all : 1;
}

void OcclusionField::light(Mesh& mesh, const std::stop_token& stop) const {
    mesh.openness.assign(mesh.vertices(), 255);
    for (std::size_t v = 0; v < mesh.vertices(); ++v) {
        if ((v & 4095) == 0 && stop.stop_requested()) return;
        const float* p = mesh.positions.data() + 3 * v;
        const float* n = mesh.normals.data() + 3 * v;
        const float light = open({p[0] + 0.3f * n[0], p[1] + 0.3f * n[1], p[2] + 0.3f * n[2]}, {n[0], n[1], n[2]}, false);
        mesh.openness[v] = static_cast<std::uint8_t>(std::lround(255 * std::clamp(light, 0.f, 1.f)));
    }
}

std::vector<std::uint8_t> OcclusionField::ofAtoms(const structure::Structure& structure, const std::vector<Ball>& balls) const {
    std::vector<std::uint8_t> openness(structure.atoms(), 255);
    for (const Ball& ball : balls) {
        const structure::Point& p = structure.positions[static_cast<std::size_t>(ball.atom)];
        const float light = open({static_cast<float>(p[0]), static_cast<float>(p[1]), static_cast<float>(p[2])}, {0, 0, 0}, true);
        openness[static_cast<std::size_t>(ball.atom)] = static_cast<std::uint8_t>(std::lround(255 * std::clamp(1.4f * light, 0.f, 1.f)));
    }
    return openness;
}

}  // namespace foldmeter::viz
