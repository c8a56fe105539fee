// A drawing as triangles alone: balls become spheres, sticks become tubes. For programs that know nothing of impostors.
#pragma once

#include "viz/drawing.h"

namespace foldmeter::viz {

Mesh solidMesh(const Drawing& drawing);

}  // namespace foldmeter::viz
