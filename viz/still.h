// A finished picture, built up from many plain frames: each is drawn with the camera moved by part of a pixel, and with the
// depths seen from two lights, one somewhere in the sky, one near the lamp. Averaged, they have smooth edges, soft shadows
// and darkness in crevices, outlines and distance haze, whatever the driver; no single frame costs more than a plain one.
#pragma once

#include "viz/display.h"
#include "viz/pixels.h"
#include "viz/scene.h"

#include <array>
#include <functional>
#include <vector>

namespace foldmeter::viz {

// A plain frame with its depths (0 near plane .. 1 far plane) and the camera that saw it.
struct Frame {
    Pixels pixels;
    std::vector<float> depth;
    Scene::View view;
    double near = 1, far = 2, aspect = 1;
};

// Frames of one step, in this order; Light frames are needed only where the look asks for them.
struct StillStep {
    Scene::View eye, sky, lamp;
};
// The cameras of step `index`; `radius` and `middle` hold all that is shown.
StillStep stillStep(const Scene::View& view, const structure::Point& middle, double radius, int index, int width, int height);

// A part of a large picture, in its pixels from the bottom left.
struct Tile {
    int x = 0, y = 0, width = 0, height = 0;
};
std::vector<Tile> tilesOf(int width, int height, int most);   // none larger than `most` on a side, all about as large
// The camera that sees a tile of the picture that `whole` sees, and `margin` pixels around it.
Scene::View tileView(const Scene::View& whole, int width, int height, const Tile& tile, int margin);
void putTile(const Pixels& drawn, int margin, const Tile& tile, Pixels& whole);

class Still {
public:
    // `scale`: how many pixels of this picture make one of the window (width of outlines).
    Still(int width, int height, const Look& look, double scale);
    // Adds one step. Frames of lights may be empty: then nothing is in the shade.
    void add(const Frame& eye, const Frame& sky, const Frame& lamp);
    int steps() const { return m_steps; }
    // `transparent`: alpha 0 where nothing is; otherwise the background.
    Pixels picture(bool transparent) const;

private:
    struct Ground;
    int m_width, m_height, m_steps = 0;
    Look m_look;
    int m_outline;
    std::vector<float> m_sum;   // red, green, blue, coverage; 4 a pixel
};

// Draws one frame of the scene as it stands, with depths.
using DrawFrame = std::function<Frame(Scene& scene, int width, int height)>;
// A whole picture in one go, in tiles where it is larger than GL draws at once. The scene's camera is left as it was.
Pixels drawStill(Scene& scene, const DrawFrame& draw, int width, int height, int steps, bool transparent, double scale);

}  // namespace foldmeter::viz
