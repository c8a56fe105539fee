#include "viz/surface.h"

#include "structure/atom_radii.h"
#include "structure/point_grid.h"

#include <vtkFloatArray.h>
#include <vtkFlyingEdges3D.h>
#include <vtkImageData.h>
#include <vtkNew.h>
#include <vtkPointData.h>
#include <vtkPolyData.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace foldmeter::viz {
namespace {

// A Gaussian exp(-k (d^2/r^2 - 1)) is 1 at the van der Waals radius; k makes neighbours melt into a smooth skin.
constexpr float kSharpness = 1.6f, kReach = 2.2f;   // reach in radii: where the rest is below a hundredth

struct Grid {
    std::array<float, 3> origin{};
    std::array<int, 3> size{};
    float spacing = 1;
};

Grid gridAround(const structure::Structure& s, std::span<const int> atoms, float spacing) {
    constexpr std::size_t kMostPoints = 40'000'000;
    std::array<double, 3> low, high;
    low.fill(std::numeric_limits<double>::max());
    high.fill(std::numeric_limits<double>::lowest());
    for (const int atom : atoms)
        for (std::size_t axis = 0; axis < 3; ++axis) {
            low[axis] = std::min(low[axis], s.positions[static_cast<std::size_t>(atom)][axis]);
            high[axis] = std::max(high[axis], s.positions[static_cast<std::size_t>(atom)][axis]);
        }
    Grid grid;
    for (grid.spacing = spacing;; grid.spacing *= 1.2f) {
        std::size_t points = 1;
        for (std::size_t axis = 0; axis < 3; ++axis) {
            grid.origin[axis] = static_cast<float>(low[axis]) - 5;
            grid.size[axis] = static_cast<int>((high[axis] - low[axis] + 10) / grid.spacing) + 2;
            points *= static_cast<std::size_t>(grid.size[axis]);
        }
        if (points <= kMostPoints) return grid;
    }
}

void addGaussian(const Grid& grid, const structure::Point& centre, float radius, float* density) {
    std::array<int, 3> low, high;
    std::array<float, 3> at;
    for (std::size_t axis = 0; axis < 3; ++axis) {
        at[axis] = (static_cast<float>(centre[axis]) - grid.origin[axis]) / grid.spacing;
        low[axis] = std::max(static_cast<int>(std::ceil(at[axis] - kReach * radius / grid.spacing)), 0);
        high[axis] = std::min(static_cast<int>(at[axis] + kReach * radius / grid.spacing), grid.size[axis] - 1);
    }
    const float scale = kSharpness * grid.spacing * grid.spacing / (radius * radius);
    for (int z = low[2]; z <= high[2]; ++z)
        for (int y = low[1]; y <= high[1]; ++y) {
            const float dy = static_cast<float>(y) - at[1], dz = static_cast<float>(z) - at[2];
            float* row = density + static_cast<std::size_t>(grid.size[0]) * (static_cast<std::size_t>(y) + static_cast<std::size_t>(grid.size[1]) * static_cast<std::size_t>(z));
            for (int x = low[0]; x <= high[0]; ++x) {
                const float dx = static_cast<float>(x) - at[0];
                row[x] += std::exp(kSharpness - scale * (dx * dx + dy * dy + dz * dz));
            }
        }
}

// For each vertex the atom whose van der Waals sphere is nearest.
std::vector<int> nearestAtoms(const structure::Structure& s, std::span<const int> atoms, const std::vector<float>& positions) {
    std::vector<structure::Point> centres;
    std::vector<double> radii;
    for (const int atom : atoms) {
        centres.push_back(s.positions[static_cast<std::size_t>(atom)]);
        radii.push_back(structure::vanDerWaalsRadius(s.elements[static_cast<std::size_t>(atom)]));
    }
    const structure::PointGrid grid(centres, 4.5);
    std::vector<int> nearest;
    for (std::size_t v = 0; v + 2 < positions.size(); v += 3) {
        const structure::Point p{positions[v], positions[v + 1], positions[v + 2]};
        double best = std::numeric_limits<double>::max();
        int atom = atoms.front();
        grid.visitNear(p, [&](std::size_t k) {
            const double apart = structure::distance(p, centres[k]) - radii[k];
            if (apart < best) {
                best = apart;
                atom = atoms[k];
            }
        });
        nearest.push_back(atom);
    }
    return nearest;
}

Mesh toMesh(vtkPolyData* contour) {
    Mesh mesh;
    const vtkIdType count = contour->GetNumberOfPoints();
    mesh.positions.resize(3 * static_cast<std::size_t>(count));
    mesh.normals.resize(mesh.positions.size());
    const vtkDataArray* normals = contour->GetPointData()->GetNormals();
    for (vtkIdType i = 0; i < count; ++i) {
        double p[3], n[3];
        contour->GetPoint(i, p);
        const_cast<vtkDataArray*>(normals)->GetTuple(i, n);
        for (std::size_t axis = 0; axis < 3; ++axis) {
            mesh.positions[3 * static_cast<std::size_t>(i) + axis] = static_cast<float>(p[axis]);
            mesh.normals[3 * static_cast<std::size_t>(i) + axis] = static_cast<float>(n[axis]);
        }
    }
    vtkIdType corners;
    const vtkIdType* ids;
    vtkCellArray* cells = contour->GetPolys();
    for (cells->InitTraversal(); cells->GetNextCell(corners, ids);)
        for (vtkIdType k = 0; k < 3; ++k) mesh.triangles.push_back(static_cast<std::uint32_t>(ids[k]));
    return mesh;
}

}  // namespace

SurfaceDetail SurfaceDetail::full(std::size_t atoms) { return {atoms < 2000 ? 0.4f : atoms < 6000 ? 0.55f : atoms < 20000 ? 0.8f : 1.2f}; }
SurfaceDetail SurfaceDetail::turning(std::size_t atoms) { return {atoms < 5000 ? 1.1f : atoms < 20000 ? 1.6f : 2.2f}; }

Mesh surfaceMesh(const structure::Structure& s, std::span<const int> atoms, const SurfaceDetail& detail) {
    if (atoms.empty()) return {};
    const Grid grid = gridAround(s, atoms, detail.spacing);
    vtkNew<vtkImageData> image;
    image->SetDimensions(grid.size.data());
    image->SetOrigin(grid.origin[0], grid.origin[1], grid.origin[2]);
    image->SetSpacing(grid.spacing, grid.spacing, grid.spacing);
    image->AllocateScalars(VTK_FLOAT, 1);
    auto* density = static_cast<float*>(image->GetScalarPointer());
    std::fill_n(density, image->GetNumberOfPoints(), 0.f);
    for (const int atom : atoms)
        addGaussian(grid, s.positions[static_cast<std::size_t>(atom)], static_cast<float>(structure::vanDerWaalsRadius(s.elements[static_cast<std::size_t>(atom)])), density);
    vtkNew<vtkFlyingEdges3D> contour;
    contour->SetInputData(image);
    contour->SetValue(0, 1.0);
    contour->ComputeNormalsOn();
    contour->ComputeScalarsOff();
    contour->Update();
    Mesh mesh = toMesh(contour->GetOutput());
    mesh.atomOf = nearestAtoms(s, atoms, mesh.positions);
    return mesh;
}

}  // namespace foldmeter::viz
