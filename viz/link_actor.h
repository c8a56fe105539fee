// Dashed lines between atoms: contacts, hydrogen bonds, clashes, measured distances.
// For this folder's .cpp files.
#pragma once

#include "viz/structure_actor.h"

#include <vtkPolyData.h>

namespace foldmeter::viz {

struct PlacedLink {
    DrawnLink::Kind kind;
    structure::Point from, to;
};

class LinkActor {
public:
    explicit LinkActor(vtkRenderer* renderer);
    void setLinks(const std::vector<PlacedLink>& links, const Look& look);
    void setAir(const FrameAir& air);

private:
    vtkNew<vtkPolyData> m_sticks;
    vtkSmartPointer<vtkActor> m_actor;
};

}  // namespace foldmeter::viz
