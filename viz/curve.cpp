#include "viz/curve.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace foldmeter::viz {
namespace {

// Second derivatives of the natural cubic spline through points one apart (Thomas algorithm).
std::vector<Vec3> curvatures(std::span<const CurvePoint> points) {
    const std::size_t count = points.size();
    std::vector<Vec3> second(count, Vec3::Zero());
    std::vector<float> upper(count, 0);
    for (std::size_t i = 1; i + 1 < count; ++i) {
        const Vec3 right = 6 * (points[i + 1].position - 2 * points[i].position + points[i - 1].position);
        const float pivot = 4 - upper[i - 1];
        upper[i] = 1 / pivot;
        second[i] = (right - second[i - 1]) / pivot;
    }
    for (std::size_t i = count - 1; i-- > 1;) second[i] -= upper[i] * second[i + 1];
    return second;
}

void placeOnSpline(std::span<const CurvePoint> points, int perPoint, std::vector<CurveSample>& samples) {
    const std::vector<Vec3> second = curvatures(points);
    for (std::size_t k = 0; k < samples.size(); ++k) {
        const std::size_t i = std::min(k / static_cast<std::size_t>(perPoint), points.size() - 2);
        CurveSample& sample = samples[k];
        sample.at = static_cast<float>(k) / static_cast<float>(perPoint);
        const float b = sample.at - static_cast<float>(i), a = 1 - b;
        const Vec3 &p = points[i].position, &q = points[i + 1].position;
        sample.position = a * p + b * q + ((a * a * a - a) * second[i] + (b * b * b - b) * second[i + 1]) / 6;
        const Vec3 slope = q - p + ((1 - 3 * a * a) * second[i] + (3 * b * b - 1) * second[i + 1]) / 6;
        sample.tangent = slope.norm() > 1e-6f ? Vec3(slope.normalized()) : k > 0 ? samples[k - 1].tangent : Vec3(Vec3::UnitX());
    }
}

// The frame with the least turning: two reflections a step (Wang et al. 2008, "double reflection").
void transportFrames(std::vector<CurveSample>& samples) {
    samples[0].width = samples[0].tangent.unitOrthogonal();
    for (std::size_t k = 1; k < samples.size(); ++k) {
        const CurveSample& last = samples[k - 1];
        const Vec3 step = samples[k].position - last.position;
        const float length = step.squaredNorm();
        Vec3 width = last.width, tangent = last.tangent;
        if (length > 1e-12f) {
            width -= 2 / length * step.dot(width) * step;
            tangent -= 2 / length * step.dot(tangent) * step;
        }
        const Vec3 turn = samples[k].tangent - tangent;
        const float turned = turn.squaredNorm();
        if (turned > 1e-12f) width -= 2 / turned * turn.dot(width) * turn;
        samples[k].width = across(width, samples[k].tangent);
    }
}

// Angle of the wanted width in the transported frame, one a point, unwrapped to within a quarter turn of the last one.
std::vector<float> wantedAngles(std::span<const CurvePoint> points, int perPoint, const std::vector<CurveSample>& samples) {
    constexpr float kHalfTurn = std::numbers::pi_v<float>;
    std::vector<float> angles(points.size(), 0);
    std::size_t last = points.size();   // the last oriented point; none yet
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (!points[i].oriented) continue;
        const CurveSample& sample = samples[i * static_cast<std::size_t>(perPoint)];
        const Vec3 wanted = across(points[i].width, sample.tangent);
        float angle = std::atan2(wanted.dot(sample.tangent.cross(sample.width)), wanted.dot(sample.width));
        const bool first = last == points.size();
        if (!first) angle -= kHalfTurn * std::round((angle - angles[last]) / kHalfTurn);
        angles[i] = angle;
        for (std::size_t j = first ? 0 : last + 1; j < i; ++j) {   // points between follow evenly
            const float share = first ? 1 : static_cast<float>(j - last) / static_cast<float>(i - last);
            angles[j] = first ? angle : angles[last] + share * (angle - angles[last]);
        }
        last = i;
    }
    if (last < points.size())
        for (std::size_t j = last + 1; j < points.size(); ++j) angles[j] = angles[last];
    return angles;
}

float smoothBetween(const std::vector<float>& values, std::size_t i, float t) {   // Catmull-Rom
    const std::size_t last = values.size() - 1;
    const float a = values[i == 0 ? 0 : i - 1], b = values[i], c = values[std::min(i + 1, last)], d = values[std::min(i + 2, last)];
    return b + 0.5f * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
}

}  // namespace

std::vector<CurveSample> sampleCurve(std::span<const CurvePoint> points, int perPoint) {
    std::vector<CurveSample> samples((points.size() - 1) * static_cast<std::size_t>(perPoint) + 1);
    placeOnSpline(points, perPoint, samples);
    transportFrames(samples);
    const std::vector<float> angles = wantedAngles(points, perPoint, samples);
    for (CurveSample& sample : samples) {
        const std::size_t i = std::min(static_cast<std::size_t>(sample.at), points.size() - 2);
        const float angle = smoothBetween(angles, i, sample.at - static_cast<float>(i));
        const Vec3 normal = sample.tangent.cross(sample.width);
        sample.width = std::cos(angle) * sample.width + std::sin(angle) * normal;
        sample.normal = sample.tangent.cross(sample.width);
    }
    return samples;
}

}  // namespace foldmeter::viz
