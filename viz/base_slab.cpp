#include "viz/base_slab.h"

#include "viz/sweep.h"

#include <Eigen/Eigenvalues>

#include <array>
#include <cmath>
#include <limits>

namespace foldmeter::viz {
namespace {

using structure::Structure;

constexpr float kHalfThickness = 0.28f, kMargin = 0.45f, kBevel = 0.14f, kStick = 0.24f;   // A

struct Base {
    std::vector<Vec3> ring;
    int root = -1;        // atom bound to the sugar: N9 or N1
    int sugar = -1;       // C1'
};

Base baseOf(const Structure& s, int residue) {
    Base base;
    const structure::StructureResidue& r = s.residues[static_cast<std::size_t>(residue)];
    for (int atom = r.firstAtom; atom < r.firstAtom + r.atoms; ++atom) {
        const std::string& name = s.atomNames[static_cast<std::size_t>(atom)];
        const bool ring = name.size() == 2 && (name[0] == 'C' || name[0] == 'N') && name[1] >= '1' && name[1] <= '9';
        if (ring) base.ring.push_back(toVec(s.positions[static_cast<std::size_t>(atom)]));
    }
    base.sugar = s.findAtom(residue, "C1'");
    const int nine = s.findAtom(residue, "N9"), one = s.findAtom(residue, "N1"), five = s.findAtom(residue, "C5");
    base.root = nine >= 0 ? nine : one;
    if (base.sugar >= 0 && nine < 0 && one >= 0 && five >= 0) {   // pseudouridine hangs on C5
        const auto far = [&](int atom) { return structure::distance(s.positions[static_cast<std::size_t>(base.sugar)], s.positions[static_cast<std::size_t>(atom)]); };
        if (far(five) < far(one)) base.root = five;
    }
    return base;
}

Vec3 planeNormal(const std::vector<Vec3>& points, const Vec3& centre) {
    Eigen::Matrix3f spread = Eigen::Matrix3f::Zero();
    for (const Vec3& p : points) spread += (p - centre) * (p - centre).transpose();
    return Eigen::SelfAdjointEigenSolver<Eigen::Matrix3f>(spread).eigenvectors().col(0).normalized();
}

void addTriangleFan(const std::vector<Vec3>& outline, const Vec3& normal, int atom, Mesh& mesh) {
    const auto first = static_cast<std::uint32_t>(mesh.vertices());
    for (const Vec3& p : outline) {
        mesh.positions.insert(mesh.positions.end(), {p.x(), p.y(), p.z()});
        mesh.normals.insert(mesh.normals.end(), {normal.x(), normal.y(), normal.z()});
        mesh.atomOf.push_back(atom);
    }
    for (std::uint32_t k = 1; k + 1 < outline.size(); ++k)
        mesh.triangles.insert(mesh.triangles.end(), {first, first + k, first + k + 1});
}

// A rectangle `centre` +- x, y with cut corners, counter-clockwise around x cross y.
std::vector<Vec3> outlineOf(const Vec3& centre, const Vec3& x, const Vec3& y, float inset) {
    const Vec3 ux = x.normalized(), uy = y.normalized();
    const float a = x.norm() - inset, b = y.norm() - inset, cut = 0.35f;
    std::vector<Vec3> outline;
    const std::array<std::array<float, 2>, 8> corners = {{{a, -b + cut}, {a, b - cut}, {a - cut, b}, {-a + cut, b},
                                                          {-a, b - cut}, {-a, -b + cut}, {-a + cut, -b}, {a - cut, -b}}};
    for (const auto& c : corners) outline.push_back(centre + c[0] * ux + c[1] * uy);
    return outline;
}

void addSlab(const Vec3& centre, const Vec3& x, const Vec3& y, int atom, Mesh& mesh) {
    const Vec3 z = kHalfThickness * x.cross(y).normalized(), bevel = kBevel * z.normalized();
    const std::array<std::vector<Vec3>, 4> rims = {outlineOf(centre - z, x, y, kBevel), outlineOf(centre - z + bevel, x, y, 0),
                                                   outlineOf(centre + z - bevel, x, y, 0), outlineOf(centre + z, x, y, kBevel)};
    addTriangleFan(rims[3], z.normalized(), atom, mesh);
    addTriangleFan({rims[0].rbegin(), rims[0].rend()}, -z.normalized(), atom, mesh);
    for (std::size_t level = 0; level + 1 < rims.size(); ++level)
        for (std::size_t k = 0; k < 8; ++k) {
            const std::size_t next = (k + 1) % 8;
            const std::vector<Vec3> quad = {rims[level][k], rims[level][next], rims[level + 1][next], rims[level + 1][k]};
            addTriangleFan(quad, (quad[1] - quad[0]).cross(quad[3] - quad[0]).normalized(), atom, mesh);
        }
}

void addStick(const Vec3& from, const Vec3& to, int atom, int sides, Mesh& mesh) {
    if ((to - from).norm() < 0.05f) return;
    const std::array<CurvePoint, 2> ends = {CurvePoint{from}, CurvePoint{to}};
    const std::vector<CurveSample> samples = sampleCurve(ends, 2);
    sweepRound(samples, [](float) { return CrossSection{kStick, kStick, 2}; }, [atom](float) { return atom; }, sides, true, true, mesh);
}

}  // namespace

void addBase(const Structure& s, int residue, const Vec3& backbone, int sides, Mesh& mesh) {
    const Base base = baseOf(s, residue);
    if (base.ring.size() < 3 || base.root < 0) return;
    Vec3 centre = Vec3::Zero();
    for (const Vec3& p : base.ring) centre += p / static_cast<float>(base.ring.size());
    const Vec3 normal = planeNormal(base.ring, centre), root = toVec(s.positions[static_cast<std::size_t>(base.root)]);
    const Vec3 x = across(centre - root, normal), y = normal.cross(x);
    const float most = std::numeric_limits<float>::max();
    Eigen::Array2f low(most, most), high(-most, -most);
    for (const Vec3& p : base.ring) {
        const Eigen::Array2f place(x.dot(p - centre), y.dot(p - centre));
        low = low.min(place);
        high = high.max(place);
    }
    const int owner = base.sugar >= 0 ? base.sugar : base.root;   // a carbon where possible
    const Eigen::Array2f middle = 0.5f * (low + high), half = 0.5f * (high - low) + kMargin;
    addSlab(centre + middle[0] * x + middle[1] * y, half[0] * x, half[1] * y, owner, mesh);
    const Vec3 sugar = base.sugar >= 0 ? toVec(s.positions[static_cast<std::size_t>(base.sugar)]) : root;
    addStick(backbone, sugar, owner, sides, mesh);
    addStick(sugar, root, owner, sides, mesh);
}

}  // namespace foldmeter::viz
