#include "viz/camera.h"

#include <Eigen/Eigenvalues>

#include <vtkCamera.h>
#include <vtkMath.h>

#include <algorithm>
#include <cmath>

namespace foldmeter::viz {
namespace {

using Eigen::Vector3d;

constexpr double kAngle = 30;                        // degrees
constexpr double kMargin = 4.0, kViewMargin = 2.2;   // A around the atoms: of what is drawn, of the view

Vector3d toVector(const structure::Point& p) { return {p[0], p[1], p[2]}; }

struct Axes {
    Vector3d right, up, forward, position, focus;
};
Axes axesOf(vtkCamera* camera) {
    Axes axes;
    axes.position = Vector3d(camera->GetPosition());
    axes.focus = Vector3d(camera->GetFocalPoint());
    axes.forward = (axes.focus - axes.position).normalized();
    axes.right = axes.forward.cross(Vector3d(camera->GetViewUp())).normalized();
    axes.up = axes.right.cross(axes.forward);
    return axes;
}

Vector3d middleOf(const std::vector<structure::Point>& points) {
    Vector3d sum = Vector3d::Zero();
    for (const auto& p : points) sum += toVector(p);
    return sum / static_cast<double>(std::max<std::size_t>(points.size(), 1));
}

double halfHeight(vtkCamera* camera) {   // of the view at the focus, A
    if (camera->GetParallelProjection()) return camera->GetParallelScale();
    return camera->GetDistance() * std::tan(vtkMath::RadiansFromDegrees(camera->GetViewAngle()) / 2);
}

void place(vtkCamera* camera, const Vector3d& focus, const Vector3d& forward, const Vector3d& up, double half) {
    camera->SetViewAngle(kAngle);
    const double distance = half / std::tan(vtkMath::RadiansFromDegrees(kAngle) / 2);
    const Vector3d position = focus - distance * forward;
    camera->SetFocalPoint(focus.data());
    camera->SetPosition(position.data());
    camera->SetViewUp(up.data());
    camera->SetParallelScale(half);
}

// Half the height that shows all points, with some depth towards the camera allowed for, in a view at least as wide as high.
double halfHeightFor(const std::vector<structure::Point>& points, const Vector3d& middle, const Vector3d& right, const Vector3d& up) {
    double half = 0;
    const double slope = std::tan(vtkMath::RadiansFromDegrees(kAngle) / 2);
    const Vector3d towards = right.cross(up);
    for (const auto& p : points) {
        const Vector3d off = toVector(p) - middle;
        const double nearer = std::max(off.dot(towards), 0.0) * slope;
        half = std::max({half, std::abs(off.dot(up)) + nearer, std::abs(off.dot(right)) / 1.25 + nearer});
    }
    return half + kViewMargin;
}

}  // namespace

void faceBroadSide(vtkCamera* camera, const std::vector<structure::Point>& points) {
    if (points.empty()) return;
    const Vector3d middle = middleOf(points);
    Eigen::Matrix3d spread = Eigen::Matrix3d::Zero();
    for (const auto& p : points) spread += (toVector(p) - middle) * (toVector(p) - middle).transpose();
    const Eigen::SelfAdjointEigenSolver<Eigen::Matrix3d> solver(spread);
    Vector3d right = solver.eigenvectors().col(2), up = solver.eigenvectors().col(1);
    // Signs so that the same structure always looks the same: the first atom left and below.
    const Vector3d first = toVector(points.front()) - middle;
    if (first.dot(right) > 0) right = -right;
    if (first.dot(up) > 0) up = -up;
    const Vector3d forward = up.cross(right);
    place(camera, middle, forward, up, halfHeightFor(points, middle, right, up));
}

void bringIntoView(vtkCamera* camera, const std::vector<structure::Point>& points) {
    if (points.empty()) return;
    const Axes axes = axesOf(camera);
    const Vector3d middle = middleOf(points);
    place(camera, middle, axes.forward, axes.up, std::max(halfHeightFor(points, middle, axes.right, axes.up), 6.0));
}

void shiftCamera(vtkCamera* camera, double right, double up) {
    const Axes axes = axesOf(camera);
    const Vector3d by = 2 * halfHeight(camera) * (right * axes.right + up * axes.up);
    const Vector3d focus = axes.focus - by, position = axes.position - by;
    camera->SetFocalPoint(focus.data());
    camera->SetPosition(position.data());
}

void zoomCamera(vtkCamera* camera, double factor) {
    const Axes axes = axesOf(camera);
    const double distance = std::clamp((axes.focus - axes.position).norm() / factor, 3.0, 1e5);
    const Vector3d position = axes.focus - distance * axes.forward;
    camera->SetPosition(position.data());
    camera->SetParallelScale(distance * std::tan(vtkMath::RadiansFromDegrees(camera->GetViewAngle()) / 2));
}

std::pair<structure::Point, double> ballAround(const std::vector<structure::Point>& points) {
    const Vector3d middle = middleOf(points);
    double radius = 0;
    for (const auto& p : points) radius = std::max(radius, (toVector(p) - middle).norm());
    return {{middle[0], middle[1], middle[2]}, radius + kMargin};
}

WorldRay rayThrough(vtkCamera* camera, double x, double y, double aspect) {
    const Axes axes = axesOf(camera);
    const double half = halfHeight(camera);
    const Vector3d off = half * ((2 * x - 1) * aspect * axes.right + (2 * y - 1) * axes.up);
    Vector3d origin = axes.position, direction = axes.focus + off - axes.position;
    if (camera->GetParallelProjection()) {
        origin = axes.position + off;
        direction = axes.forward;
    }
    direction.normalize();
    return {{origin[0], origin[1], origin[2]}, {direction[0], direction[1], direction[2]}};
}

Ray toOwnFrame(const WorldRay& ray, const std::optional<structure::Superposition>& placement) {
    std::array<double, 3> origin = ray.origin, direction = ray.direction;
    if (placement)
        for (std::size_t k = 0; k < 3; ++k) {   // the inverse of a rotation is its transpose
            origin[k] = direction[k] = 0;
            for (std::size_t row = 0; row < 3; ++row) {
                origin[k] += placement->rotation[row][k] * (ray.origin[row] - placement->shift[row]);
                direction[k] += placement->rotation[row][k] * ray.direction[row];
            }
        }
    Ray own;
    for (std::size_t k = 0; k < 3; ++k) {
        own.origin[k] = static_cast<float>(origin[k]);
        own.direction[k] = static_cast<float>(direction[k]);
    }
    return own;
}

std::array<double, 3> projectPoint(vtkCamera* camera, const structure::Point& point, double aspect) {
    const Axes axes = axesOf(camera);
    const Vector3d off = toVector(point) - axes.position;
    const double depth = off.dot(axes.forward);
    const double half = camera->GetParallelProjection() ? camera->GetParallelScale()
                                                        : std::max(depth, 1e-6) * std::tan(vtkMath::RadiansFromDegrees(camera->GetViewAngle()) / 2);
    return {0.5 + 0.5 * off.dot(axes.right) / (half * aspect), 0.5 + 0.5 * off.dot(axes.up) / half, depth};
}

FrameAir airFor(vtkCamera* camera, const structure::Point& middle, double radius, const Look& look, bool bare) {
    const Axes axes = axesOf(camera);
    const double depth = (toVector(middle) - axes.position).dot(axes.forward), low = depth - radius, high = depth + radius;
    const double far = std::max(high, 2.0), near = std::max(low, far * 0.004);
    camera->SetClippingRange(near, far);
    FrameAir air;
    air.near = static_cast<float>(near);
    air.far = static_cast<float>(far);
    air.parallel = camera->GetParallelProjection();
    air.fogStart = static_cast<float>(std::max(low, near) + 0.35 * (high - std::max(low, near)));
    air.fogEnd = static_cast<float>(high);
    air.fogAmount = look.depthCue && !bare ? 0.55f : 0.f;
    air.occlusion = look.occlusion && !bare ? 0.85f : 0.f;
    air.fogColour = {static_cast<float>(look.background.red) / 255, static_cast<float>(look.background.green) / 255, static_cast<float>(look.background.blue) / 255};
    return air;
}

}  // namespace foldmeter::viz
