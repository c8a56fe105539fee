#include "viz/still.h"

#include <Eigen/Core>
#include <Eigen/Geometry>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace foldmeter::viz {
namespace {

using Eigen::Vector3d;
using Eigen::Vector3f;

// What each light gives of all; a little over 1, for a picture on white wants to be bright. A share of the sky counts by the cosine to the surface, whose mean
// over all directions is a quarter.
constexpr float kSky = 0.62f, kLamp = 0.26f, kAll = 1.1f;
constexpr float kFog = 0.55f, kOutline = 0.88f;
constexpr float kEdge = 1.6f;          // A: a step in depth that is an outline
constexpr float kOutlineHeight = 480, kOutlinePixel = 0.25f;   // pixels; A: smaller pictures and coarser pixels have fainter outlines
constexpr int kLargestTile = 4096, kTileMargin = 16;   // pixels

double halton(int index, int base) {
    double value = 0, share = 1;
    for (int i = index + 1; i > 0; i /= base) {
        share /= base;
        value += share * (i % base);
    }
    return value;
}

Vector3d toVector(const std::array<double, 3>& a) { return {a[0], a[1], a[2]}; }
std::array<double, 3> toArray(const Vector3d& v) { return {v[0], v[1], v[2]}; }

struct Axes {
    Vector3d right, up, forward;
};
Axes axesOf(const Scene::View& view) {
    Axes axes;
    axes.forward = (toVector(view.focus) - toVector(view.position)).normalized();
    axes.right = axes.forward.cross(toVector(view.up)).normalized();
    axes.up = axes.right.cross(axes.forward);
    return axes;
}

double slopeOf(const Scene::View& view) { return std::tan(view.angle * std::numbers::pi / 360); }

Scene::View lightView(const Vector3d& towards, const structure::Point& middle, double radius) {
    const Vector3d centre = toVector(middle);
    Scene::View view;
    view.focus = middle;
    view.position = toArray(centre + 3 * radius * towards);
    view.up = toArray(towards.unitOrthogonal());
    view.parallel = true;
    view.scale = radius;
    return view;
}

// Depth along the view of every pixel, Angstrom; infinite where nothing is.
std::vector<float> linearDepths(const Frame& frame) {
    std::vector<float> depths(frame.depth.size());
    const auto near = static_cast<float>(frame.near), far = static_cast<float>(frame.far);
    for (std::size_t i = 0; i < depths.size(); ++i) {
        const float d = frame.depth[i];
        depths[i] = d >= 1 ? INFINITY : frame.view.parallel ? near + d * (far - near) : near * far / (far - d * (far - near));
    }
    return depths;
}

// A line cannot be thinner than a pixel: in small pictures it is fainter instead.
float outlineStrength(const Frame& eye) {
    const double away = (toVector(eye.view.focus) - toVector(eye.view.position)).norm(), half = eye.view.parallel ? eye.view.scale : away * slopeOf(eye.view);
    const auto height = static_cast<float>(eye.pixels.height), pixel = static_cast<float>(2 * half) / height;
    return kOutline * std::min(1.f, height / kOutlineHeight) * std::min(1.f, kOutlinePixel / std::max(pixel, 1e-6f));
}

// From places of the picture to places of a light's depth map.
class ShadowMap {
public:
    ShadowMap(const Frame& eye, const Frame& light) : m_light(light), m_parallel(eye.view.parallel) {
        if (light.depth.empty()) return;
        const Axes e = axesOf(eye.view), l = axesOf(light.view);
        Eigen::Matrix3d from, to;
        from << e.right, e.up, e.forward;
        to.row(0) = l.right.transpose() / (light.view.scale * light.aspect);
        to.row(1) = l.up.transpose() / light.view.scale;
        to.row(2) = l.forward.transpose();
        m_turn = (to * from).cast<float>();
        m_towards = (from.transpose() * l.forward).cast<float>();
        m_shift = (to * (toVector(eye.view.position) - toVector(light.view.position))).cast<float>();
        const auto range = static_cast<float>(light.far - light.near);
        m_turn.row(2) /= range;
        m_shift[2] = (m_shift[2] - static_cast<float>(light.near)) / range;
        const float texel = static_cast<float>(2 * light.view.scale) / static_cast<float>(light.pixels.height);
        m_bias = (0.35f + 1.5f * texel) / range;
        m_column = {0.5f * static_cast<float>(light.pixels.width), 0.5f * static_cast<float>(light.pixels.height)};
    }
    // `place` in the eye's frame: right, up, forward.
    // Cosine between a surface of the eye's frame and the light; at least 0.
    float facing(const Vector3f& normal) const { return std::max(-m_towards.dot(normal), 0.f); }
    bool lit(const Vector3f& place) const {
        if (m_light.depth.empty()) return true;
        const Vector3f at = m_turn * place + m_shift;
        const int x = static_cast<int>((at[0] + 1) * m_column[0]), y = static_cast<int>((at[1] + 1) * m_column[1]);
        if (x < 0 || y < 0 || x >= m_light.pixels.width || y >= m_light.pixels.height) return true;
        const std::size_t index = static_cast<std::size_t>(y) * static_cast<std::size_t>(m_light.pixels.width) + static_cast<std::size_t>(x);
        return at[2] - m_bias <= m_light.depth[index];
    }

private:
    const Frame& m_light;
    bool m_parallel;
    Eigen::Matrix3f m_turn = Eigen::Matrix3f::Zero();
    Vector3f m_shift = Vector3f::Zero(), m_towards = Vector3f::UnitZ();
    std::array<float, 2> m_column{};
    float m_bias = 0;
};

}  // namespace

StillStep stillStep(const Scene::View& view, const structure::Point& middle, double radius, int index, int width, int height) {
    StillStep step{view, {}, {}};
    step.eye.centre[0] += (halton(index, 2) - 0.5) * 2 / width;
    step.eye.centre[1] += (halton(index, 3) - 0.5) * 2 / height;
    const double z = 1 - 2 * halton(index, 5), angle = 2 * std::numbers::pi * halton(index, 7), r = std::sqrt(1 - z * z);
    step.sky = lightView({r * std::cos(angle), r * std::sin(angle), z}, middle, radius);
    const Axes axes = axesOf(view);
    const double spread = 0.16;   // of the lamp: shadows grow soft
    const Vector3d lamp = -axes.forward + (-0.55 + spread * (halton(index, 11) - 0.5)) * axes.right + (0.75 + spread * (halton(index, 13) - 0.5)) * axes.up;
    step.lamp = lightView(lamp.normalized(), middle, radius);
    return step;
}

Still::Still(int width, int height, const Look& look, double scale)
    : m_width(width), m_height(height), m_look(look), m_outline(std::max(1, static_cast<int>(std::lround(scale)))),
      m_sum(4 * static_cast<std::size_t>(width) * static_cast<std::size_t>(height), 0.f) {}

namespace {

// Places of an eye frame's pixels in the eye's frame (right, up, forward), and what can be read off them.
class EyePlaces {
public:
    explicit EyePlaces(const Frame& frame) : m_depths(linearDepths(frame)), m_width(frame.pixels.width), m_height(frame.pixels.height), m_parallel(frame.view.parallel) {
        m_half[1] = static_cast<float>(m_parallel ? frame.view.scale : slopeOf(frame.view));
        m_half[0] = m_half[1] * static_cast<float>(frame.aspect);
        for (std::size_t k = 0; k < 2; ++k) m_centre[k] = static_cast<float>(frame.view.centre[k]);
        for (const float d : m_depths) {
            if (!std::isfinite(d)) continue;
            nearest = std::min(nearest, d);
        }
    }
    float depth(int x, int y) const {   // beyond the picture: nothing to see, and no outline either
        if (x < 0 || y < 0 || x >= m_width || y >= m_height) return -INFINITY;
        return m_depths[static_cast<std::size_t>(y) * static_cast<std::size_t>(m_width) + static_cast<std::size_t>(x)];
    }
    Vector3f place(int x, int y) const {
        const float d = depth(x, y), reach = m_parallel ? 1 : d;
        return {((2 * (static_cast<float>(x) + 0.5f) / static_cast<float>(m_width) - 1) + m_centre[0]) * m_half[0] * reach,
                ((2 * (static_cast<float>(y) + 0.5f) / static_cast<float>(m_height) - 1) + m_centre[1]) * m_half[1] * reach, d};
    }
    // Towards the eye; from the neighbours that are nearer in depth, so that edges do not bend it.
    Vector3f normal(int x, int y, const Vector3f& here) const {
        const auto along = [&](int dx, int dy) -> Vector3f {
            const float before = std::abs(depth(x - dx, y - dy) - here[2]), after = std::abs(depth(x + dx, y + dy) - here[2]);
            if (!(std::min(before, after) < kEdge)) return Vector3f(static_cast<float>(dx), static_cast<float>(dy), 0);
            return after <= before ? Vector3f(place(x + dx, y + dy) - here) : Vector3f(here - place(x - dx, y - dy));
        };
        const Vector3f normal = along(0, 1).cross(along(1, 0));   // right, up, forward is left-handed: this looks back
        const float length = normal.norm();
        if (length < 1e-12f) return {0, 0, -1};
        return (normal[2] > 0 ? -1 : 1) / length * normal;
    }
    // An edge of something broad: what is but a few pixels across keeps its colour instead.
    bool outline(int x, int y, float here, int width) const {
        const auto beyond = [&](int dx, int dy) { return depth(x + dx, y + dy) > here + kEdge; };
        const auto edge = [&](int dx, int dy) {
            return (beyond(width * dx, width * dy) && !beyond(-3 * width * dx, -3 * width * dy)) || (beyond(-width * dx, -width * dy) && !beyond(3 * width * dx, 3 * width * dy));
        };
        return edge(1, 0) || edge(0, 1);
    }
    float nearest = INFINITY;

private:
    std::vector<float> m_depths;
    int m_width, m_height;
    bool m_parallel;
    std::array<float, 2> m_half{}, m_centre{};
};

}  // namespace

void Still::add(const Frame& eye, const Frame& sky, const Frame& lamp) {
    ++m_steps;
    const EyePlaces places(eye);
    if (!std::isfinite(places.nearest)) return;
    const ShadowMap skyMap(eye, sky), lampMap(eye, lamp);
    const float skyShare = sky.depth.empty() ? 0 : kSky, lampShare = lamp.depth.empty() ? 0 : kLamp, rest = kAll - skyShare - lampShare;
    const std::array<float, 3> ground{static_cast<float>(m_look.background.red), static_cast<float>(m_look.background.green), static_cast<float>(m_look.background.blue)};
    const float outline = m_look.outlines ? outlineStrength(eye) : 0;
    // By the planes around all that is shown, so that tiles and the pictures of a film fade alike.
    const auto near = static_cast<float>(eye.near), far = static_cast<float>(eye.far), fogStart = near + 0.35f * (far - near), fogRange = std::max(far - fogStart, 1.f);
    for (int y = 0; y < m_height; ++y)
        for (int x = 0; x < m_width; ++x) {
            const float depth = places.depth(x, y);
            if (!std::isfinite(depth)) continue;
            const std::size_t i = 4 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(m_width) + static_cast<std::size_t>(x));
            const Vector3f place = places.place(x, y);
            float light = rest;
            if (skyShare > 0) {
                const float facing = skyMap.facing(places.normal(x, y, place));
                if (facing > 0 && skyMap.lit(place)) light += 4 * skyShare * facing;
            }
            if (lampShare > 0 && lampMap.lit(place)) light += lampShare;
            if (outline > 0 && places.outline(x, y, depth, m_outline)) light *= 1 - outline;
            const float fog = m_look.depthCue ? kFog * std::clamp((depth - fogStart) / fogRange, 0.f, 1.f) : 0;
            float* sum = m_sum.data() + i;
            for (std::size_t c = 0; c < 3; ++c) sum[c] += (1 - fog) * light * static_cast<float>(eye.pixels.rgba[i + c]) + fog * ground[c];
            sum[3] += 1;
        }
}

Pixels Still::picture(bool transparent) const {
    Pixels pixels{m_width, m_height, std::vector<std::uint8_t>(m_sum.size())};
    const std::array<float, 3> ground{static_cast<float>(m_look.background.red), static_cast<float>(m_look.background.green), static_cast<float>(m_look.background.blue)};
    const float steps = static_cast<float>(std::max(m_steps, 1));
    const auto toByte = [](float value) { return static_cast<std::uint8_t>(std::clamp(value + 0.5f, 0.f, 255.f)); };
    for (std::size_t i = 0; i < m_sum.size(); i += 4) {
        const float covered = m_sum[i + 3], share = covered / steps;
        for (std::size_t c = 0; c < 3; ++c) {
            if (transparent) pixels.rgba[i + c] = covered > 0 ? toByte(m_sum[i + c] / covered) : 0;
            else pixels.rgba[i + c] = toByte(m_sum[i + c] / steps + (1 - share) * ground[c]);
        }
        pixels.rgba[i + 3] = transparent ? toByte(255 * share) : 255;
    }
    return pixels;
}

std::vector<Tile> tilesOf(int width, int height, int most) {
    const int columns = (width + most - 1) / most, rows = (height + most - 1) / most;
    const int w = (width + columns - 1) / columns, h = (height + rows - 1) / rows;
    std::vector<Tile> tiles;
    for (int y = 0; y < height; y += h)
        for (int x = 0; x < width; x += w) tiles.push_back({x, y, std::min(w, width - x), std::min(h, height - y)});
    return tiles;
}

Scene::View tileView(const Scene::View& whole, int width, int height, const Tile& tile, int margin) {
    const double w = tile.width + 2 * margin, h = tile.height + 2 * margin, share = h / height;
    Scene::View part = whole;
    part.angle = std::atan(slopeOf(whole) * share) * 360 / std::numbers::pi;
    part.scale = whole.scale * share;
    part.centre = {whole.centre[0] * width / w + (2 * tile.x + tile.width - width) / w, whole.centre[1] * height / h + (2 * tile.y + tile.height - height) / h};
    return part;
}

void putTile(const Pixels& drawn, int margin, const Tile& tile, Pixels& whole) {
    for (int y = 0; y < tile.height; ++y) {
        const auto from = drawn.rgba.begin() + 4 * (static_cast<std::ptrdiff_t>(y + margin) * drawn.width + margin);
        std::copy_n(from, 4 * static_cast<std::ptrdiff_t>(tile.width), whole.rgba.begin() + 4 * (static_cast<std::ptrdiff_t>(tile.y + y) * whole.width + tile.x));
    }
}

Pixels drawStill(Scene& scene, const DrawFrame& draw, int width, int height, int steps, bool transparent, double scale) {
    const Scene::View view = scene.view();
    const auto [middle, radius] = scene.extent();
    const std::vector<Tile> tiles = tilesOf(width, height, kLargestTile);
    const int margin = tiles.size() > 1 ? kTileMargin : 0;
    Pixels whole{width, height, std::vector<std::uint8_t>(4 * static_cast<std::size_t>(width) * static_cast<std::size_t>(height))};
    scene.setBare(true);
    for (const Tile& tile : tiles) {
        const Scene::View part = tileView(view, width, height, tile, margin);
        const int w = tile.width + 2 * margin, h = tile.height + 2 * margin;
        Still still(w, h, scene.look(), scale);
        const auto frameOf = [&](const Scene::View& v) {
            scene.setView(v);
            return draw(scene, w, h);
        };
        for (int k = 0; k < steps; ++k) {
            const StillStep step = stillStep(part, middle, radius, k, w, h);
            const Frame eye = frameOf(step.eye);
            still.add(eye, scene.look().occlusion ? frameOf(step.sky) : Frame{}, scene.look().shadows ? frameOf(step.lamp) : Frame{});
        }
        putTile(still.picture(transparent), margin, tile, whole);
    }
    scene.setBare(false);
    scene.setView(view);
    return whole;
}

}  // namespace foldmeter::viz
