#include "viz/surface.h"

#include "structure/atom_radii.h"
#include "viz/excluded_volume.h"

namespace foldmeter::viz {
namespace {

// A Gaussian exp(-k (d^2/r^2 - 1)) is 1 at the van der Waals radius; k makes neighbours melt into a smooth skin.
constexpr float kSharpness = 1.6f, kReach = 2.2f;   // reach in radii: where the rest is below a hundredth

Volume gaussians(const structure::Structure& s, std::span<const int> atoms, float spacing) {
    Volume volume = volumeAround(s, atoms, spacing, 0);
    for (const int atom : atoms) {
        const auto row = static_cast<std::size_t>(atom);
        const auto radius = static_cast<float>(structure::vanDerWaalsRadius(s.elements[row]));
        const structure::Point& p = s.positions[row];
        const float scale = kSharpness / (radius * radius);
        volume.visitWithin({static_cast<float>(p[0]), static_cast<float>(p[1]), static_cast<float>(p[2])}, kReach * radius,
                           [&](std::size_t index, float square) { volume.values[index] += std::exp(kSharpness - scale * square); });
    }
    return volume;
}

}  // namespace

SurfaceDetail SurfaceDetail::full(SurfaceKind kind, std::size_t atoms) {
    if (kind == SurfaceKind::Gaussian) return {atoms < 2000 ? 0.4f : atoms < 6000 ? 0.55f : atoms < 20000 ? 0.8f : 1.2f};
    return {atoms < 2000 ? 0.4f : atoms < 6000 ? 0.5f : atoms < 20000 ? 0.7f : 1.0f};
}
SurfaceDetail SurfaceDetail::turning(SurfaceKind kind, std::size_t atoms) {
    if (kind == SurfaceKind::Gaussian) return {atoms < 5000 ? 1.1f : atoms < 20000 ? 1.6f : 2.2f};
    return {atoms < 5000 ? 0.9f : atoms < 20000 ? 1.4f : 1.9f};
}

Mesh surfaceMesh(const structure::Structure& s, std::span<const int> atoms, SurfaceKind kind, const SurfaceDetail& detail) {
    if (atoms.empty()) return {};
    Mesh mesh = kind == SurfaceKind::Gaussian ? skinOf(gaussians(s, atoms, detail.spacing), 1) : skinOf(excludedVolume(s, atoms, detail.spacing), 0);
    mesh.atomOf = nearestAtoms(s, atoms, mesh.positions);
    return mesh;
}

}  // namespace foldmeter::viz
