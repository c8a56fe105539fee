#include "viz/solid.h"

#include "viz/sweep.h"

#include <array>
#include <cmath>
#include <numbers>

namespace foldmeter::viz {
namespace {

constexpr int kSides = 16, kRings = 8;

// Rings from pole to pole.
void addSphere(const Vec3& centre, float radius, int atom, Mesh& mesh) {
    const auto first = static_cast<std::uint32_t>(mesh.vertices());
    for (int ring = 0; ring <= kRings; ++ring) {
        const float down = std::numbers::pi_v<float> * static_cast<float>(ring) / kRings;
        for (int side = 0; side < kSides; ++side) {
            const float round = 2 * std::numbers::pi_v<float> * static_cast<float>(side) / kSides;
            const Vec3 normal(std::sin(down) * std::cos(round), std::sin(down) * std::sin(round), std::cos(down));
            const Vec3 place = centre + radius * normal;
            mesh.positions.insert(mesh.positions.end(), {place.x(), place.y(), place.z()});
            mesh.normals.insert(mesh.normals.end(), {normal.x(), normal.y(), normal.z()});
            mesh.atomOf.push_back(atom);
        }
    }
    for (std::uint32_t ring = 0; ring < kRings; ++ring)
        for (std::uint32_t side = 0; side < kSides; ++side) {
            const std::uint32_t a = first + ring * kSides + side, b = first + ring * kSides + (side + 1) % kSides;
            if (ring + 1 < kRings) mesh.triangles.insert(mesh.triangles.end(), {a, a + kSides, b + kSides});
            if (ring > 0) mesh.triangles.insert(mesh.triangles.end(), {a, b + kSides, b});
        }
}

}  // namespace

Mesh solidMesh(const Drawing& drawing) {
    Mesh mesh = drawing.mesh;
    mesh.openness.clear();
    const auto place = [&](int atom) { return toVec(drawing.structure->positions[static_cast<std::size_t>(atom)]); };
    for (const Ball& ball : drawing.balls) addSphere(place(ball.atom), ball.radius, ball.atom, mesh);
    for (const Stick& stick : drawing.sticks) {
        const Vec3 from = place(stick.from);
        const std::array<CurvePoint, 2> ends = {CurvePoint{from}, CurvePoint{0.5f * (from + place(stick.to))}};
        const std::vector<CurveSample> samples = sampleCurve(ends, 1);
        sweepRound(samples, [&](float) { return CrossSection{stick.radius, stick.radius, 2}; }, [&](float) { return stick.from; }, kSides, false, false, mesh);
    }
    return mesh;
}

}  // namespace foldmeter::viz
