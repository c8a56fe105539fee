#include "viz/ray.h"

#include "viz/vec.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace foldmeter::viz {
namespace {

constexpr std::size_t kBlock = 128;   // triangles

Vec3 vertexOf(const Mesh& mesh, std::size_t corner) {
    const float* p = mesh.positions.data() + 3 * static_cast<std::size_t>(mesh.triangles[corner]);
    return {p[0], p[1], p[2]};
}

bool passes(const Vec3& origin, const Vec3& direction, const Vec3& centre, float radius) {
    const Vec3 to = centre - origin;
    return (to - to.dot(direction) * direction).squaredNorm() <= radius * radius;
}

// Möller and Trumbore 1997. The distance, or nothing.
std::optional<float> hitTriangle(const Vec3& origin, const Vec3& direction, const Vec3& a, const Vec3& b, const Vec3& c) {
    const Vec3 u = b - a, v = c - a, p = direction.cross(v);
    const float determinant = u.dot(p);
    if (std::abs(determinant) < 1e-12f) return {};
    const Vec3 from = origin - a;
    const float x = from.dot(p) / determinant;
    if (x < 0 || x > 1) return {};
    const Vec3 q = from.cross(u);
    const float y = direction.dot(q) / determinant;
    if (y < 0 || x + y > 1) return {};
    const float distance = v.dot(q) / determinant;
    return distance > 0 ? std::optional(distance) : std::nullopt;
}

std::optional<float> hitBall(const Vec3& origin, const Vec3& direction, const Vec3& centre, float radius) {
    const Vec3 to = centre - origin;
    const float along = to.dot(direction), off = to.squaredNorm() - along * along;
    if (off > radius * radius) return {};
    const float distance = along - std::sqrt(radius * radius - off);
    return distance > 0 ? std::optional(distance) : std::nullopt;
}

// The place where the ray passes nearest to the piece from a to b, when that is within its radius.
std::optional<float> hitStick(const Vec3& origin, const Vec3& direction, const Vec3& a, const Vec3& b, float radius) {
    const Vec3 along = b - a, from = origin - a;
    const float length = along.squaredNorm(), d = direction.dot(along), e = from.dot(along), f = from.dot(direction);
    const float determinant = length - d * d;
    const float share = determinant > 1e-9f ? std::clamp((e - d * f) / determinant, 0.f, 1.f) : 0.f;
    const Vec3 place = a + share * along;
    const float distance = (place - origin).dot(direction);
    if (distance <= 0 || (origin + distance * direction - place).squaredNorm() > radius * radius) return {};
    return distance - radius;
}

}  // namespace

RayIndex::RayIndex(std::shared_ptr<const Drawing> drawing) : m_drawing(std::move(drawing)) {
    const Mesh& mesh = m_drawing->mesh;
    for (std::size_t first = 0; first < mesh.triangles.size(); first += 3 * kBlock) {
        const std::size_t end = std::min(first + 3 * kBlock, mesh.triangles.size());
        Eigen::AlignedBox3f box;
        for (std::size_t corner = first; corner < end; ++corner) box.extend(vertexOf(mesh, corner));
        const Vec3 centre = box.center();
        m_blocks.push_back({{centre.x(), centre.y(), centre.z()}, 0.5f * box.diagonal().norm()});
    }
}

std::optional<Hit> RayIndex::firstHit(const Ray& ray) const {
    const Vec3 origin(ray.origin.data()), direction(ray.direction.data());
    Hit best{-1, std::numeric_limits<float>::max()};
    const auto offer = [&](std::optional<float> distance, int atom) {
        if (distance && *distance < best.distance) best = {atom, *distance};
    };
    const Mesh& mesh = m_drawing->mesh;
    for (std::size_t block = 0; block < m_blocks.size(); ++block) {
        if (!passes(origin, direction, Vec3(m_blocks[block].centre.data()), m_blocks[block].radius)) continue;
        const std::size_t end = std::min(3 * kBlock * (block + 1), mesh.triangles.size());
        for (std::size_t corner = 3 * kBlock * block; corner < end; corner += 3)
            offer(hitTriangle(origin, direction, vertexOf(mesh, corner), vertexOf(mesh, corner + 1), vertexOf(mesh, corner + 2)),
                  mesh.atomOf[mesh.triangles[corner]]);
    }
    const auto& positions = m_drawing->structure->positions;
    const auto place = [&](int atom) { return toVec(positions[static_cast<std::size_t>(atom)]); };
    for (const Ball& ball : m_drawing->balls) offer(hitBall(origin, direction, place(ball.atom), ball.radius), ball.atom);
    for (const Stick& stick : m_drawing->sticks) {
        const Vec3 from = place(stick.from);
        offer(hitStick(origin, direction, from, 0.5f * (from + place(stick.to)), stick.radius), stick.from);
    }
    return best.atom >= 0 ? std::optional(best) : std::nullopt;
}

}  // namespace foldmeter::viz
