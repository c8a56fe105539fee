// The camera in this house's terms: what it must show, rays through its picture, how far the air is clear.
// For this folder's .cpp files.
#pragma once

#include "viz/display.h"
#include "viz/ray.h"
#include "viz/structure_actor.h"

#include <array>
#include <optional>
#include <utility>
#include <vector>

class vtkCamera;

namespace foldmeter::viz {

struct WorldRay {
    std::array<double, 3> origin, direction;
};

// Longest extent across, second upwards, everything in view.
void faceBroadSide(vtkCamera* camera, const std::vector<structure::Point>& points);
// Same direction of view, these points in the middle and all in view.
void bringIntoView(vtkCamera* camera, const std::vector<structure::Point>& points);
void shiftCamera(vtkCamera* camera, double right, double up);   // shares of the view's height
void zoomCamera(vtkCamera* camera, double factor);

std::pair<structure::Point, double> ballAround(const std::vector<structure::Point>& points);   // with some margin

// (x, y) from (0, 0) bottom left to (1, 1).
WorldRay rayThrough(vtkCamera* camera, double x, double y, double aspect);
Ray toOwnFrame(const WorldRay& ray, const std::optional<structure::Superposition>& placement);
std::array<double, 3> projectPoint(vtkCamera* camera, const structure::Point& point, double aspect);   // x, y, depth in A

// Sets the clipping planes around a ball that holds everything and tells the shaders about them.
FrameAir airFor(vtkCamera* camera, const structure::Point& middle, double radius, const Look& look, bool bare);

}  // namespace foldmeter::viz
