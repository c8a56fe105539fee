#include "viz/gltf.h"

#include "base/error.h"
#include "viz/solid.h"

#include <vtkActor.h>
#include <vtkCellArray.h>
#include <vtkFloatArray.h>
#include <vtkGLTFExporter.h>
#include <vtkNew.h>
#include <vtkPointData.h>
#include <vtkPoints.h>
#include <vtkPolyData.h>
#include <vtkPolyDataMapper.h>
#include <vtkRenderWindow.h>
#include <vtkRenderer.h>
#include <vtkUnsignedCharArray.h>

#include <system_error>

namespace foldmeter::viz {
namespace {

vtkSmartPointer<vtkPolyData> toPolyData(const Mesh& mesh, const std::vector<Rgb>& colours, const std::optional<structure::Superposition>& placement) {
    vtkNew<vtkFloatArray> normals;
    normals->SetName("NORMAL");
    normals->SetNumberOfComponents(3);
    vtkNew<vtkUnsignedCharArray> paint;
    paint->SetName("colour");
    paint->SetNumberOfComponents(4);
    vtkNew<vtkPoints> points;
    for (std::size_t v = 0; v < mesh.vertices(); ++v) {
        structure::Point p{mesh.positions[3 * v], mesh.positions[3 * v + 1], mesh.positions[3 * v + 2]};
        structure::Point n{mesh.normals[3 * v], mesh.normals[3 * v + 1], mesh.normals[3 * v + 2]};
        if (placement) {
            structure::Superposition turn = *placement;
            p = turn.apply(p);
            turn.shift = {};
            n = turn.apply(n);
        }
        points->InsertNextPoint(p.data());
        normals->InsertNextTuple3(n[0], n[1], n[2]);
        const Rgb c = colours[static_cast<std::size_t>(mesh.atomOf[v])];
        paint->InsertNextTuple4(c.red, c.green, c.blue, 255);
    }
    vtkNew<vtkCellArray> cells;
    for (std::size_t t = 0; t + 2 < mesh.triangles.size(); t += 3) {
        const vtkIdType corners[3] = {mesh.triangles[t], mesh.triangles[t + 1], mesh.triangles[t + 2]};
        cells->InsertNextCell(3, corners);
    }
    auto data = vtkSmartPointer<vtkPolyData>::New();
    data->SetPoints(points);
    data->SetPolys(cells);
    data->GetPointData()->AddArray(normals);
    data->GetPointData()->SetScalars(paint);
    return data;
}

}  // namespace

void writeGltf(const Scene& scene, const std::filesystem::path& path) {
    vtkNew<vtkRenderer> renderer;
    for (std::size_t i = 0; i < scene.structures().size(); ++i) {
        const ShownStructure& shown = scene.structures()[i];
        const Drawing* drawing = scene.drawing(i);
        if (!shown.visible || !drawing) continue;
        const Mesh mesh = solidMesh(*drawing);
        if (mesh.triangles.empty()) continue;
        const Colouring& colouring = shown.colouring ? *shown.colouring : scene.colouring();
        vtkNew<vtkPolyDataMapper> mapper;
        mapper->SetInputData(toPolyData(mesh, atomColours(*shown.structure, colouring, drawing->folds, scene.look().accent, drawing->colouredByElement()), shown.placement));
        mapper->SetColorModeToDirectScalars();
        vtkNew<vtkActor> actor;
        actor->SetMapper(mapper);
        renderer->AddActor(actor);
    }
    if (renderer->GetActors()->GetNumberOfItems() == 0) throw InputError(path.string() + ": nothing is shown that could be written");
    vtkNew<vtkRenderWindow> window;   // never drawn in: the exporter asks it for its renderers
    window->SetOffScreenRendering(1);
    window->AddRenderer(renderer);
    const std::filesystem::path part = path.string() + ".part";
    vtkNew<vtkGLTFExporter> exporter;
    exporter->SetRenderWindow(window);
    exporter->SetFileName(part.c_str());
    exporter->InlineDataOn();
    exporter->SaveNormalOn();
    exporter->Write();
    std::error_code error;
    std::filesystem::rename(part, path, error);
    if (error) throw InputError(path.string() + ": the scene cannot be written: " + error.message());
}

}  // namespace foldmeter::viz
