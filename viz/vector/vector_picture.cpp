#include "viz/vector/vector_picture.h"

#include "structure/atom_radii.h"
#include "structure/bonds.h"
#include "structure/residue_kind.h"
#include "viz/cartoon.h"
#include "viz/colours.h"
#include "viz/trace.h"
#include "viz/vec.h"

#include <Eigen/Eigenvalues>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace foldmeter::viz {
namespace {

using structure::ResidueKind;
using structure::Structure;

// As fine as leaves the picture with some ten thousand triangles, of which half look away.
CartoonDetail detailFor(std::size_t residues) {
    constexpr std::size_t mostTriangles = 24'000;
    for (const CartoonDetail detail : {CartoonDetail{8, 10}, CartoonDetail{6, 8}, CartoonDetail{4, 6}})
        if (residues * static_cast<std::size_t>(2 * detail.perResidue * detail.sides) <= mostTriangles) return detail;
    return {2, 4};
}

// Rows: right, up, towards the eye. The longest extent lies across, the second upwards.
Eigen::Matrix3f broadSide(const Structure& structure) {
    Vec3 mean = Vec3::Zero();
    for (const auto& p : structure.positions) mean += toVec(p) / static_cast<float>(structure.atoms());
    Eigen::Matrix3f covariance = Eigen::Matrix3f::Zero();
    for (const auto& p : structure.positions) covariance += (toVec(p) - mean) * (toVec(p) - mean).transpose();
    const Eigen::SelfAdjointEigenSolver<Eigen::Matrix3f> solver(covariance);   // rising
    Eigen::Matrix3f rows;
    rows.row(0) = solver.eigenvectors().col(2).transpose();
    rows.row(1) = solver.eigenvectors().col(1).transpose();
    // An axis is a line: the sign that makes its greatest part positive, so that one structure has one picture.
    for (int i = 0; i < 2; ++i) {
        Eigen::Index greatest = 0;
        rows.row(i).cwiseAbs().maxCoeff(&greatest);
        if (rows(i, greatest) < 0) rows.row(i) = -rows.row(i);
    }
    rows.row(2) = rows.row(0).cross(rows.row(1));
    return rows;
}

// One thing that covers what lies behind it.
struct Piece {
    float depth = 0;                   // greater is nearer
    int shade = 0;                     // 0 dark .. kShades - 1 lit
    Rgb colour;
    std::string shape;                 // triangle: its path; otherwise a whole element
    bool triangle = true;
};
constexpr int kShades = 24;

std::string hexOf(Rgb colour) { return fmt::format("#{:02X}{:02X}{:02X}", colour.red, colour.green, colour.blue); }

Rgb shaded(Rgb colour, int shade) {
    const double light = 0.42 + 0.66 * shade / (kShades - 1);
    const Rgb dark = mixed({0, 0, 0}, colour, std::min(light, 1.0));
    return light > 1 ? mixed(dark, {255, 255, 255}, (light - 1) * 2) : dark;   // what faces the lamp shines a little
}

class Picture {
public:
    Picture(const Structure& structure, const VectorPicture& size) : m_structure(structure), m_size(size), m_axes(broadSide(structure)), m_kinds(structure::residueKinds(structure)) {}

    std::string draw() {
        const std::vector<Fold> folds = foldOfResidues(m_structure);
        const std::vector<Trace> traces = traceChains(m_structure, m_kinds, folds);
        const Mesh mesh = cartoonMesh(m_structure, traces, detailFor(m_structure.residues.size()));
        m_colours = atomColours(m_structure, {}, {}, {0x24, 0x57, 0xC5});
        chooseAtoms(traces);
        fit(mesh);
        addTriangles(mesh);
        addAtoms();
        return m_pieces.empty() ? std::string() : text();
    }

private:
    Vec3 seen(const Vec3& p) const { return m_axes * p; }
    Vec3 onPage(const Vec3& p) const {
        const Vec3 v = seen(p);
        return {static_cast<float>(m_size.width) / 2 + (v.x() - m_middle.x()) * m_scale, static_cast<float>(m_size.height) / 2 - (v.y() - m_middle.y()) * m_scale, v.z()};
    }
    Vec3 atomAt(int atom) const { return toVec(m_structure.positions[static_cast<std::size_t>(atom)]); }

    // Ligands, ions, and residues that no cartoon passes through.
    void chooseAtoms(const std::vector<Trace>& traces) {
        std::vector<char> traced(m_structure.residues.size(), 0);
        for (const Trace& trace : traces)
            for (const TracePoint& point : trace.points) traced[static_cast<std::size_t>(point.residue)] = 1;
        m_shown.assign(m_structure.atoms(), 0);
        for (std::size_t i = 0; i < m_structure.atoms(); ++i) {
            const auto residue = static_cast<std::size_t>(m_structure.residueOf[i]);
            m_shown[i] = !traced[residue] && m_kinds[residue] != ResidueKind::Water;
        }
    }

    void fit(const Mesh& mesh) {
        Vec3 least = Vec3::Constant(1e30f), most = Vec3::Constant(-1e30f);
        const auto take = [&](const Vec3& p, float radius) {
            const Vec3 v = seen(p);
            least = least.cwiseMin(v - Vec3::Constant(radius));
            most = most.cwiseMax(v + Vec3::Constant(radius));
        };
        for (std::size_t i = 0; i < mesh.vertices(); ++i) take({mesh.positions[3 * i], mesh.positions[3 * i + 1], mesh.positions[3 * i + 2]}, 0);
        for (std::size_t i = 0; i < m_shown.size(); ++i)
            if (m_shown[i]) take(atomAt(static_cast<int>(i)), 0.6f);
        m_middle = (least + most) / 2;
        const Vec3 extent = (most - least).cwiseMax(1);
        m_scale = 0.96f * std::min(static_cast<float>(m_size.width) / extent.x(), static_cast<float>(m_size.height) / extent.y());
        m_nearest = most.z();
        m_farthest = least.z();
    }

    int shadeOf(const Vec3& normal, float depth) const {
        static const Vec3 lamp = Vec3(-0.35f, 0.55f, 0.76f).normalized();
        const float lit = std::max(0.f, seen(normal).dot(lamp));
        const float near = m_nearest > m_farthest ? (depth - m_farthest) / (m_nearest - m_farthest) : 1;
        return std::clamp(static_cast<int>(std::lround((0.25f + 0.75f * lit) * (0.72f + 0.28f * near) * (kShades - 1))), 0, kShades - 1);
    }

    void addTriangles(const Mesh& mesh) {
        const auto vertex = [](const std::vector<float>& values, std::uint32_t i) { return Vec3(values[3 * i], values[3 * i + 1], values[3 * i + 2]); };
        for (std::size_t t = 0; t + 2 < mesh.triangles.size(); t += 3) {
            const std::uint32_t i = mesh.triangles[t], j = mesh.triangles[t + 1], k = mesh.triangles[t + 2];
            const Vec3 a = onPage(vertex(mesh.positions, i)), b = onPage(vertex(mesh.positions, j)), c = onPage(vertex(mesh.positions, k));
            // On the page y grows downwards: what looks at the eye turns the other way round.
            if ((b.x() - a.x()) * (c.y() - a.y()) - (b.y() - a.y()) * (c.x() - a.x()) >= 0) continue;
            const float depth = (a.z() + b.z() + c.z()) / 3;
            const Vec3 normal = (vertex(mesh.normals, i) + vertex(mesh.normals, j) + vertex(mesh.normals, k)).normalized();
            m_pieces.push_back({depth, shadeOf(normal, depth), m_colours[static_cast<std::size_t>(mesh.atomOf[i])],
                                fmt::format("M{:.1f} {:.1f}L{:.1f} {:.1f} {:.1f} {:.1f}z", a.x(), a.y(), b.x(), b.y(), c.x(), c.y())});
        }
    }

    void addAtoms() {
        for (std::size_t i = 0; i < m_shown.size(); ++i) {
            if (!m_shown[i]) continue;
            const Vec3 p = onPage(atomAt(static_cast<int>(i)));
            const bool ion = m_kinds[static_cast<std::size_t>(m_structure.residueOf[i])] == ResidueKind::Ion;
            const double radius = (ion ? 0.6 : 0.25) * structure::vanDerWaalsRadius(m_structure.elements[i]) * static_cast<double>(m_scale);
            const Rgb colour = shaded(m_colours[i], kShades * 3 / 4);
            m_pieces.push_back({p.z(), 0, {}, fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"{:.1f}\" fill=\"{}\" stroke=\"{}\" stroke-width=\"0.6\"/>\n", p.x(), p.y(), radius, hexOf(colour), hexOf(shaded(m_colours[i], 2))), false});
        }
        for (const structure::Bond& bond : structure::covalentBonds(m_structure)) {
            if (!m_shown[static_cast<std::size_t>(bond.first)] || !m_shown[static_cast<std::size_t>(bond.second)]) continue;
            addHalfBond(bond.first, bond.second);
            addHalfBond(bond.second, bond.first);
        }
    }
    void addHalfBond(int from, int to) {
        const Vec3 a = onPage(atomAt(from)), b = onPage((atomAt(from) + atomAt(to)) / 2);
        m_pieces.push_back({(a.z() + b.z()) / 2 - 0.2f, 0, {}, fmt::format("<line x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\" stroke=\"{}\" stroke-width=\"{:.1f}\" stroke-linecap=\"round\"/>\n", a.x(), a.y(), b.x(), b.y(),
                                                                             hexOf(shaded(m_colours[static_cast<std::size_t>(from)], kShades / 2)), 0.32f * m_scale), false});
    }

    // Neighbours of one colour share a path; a thin line of that colour hides the seams between triangles.
    std::string text() {
        std::stable_sort(m_pieces.begin(), m_pieces.end(), [](const Piece& a, const Piece& b) { return a.depth < b.depth; });
        std::string body, open;
        Rgb colour;
        const auto close = [&] {
            if (!open.empty()) body += fmt::format("<path fill=\"{0}\" stroke=\"{0}\" d=\"{1}\"/>\n", hexOf(colour), open);
            open.clear();
        };
        for (const Piece& piece : m_pieces) {
            const Rgb own = piece.triangle ? shaded(piece.colour, piece.shade) : Rgb{};
            if (!piece.triangle || !(own == colour)) close();
            if (piece.triangle) {
                colour = own;
                open += piece.shape;
            } else {
                body += piece.shape;
            }
        }
        close();
        return fmt::format("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {1}\" width=\"{0}\" height=\"{1}\"><g stroke-width=\"0.7\" stroke-linejoin=\"round\">\n{2}</g></svg>", m_size.width, m_size.height, body);
    }

    const Structure& m_structure;
    VectorPicture m_size;
    Eigen::Matrix3f m_axes;
    std::vector<ResidueKind> m_kinds;
    std::vector<Rgb> m_colours;
    std::vector<char> m_shown;
    Vec3 m_middle = Vec3::Zero();
    float m_scale = 1, m_nearest = 0, m_farthest = 0;
    std::vector<Piece> m_pieces;
};

}  // namespace

std::string drawVectorPicture(const Structure& structure, const VectorPicture& picture) {
    if (structure.atoms() == 0) return {};
    return Picture(structure, picture).draw();
}

}  // namespace foldmeter::viz
