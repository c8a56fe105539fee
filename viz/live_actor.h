// A structure while it is being made: every atom a small ball, neighbours in a chain joined as soon as they are near.
// Drawn anew several times a second, so nothing here takes longer than the drawing itself.
// For this folder's .cpp files.
#pragma once

#include "viz/structure_actor.h"

#include <vtkPolyData.h>

namespace foldmeter::viz {

class LiveActor {
public:
    explicit LiveActor(vtkRenderer* renderer);
    // See Scene::setLive. Rows of `layout` that are no number are left out.
    void setPositions(std::shared_ptr<const structure::Structure> layout, std::span<const float> positions);
    bool active() const { return !m_points.empty(); }
    const std::vector<structure::Point>& points() const { return m_points; }
    void setAir(const FrameAir& air);

private:
    void setLayout(std::shared_ptr<const structure::Structure> layout);

    std::shared_ptr<const structure::Structure> m_layout;
    std::vector<std::array<std::uint8_t, 4>> m_colours;   // one an atom
    std::vector<int> m_backbone;                          // rows of CA and P, -1 between chains
    std::vector<structure::Point> m_points;
    vtkNew<vtkPolyData> m_balls, m_sticks;
    vtkSmartPointer<vtkActor> m_ballActor, m_stickActor;
};

}  // namespace foldmeter::viz
