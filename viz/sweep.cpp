#include "viz/sweep.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace foldmeter::viz {
namespace {

std::uint32_t addVertex(Mesh& mesh, const Vec3& position, const Vec3& normal, int atom) {
    mesh.positions.insert(mesh.positions.end(), {position.x(), position.y(), position.z()});
    mesh.normals.insert(mesh.normals.end(), {normal.x(), normal.y(), normal.z()});
    mesh.atomOf.push_back(atom);
    return static_cast<std::uint32_t>(mesh.vertices() - 1);
}

struct Ring {
    std::vector<Vec3> points, normals;
    float at = 0;
};

float powered(float value, float exponent) { return std::copysign(std::pow(std::abs(value), exponent), value); }

Ring ringAt(const CurveSample& sample, const CrossSection& section, int sides) {
    Ring ring;
    ring.at = sample.at;
    for (int j = 0; j < sides; ++j) {
        const float angle = 2 * std::numbers::pi_v<float> * (static_cast<float>(j) + 0.5f) / static_cast<float>(sides);
        const float x = section.width * powered(std::cos(angle), 2 / section.squareness);
        const float y = section.thickness * powered(std::sin(angle), 2 / section.squareness);
        ring.points.push_back(sample.position + x * sample.width + y * sample.normal);
    }
    return ring;
}

// Rings that close a tube: the last ring shrunk along a quarter circle. `direction`: outwards.
void addCap(const CurveSample& sample, const CrossSection& section, int sides, float direction, std::vector<Ring>& rings) {
    const int steps = sides >= 12 ? 4 : 2;
    const float reach = std::min(section.width, section.thickness);
    for (int k = 1; k <= steps; ++k) {
        const float angle = 0.5f * std::numbers::pi_v<float> * static_cast<float>(k) / static_cast<float>(steps);
        const float shrink = std::max(std::cos(angle), 0.02f);
        CurveSample moved = sample;
        moved.position += direction * reach * std::sin(angle) * sample.tangent;
        // The rim moves in by the same amount all round: an elongated section keeps its flat part until the end.
        CrossSection smaller = section;
        smaller.width = std::max(section.width - reach * (1 - shrink), 0.01f);
        smaller.thickness = std::max(section.thickness - reach * (1 - shrink), 0.01f);
        rings.push_back(ringAt(moved, smaller, sides));
    }
}

// Normals from the skin itself: along and around it.
void addNormals(std::vector<Ring>& rings) {
    const std::size_t last = rings.size() - 1, sides = rings[0].points.size();
    for (std::size_t i = 0; i <= last; ++i) {
        const Ring &before = rings[i == 0 ? 0 : i - 1], &after = rings[std::min(i + 1, last)];
        rings[i].normals.resize(sides);
        for (std::size_t j = 0; j < sides; ++j) {
            const Vec3 along = after.points[j] - before.points[j];
            const Vec3 around = rings[i].points[(j + 1) % sides] - rings[i].points[(j + sides - 1) % sides];
            const Vec3 normal = around.cross(along);
            rings[i].normals[j] = normal.norm() > 1e-9f ? Vec3(normal.normalized()) : Vec3(Vec3::UnitZ());
        }
    }
}

std::uint32_t addRing(const Ring& ring, int atom, Mesh& mesh) {
    const auto first = static_cast<std::uint32_t>(mesh.vertices());
    for (std::size_t j = 0; j < ring.points.size(); ++j) addVertex(mesh, ring.points[j], ring.normals[j], atom);
    return first;
}

void joinRings(std::uint32_t a, std::uint32_t b, std::uint32_t sides, Mesh& mesh) {
    for (std::uint32_t j = 0; j < sides; ++j) {
        const std::uint32_t next = (j + 1) % sides;
        mesh.triangles.insert(mesh.triangles.end(), {a + j, a + next, b + next, a + j, b + next, b + j});
    }
}

// A ring is given twice where the atom changes, so that colours meet in a sharp line.
void addSkin(const std::vector<Ring>& rings, const AtomAt& atom, Mesh& mesh) {
    const auto sides = static_cast<std::uint32_t>(rings[0].points.size());
    int owner = atom(0.5f * (rings[0].at + rings[1].at));
    std::uint32_t last = addRing(rings[0], owner, mesh);
    for (std::size_t i = 1; i < rings.size(); ++i) {
        const int next = atom(0.5f * (rings[i - 1].at + rings[i].at));
        if (next != owner) last = addRing(rings[i - 1], owner = next, mesh);
        const std::uint32_t current = addRing(rings[i], owner, mesh);
        joinRings(last, current, sides, mesh);
        last = current;
    }
}

void closeFlat(const Ring& ring, int atom, bool reversed, Mesh& mesh) {
    Vec3 centre = Vec3::Zero();
    for (const Vec3& p : ring.points) centre += p / static_cast<float>(ring.points.size());
    Vec3 normal = (ring.points[1] - ring.points[0]).cross(ring.points[2] - ring.points[0]);
    normal = normal.norm() > 1e-12f ? Vec3(normal.normalized()) : Vec3(Vec3::UnitZ());
    if (reversed) normal = -normal;
    const std::uint32_t middle = addVertex(mesh, centre, normal, atom);
    const auto sides = static_cast<std::uint32_t>(ring.points.size());
    for (const Vec3& p : ring.points) addVertex(mesh, p, normal, atom);
    for (std::uint32_t j = 0; j < sides; ++j) {
        const std::uint32_t a = middle + 1 + j, b = middle + 1 + (j + 1) % sides;
        if (reversed) mesh.triangles.insert(mesh.triangles.end(), {middle, b, a});
        else mesh.triangles.insert(mesh.triangles.end(), {middle, a, b});
    }
}

std::array<Vec3, 4> cornersAt(const CurveSample& sample, const CrossSection& section) {
    const Vec3 w = section.width * sample.width, n = section.thickness * sample.normal;
    return {sample.position + w + n, sample.position - w + n, sample.position - w - n, sample.position + w - n};
}

void addQuad(const std::array<Vec3, 4>& corners, int atom, bool reversed, Mesh& mesh) {
    Ring ring;
    ring.points.assign(corners.begin(), corners.end());
    closeFlat(ring, atom, reversed, mesh);
}

}  // namespace

void sweepRound(std::span<const CurveSample> samples, const SectionAt& section, const AtomAt& atom, int sides, bool capStart,
                bool capEnd, Mesh& mesh) {
    if (samples.size() < 2) return;
    std::vector<Ring> rings;
    if (capStart) {
        addCap(samples.front(), section(samples.front().at), sides, -1, rings);
        std::reverse(rings.begin(), rings.end());
    }
    for (const CurveSample& sample : samples) rings.push_back(ringAt(sample, section(sample.at), sides));
    if (capEnd) addCap(samples.back(), section(samples.back().at), sides, 1, rings);
    addNormals(rings);
    addSkin(rings, atom, mesh);
    closeFlat(rings.front(), atom(rings.front().at), true, mesh);
    closeFlat(rings.back(), atom(rings.back().at), false, mesh);
}

void sweepBox(std::span<const CurveSample> samples, const SectionAt& section, const AtomAt& atom, Mesh& mesh) {
    if (samples.size() < 2) return;
    std::vector<std::array<Vec3, 4>> corners;
    for (const CurveSample& sample : samples) corners.push_back(cornersAt(sample, section(sample.at)));
    for (std::size_t side = 0; side < 4; ++side) {
        const std::size_t other = (side + 1) % 4;
        std::vector<Vec3> normals;
        for (std::size_t i = 0; i < corners.size(); ++i) {
            const std::size_t before = i == 0 ? 0 : i - 1, after = std::min(i + 1, corners.size() - 1);
            const Vec3 along = 0.5f * (corners[after][side] + corners[after][other] - corners[before][side] - corners[before][other]);
            normals.push_back((corners[i][other] - corners[i][side]).cross(along).normalized());
        }
        for (std::size_t i = 0; i + 1 < corners.size(); ++i) {
            const int owner = atom(0.5f * (samples[i].at + samples[i + 1].at));
            const std::uint32_t a = addVertex(mesh, corners[i][side], normals[i], owner);
            addVertex(mesh, corners[i][other], normals[i], owner);
            addVertex(mesh, corners[i + 1][other], normals[i + 1], owner);
            addVertex(mesh, corners[i + 1][side], normals[i + 1], owner);
            mesh.triangles.insert(mesh.triangles.end(), {a, a + 1, a + 2, a, a + 2, a + 3});
        }
    }
    addQuad(corners.front(), atom(samples.front().at), true, mesh);
    addQuad(corners.back(), atom(samples.back().at), false, mesh);
}

}  // namespace foldmeter::viz
