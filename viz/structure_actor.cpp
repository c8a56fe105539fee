#include "viz/structure_actor.h"

#include <vtkActor.h>
#include <vtkCellArray.h>
#include <vtkFloatArray.h>
#include <vtkMatrix4x4.h>
#include <vtkOpenGLSphereMapper.h>
#include <vtkOpenGLStickMapper.h>
#include <vtkPointData.h>
#include <vtkPoints.h>
#include <vtkPolyData.h>
#include <vtkPolyDataMapper.h>
#include <vtkProperty.h>
#include <vtkRenderer.h>
#include <vtkShaderProperty.h>
#include <vtkTypeInt32Array.h>
#include <vtkUniforms.h>
#include <vtkUnsignedCharArray.h>

#include <algorithm>
#include <cmath>

namespace foldmeter::viz {
namespace {

// The fourth number of a colour is no opacity but how open the place lies; far fragments fade into the background.
constexpr const char* kOcclusionCode = "//VTK::Color::Impl\n"
                                       "  float openness = mix(1.0, opacity, occlusionShare);\n"
                                       "  ambientColor *= openness; diffuseColor *= openness; opacity = 1.0;\n";
constexpr const char* kFogCode = "//VTK::Light::Impl\n"
                                 "  float eyeDepth = airParallel > 0.5 ? mix(airNear, airFar, gl_FragCoord.z)\n"
                                 "                 : airNear * airFar / (airFar - gl_FragCoord.z * (airFar - airNear));\n"
                                 "  float fog = fogAmount * clamp((eyeDepth - fogStart) / (fogEnd - fogStart), 0.0, 1.0);\n"
                                 "  gl_FragData[0].rgb = mix(gl_FragData[0].rgb, fogColour, fog);\n";

void setMaterial(vtkActor* actor) {
    vtkProperty* property = actor->GetProperty();
    property->SetInterpolationToPhong();
    property->SetAmbient(0.34);
    property->SetDiffuse(0.78);
    property->SetSpecular(0.28);
    property->SetSpecularPower(36);
    actor->ForceOpaqueOn();
    actor->GetShaderProperty()->AddFragmentShaderReplacement("//VTK::Color::Impl", true, kOcclusionCode, false);
    actor->GetShaderProperty()->AddFragmentShaderReplacement("//VTK::Light::Impl", true, kFogCode, false);
    setAir(actor, {});
}

template <typename Mapper> vtkSmartPointer<vtkActor> actorOf(vtkPolyData* data, const vtkNew<Mapper>& mapper) {
    mapper->SetInputData(data);
    mapper->SetScalarModeToUsePointData();
    mapper->SetColorModeToDirectScalars();
    mapper->ScalarVisibilityOn();
    const auto actor = vtkSmartPointer<vtkActor>::New();
    actor->SetMapper(mapper);
    setMaterial(actor);
    return actor;
}

vtkSmartPointer<vtkFloatArray> floats(const char* name, int components, std::size_t tuples) {
    auto array = vtkSmartPointer<vtkFloatArray>::New();
    array->SetName(name);
    array->SetNumberOfComponents(components);
    array->SetNumberOfTuples(static_cast<vtkIdType>(tuples));
    return array;
}
vtkSmartPointer<vtkUnsignedCharArray> colourArray(std::size_t tuples) {
    auto array = vtkSmartPointer<vtkUnsignedCharArray>::New();
    array->SetName("colour");
    array->SetNumberOfComponents(4);
    array->SetNumberOfTuples(static_cast<vtkIdType>(tuples));
    return array;
}
void setPoints(vtkPolyData* data, vtkFloatArray* coordinates) {
    vtkNew<vtkPoints> points;
    points->SetData(coordinates);
    data->SetPoints(points);
}
// Impostors draw points, but only what has cells has bounds, and what has none is left out of the picture.
void setOneCell(vtkPolyData* data) {
    vtkNew<vtkCellArray> cells;
    cells->InsertNextCell(static_cast<int>(data->GetNumberOfPoints()));
    for (vtkIdType point = 0; point < data->GetNumberOfPoints(); ++point) cells->InsertCellPoint(point);
    data->SetVerts(cells);
}

// VTK looks at the mesh's own memory, which the drawing keeps for as long as the actor has it.
vtkSmartPointer<vtkPolyData> lookAtMesh(const Mesh& mesh) {
    auto data = vtkSmartPointer<vtkPolyData>::New();
    const auto view = [&](const std::vector<float>& values) {
        auto array = vtkSmartPointer<vtkFloatArray>::New();
        array->SetNumberOfComponents(3);
        array->SetArray(const_cast<float*>(values.data()), static_cast<vtkIdType>(values.size()), 1);
        return array;
    };
    setPoints(data, view(mesh.positions));
    data->GetPointData()->SetNormals(view(mesh.normals));
    vtkNew<vtkTypeInt32Array> corners;
    corners->SetArray(const_cast<vtkTypeInt32*>(reinterpret_cast<const vtkTypeInt32*>(mesh.triangles.data())), static_cast<vtkIdType>(mesh.triangles.size()), 1);
    vtkNew<vtkCellArray> cells;
    cells->SetData(3, corners);
    data->SetPolys(cells);
    return data;
}

std::array<float, 3> toFloats(const structure::Point& p) { return {static_cast<float>(p[0]), static_cast<float>(p[1]), static_cast<float>(p[2])}; }

}  // namespace

vtkSmartPointer<vtkActor> makeBallActor(vtkPolyData* balls) {
    vtkNew<vtkOpenGLSphereMapper> mapper;
    mapper->SetScaleArray("radius");
    return actorOf(balls, mapper);
}
vtkSmartPointer<vtkActor> makeStickActor(vtkPolyData* sticks) {
    vtkNew<vtkOpenGLStickMapper> mapper;
    mapper->SetScaleArray("size");
    mapper->SetOrientationArray("direction");
    return actorOf(sticks, mapper);
}
vtkSmartPointer<vtkActor> makeMeshActor(vtkPolyData* mesh) {
    vtkNew<vtkPolyDataMapper> mapper;
    auto actor = actorOf(mesh, mapper);
    actor->GetProperty()->BackfaceCullingOn();   // meshes are closed: their insides are never seen
    return actor;
}

void setAir(vtkActor* actor, const FrameAir& air) {
    vtkUniforms* uniforms = actor->GetShaderProperty()->GetFragmentCustomUniforms();
    uniforms->SetUniformf("airNear", air.near);
    uniforms->SetUniformf("airFar", air.far);
    uniforms->SetUniformf("airParallel", air.parallel ? 1.f : 0.f);
    uniforms->SetUniformf("fogStart", air.fogStart);
    uniforms->SetUniformf("fogEnd", std::max(air.fogEnd, air.fogStart + 0.01f));
    uniforms->SetUniformf("fogAmount", air.fogAmount);
    uniforms->SetUniform3f("fogColour", air.fogColour.data());
    uniforms->SetUniformf("occlusionShare", air.occlusion);
}

void fillBalls(std::span<const BallShape> balls, vtkPolyData* data) {
    const auto centres = floats("centre", 3, balls.size()), radii = floats("radius", 1, balls.size());
    const auto colours = colourArray(balls.size());
    for (std::size_t i = 0; i < balls.size(); ++i) {
        std::copy_n(balls[i].centre.data(), 3, centres->GetPointer(static_cast<vtkIdType>(3 * i)));
        *radii->GetPointer(static_cast<vtkIdType>(i)) = balls[i].radius;
        std::copy_n(balls[i].colour.data(), 4, colours->GetPointer(static_cast<vtkIdType>(4 * i)));
    }
    setPoints(data, centres);
    setOneCell(data);
    data->GetPointData()->AddArray(radii);
    data->GetPointData()->SetScalars(colours);
    data->Modified();
}

void fillSticks(std::span<const StickShape> sticks, vtkPolyData* data) {
    const auto centres = floats("centre", 3, sticks.size()), sizes = floats("size", 3, sticks.size()), directions = floats("direction", 3, sticks.size());
    const auto colours = colourArray(sticks.size());
    for (std::size_t i = 0; i < sticks.size(); ++i) {
        const StickShape& s = sticks[i];
        const std::array<float, 3> along{s.to[0] - s.from[0], s.to[1] - s.from[1], s.to[2] - s.from[2]};
        const float length = std::max(std::hypot(along[0], along[1], along[2]), 1e-4f);
        for (std::size_t axis = 0; axis < 3; ++axis) {
            *centres->GetPointer(static_cast<vtkIdType>(3 * i + axis)) = 0.5f * (s.from[axis] + s.to[axis]);
            *directions->GetPointer(static_cast<vtkIdType>(3 * i + axis)) = along[axis] / length;
            *sizes->GetPointer(static_cast<vtkIdType>(3 * i + axis)) = axis == 0 ? length : s.radius;
        }
        std::copy_n(s.colour.data(), 4, colours->GetPointer(static_cast<vtkIdType>(4 * i)));
    }
    setPoints(data, centres);
    setOneCell(data);
    data->GetPointData()->AddArray(sizes);
    data->GetPointData()->AddArray(directions);
    data->GetPointData()->SetScalars(colours);
    data->Modified();
}

StructureActor::StructureActor(vtkRenderer* renderer) : m_renderer(renderer) {}

StructureActor::~StructureActor() {
    for (Part* part : {&m_mesh, &m_turningMesh, &m_balls, &m_sticks})
        if (part->actor) m_renderer->RemoveActor(part->actor);
}

void StructureActor::setDrawing(std::shared_ptr<const Drawing> drawing) {
    for (Part* part : {&m_mesh, &m_turningMesh, &m_balls, &m_sticks}) {
        if (part->actor) m_renderer->RemoveActor(part->actor);
        *part = {};
    }
    m_drawing = std::move(drawing);
    if (!m_drawing) return;
    const auto add = [&](Part& part, vtkSmartPointer<vtkPolyData> data, const auto& make) {
        part.data = std::move(data);
        part.actor = make(part.data.Get());
        m_renderer->AddActor(part.actor);
    };
    if (!m_drawing->mesh.triangles.empty()) add(m_mesh, lookAtMesh(m_drawing->mesh), makeMeshActor);
    if (!m_drawing->turningMesh.triangles.empty()) add(m_turningMesh, lookAtMesh(m_drawing->turningMesh), makeMeshActor);
    if (!m_drawing->balls.empty()) add(m_balls, vtkSmartPointer<vtkPolyData>::New(), makeBallActor);
    if (!m_drawing->sticks.empty() || !m_drawing->gaps.empty()) add(m_sticks, vtkSmartPointer<vtkPolyData>::New(), makeStickActor);
    showParts();
}

std::array<std::uint8_t, 4> StructureActor::shade(const std::vector<Rgb>& colours, int atom) const {
    const auto row = static_cast<std::size_t>(atom);
    const Rgb colour = colours[row];
    const std::uint8_t open = row < m_drawing->atomOpenness.size() ? m_drawing->atomOpenness[row] : 255;
    return {colour.red, colour.green, colour.blue, open};
}

void StructureActor::colourMesh(const Mesh& mesh, const std::vector<Rgb>& colours, vtkPolyData* data) {
    const auto array = colourArray(mesh.vertices());
    std::uint8_t* to = array->GetPointer(0);
    for (std::size_t v = 0; v < mesh.vertices(); ++v) {
        const Rgb c = colours[static_cast<std::size_t>(mesh.atomOf[v])];
        *to++ = c.red;
        *to++ = c.green;
        *to++ = c.blue;
        *to++ = mesh.openness.empty() ? 255 : mesh.openness[v];
    }
    data->GetPointData()->SetScalars(array);
    data->Modified();
}

void StructureActor::setColours(const std::vector<Rgb>& colours) {
    if (!m_drawing) return;
    if (m_mesh.data) colourMesh(m_drawing->mesh, colours, m_mesh.data);
    if (m_turningMesh.data) colourMesh(m_drawing->turningMesh, colours, m_turningMesh.data);
    const auto& positions = m_drawing->structure->positions;
    const auto place = [&](int atom) { return toFloats(positions[static_cast<std::size_t>(atom)]); };
    if (m_balls.data) {
        std::vector<BallShape> balls;
        for (const Ball& ball : m_drawing->balls) balls.push_back({place(ball.atom), ball.radius, shade(colours, ball.atom)});
        fillBalls(balls, m_balls.data);
    }
    if (!m_sticks.data) return;
    std::vector<StickShape> sticks;
    for (const Stick& stick : m_drawing->sticks) {
        const auto from = place(stick.from), to = place(stick.to);
        sticks.push_back({from, {0.5f * (from[0] + to[0]), 0.5f * (from[1] + to[1]), 0.5f * (from[2] + to[2])}, stick.radius, shade(colours, stick.from)});
    }
    for (const Dash& gap : m_drawing->gaps) {
        const auto from = place(gap.from), to = place(gap.to);
        constexpr int kDashes = 7;
        for (int k = 1; k <= kDashes; k += 2) {
            const auto at = [&](float share) { return std::array<float, 3>{from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1]), from[2] + share * (to[2] - from[2])}; };
            sticks.push_back({at(static_cast<float>(k) / (kDashes + 1)), at(static_cast<float>(k + 1) / (kDashes + 2)), 0.12f, shade(colours, gap.from)});
        }
    }
    fillSticks(sticks, m_sticks.data);
}

void StructureActor::setPlacement(const std::optional<structure::Superposition>& placement) {
    vtkNew<vtkMatrix4x4> matrix;
    if (placement)
        for (int row = 0; row < 3; ++row) {
            const auto r = static_cast<std::size_t>(row);
            for (int k = 0; k < 3; ++k) matrix->SetElement(row, k, placement->rotation[r][static_cast<std::size_t>(k)]);
            matrix->SetElement(row, 3, placement->shift[r]);
        }
    for (Part* part : {&m_mesh, &m_turningMesh, &m_balls, &m_sticks})
        if (part->actor) part->actor->SetUserMatrix(placement ? matrix.Get() : nullptr);
}

void StructureActor::showParts() {
    const bool coarse = m_turning && m_turningMesh.actor;
    if (m_mesh.actor) m_mesh.actor->SetVisibility(m_visible && !coarse);
    if (m_turningMesh.actor) m_turningMesh.actor->SetVisibility(m_visible && coarse);
    if (m_balls.actor) m_balls.actor->SetVisibility(m_visible);
    if (m_sticks.actor) m_sticks.actor->SetVisibility(m_visible);
}

void StructureActor::setVisible(bool visible) {
    m_visible = visible;
    showParts();
}
void StructureActor::setTurning(bool turning) {
    m_turning = turning;
    showParts();
}
void StructureActor::setAir(const FrameAir& air) {
    for (Part* part : {&m_mesh, &m_turningMesh, &m_balls, &m_sticks})
        if (part->actor) viz::setAir(part->actor, air);
}
std::size_t StructureActor::triangles() const {
    if (!m_drawing || !m_visible) return 0;
    return (m_turning ? m_drawing->turningMesh : m_drawing->mesh).triangles.size() / 3;
}

}  // namespace foldmeter::viz
