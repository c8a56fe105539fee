// One structure in the scene: its mesh, balls and sticks as VTK actors that share material, light and air.
// For this folder's .cpp files: it brings VTK's smart pointers.
#pragma once

#include "viz/drawing.h"

#include <vtkNew.h>
#include <vtkSmartPointer.h>

#include <array>
#include <memory>
#include <span>
#include <vector>

class vtkActor;
class vtkPolyData;
class vtkRenderer;

namespace foldmeter::viz {

// Numbers of the shaders that every actor gets before a frame.
struct FrameAir {
    float near = 1, far = 100;          // clipping planes, Angstrom from the camera
    float fogStart = 0, fogEnd = 1;     // from the camera
    float fogAmount = 0;                // at fogEnd
    float occlusion = 1;                // how much of the baked occlusion counts
    std::array<float, 3> fogColour{1, 1, 1};
    bool parallel = false;
};

// Spheres and cylinders that the fragment shader finds: a dozen bytes a ball, round at every size.
vtkSmartPointer<vtkActor> makeBallActor(vtkPolyData* balls);
vtkSmartPointer<vtkActor> makeStickActor(vtkPolyData* sticks);
vtkSmartPointer<vtkActor> makeMeshActor(vtkPolyData* mesh);
void setAir(vtkActor* actor, const FrameAir& air);

struct BallShape {
    std::array<float, 3> centre;
    float radius;
    std::array<std::uint8_t, 4> colour;   // the fourth: openness
};
struct StickShape {
    std::array<float, 3> from, to;
    float radius;
    std::array<std::uint8_t, 4> colour;
};
void fillBalls(std::span<const BallShape> balls, vtkPolyData* data);
void fillSticks(std::span<const StickShape> sticks, vtkPolyData* data);

class StructureActor {
public:
    explicit StructureActor(vtkRenderer* renderer);
    ~StructureActor();
    StructureActor(const StructureActor&) = delete;
    StructureActor& operator=(const StructureActor&) = delete;

    void setDrawing(std::shared_ptr<const Drawing> drawing);
    const std::shared_ptr<const Drawing>& drawing() const { return m_drawing; }
    // One colour an atom row.
    void setColours(const std::vector<Rgb>& colours);
    void setPlacement(const std::optional<structure::Superposition>& placement);
    void setVisible(bool visible);
    void setTurning(bool turning);
    void setAir(const FrameAir& air);
    std::size_t triangles() const;

private:
    struct Part {
        vtkSmartPointer<vtkPolyData> data;
        vtkSmartPointer<vtkActor> actor;
    };
    void showParts();
    void colourMesh(const Mesh& mesh, const std::vector<Rgb>& colours, vtkPolyData* data);
    std::array<std::uint8_t, 4> shade(const std::vector<Rgb>& colours, int atom) const;

    vtkRenderer* m_renderer;
    std::shared_ptr<const Drawing> m_drawing;
    Part m_mesh, m_turningMesh, m_balls, m_sticks;
    bool m_visible = true, m_turning = false;
};

}  // namespace foldmeter::viz
