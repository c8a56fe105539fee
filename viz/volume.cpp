#include "viz/volume.h"

#include "structure/atom_radii.h"
#include "structure/point_grid.h"

#include <vtkCellArray.h>
#include <vtkFloatArray.h>
#include <vtkFlyingEdges3D.h>
#include <vtkImageData.h>
#include <vtkNew.h>
#include <vtkPointData.h>
#include <vtkPolyData.h>

#include <limits>

namespace foldmeter::viz {
namespace {

Mesh toMesh(vtkPolyData* contour) {
    Mesh mesh;
    const vtkIdType count = contour->GetNumberOfPoints();
    mesh.positions.resize(3 * static_cast<std::size_t>(count));
    mesh.normals.resize(mesh.positions.size());
    vtkDataArray* normals = contour->GetPointData()->GetNormals();
    for (vtkIdType i = 0; i < count; ++i) {
        double p[3], n[3];
        contour->GetPoint(i, p);
        normals->GetTuple(i, n);
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

Volume volumeAround(const structure::Structure& s, std::span<const int> atoms, float spacing, float fill, std::size_t most) {
    std::array<double, 3> low, high;
    low.fill(std::numeric_limits<double>::max());
    high.fill(std::numeric_limits<double>::lowest());
    for (const int atom : atoms)
        for (std::size_t axis = 0; axis < 3; ++axis) {
            low[axis] = std::min(low[axis], s.positions[static_cast<std::size_t>(atom)][axis]);
            high[axis] = std::max(high[axis], s.positions[static_cast<std::size_t>(atom)][axis]);
        }
    Volume volume;
    for (volume.spacing = spacing;; volume.spacing *= 1.2f) {
        double points = 1;
        for (std::size_t axis = 0; axis < 3; ++axis) {
            volume.origin[axis] = static_cast<float>(low[axis]) - 5;
            const double along = (high[axis] - low[axis] + 10) / static_cast<double>(volume.spacing) + 2;
            volume.size[axis] = static_cast<int>(std::min(along, 1e6));
            points *= along;
        }
        if (points <= static_cast<double>(most)) break;
    }
    volume.values.assign(volume.indexOf(0, 0, volume.size[2]), fill);
    return volume;
}

Mesh skinOf(const Volume& volume, float level) {
    vtkNew<vtkFloatArray> values;
    values->SetArray(const_cast<float*>(volume.values.data()), static_cast<vtkIdType>(volume.values.size()), 1);
    vtkNew<vtkImageData> image;
    image->SetDimensions(volume.size.data());
    image->SetOrigin(static_cast<double>(volume.origin[0]), static_cast<double>(volume.origin[1]), static_cast<double>(volume.origin[2]));
    const auto spacing = static_cast<double>(volume.spacing);
    image->SetSpacing(spacing, spacing, spacing);
    image->GetPointData()->SetScalars(values);
    vtkNew<vtkFlyingEdges3D> contour;
    contour->SetInputData(image);
    contour->SetValue(0, static_cast<double>(level));
    contour->ComputeNormalsOn();
    contour->ComputeScalarsOff();
    contour->Update();
    return toMesh(contour->GetOutput());
}

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

}  // namespace foldmeter::viz
