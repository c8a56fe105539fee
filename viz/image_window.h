// A render window that nobody sees: pictures, thumbnails and films of a scene are made in it.
#pragma once

#include "viz/still.h"

#include <memory>
#include <string>

namespace foldmeter::viz {

class ImageWindow {
public:
    ImageWindow();   // needs a display that GL can be had from
    ~ImageWindow();
    // The scene as it stands, as one plain frame, up to 16384 on a side.
    Frame draw(Scene& scene, int width, int height);
    void drawOnly(Scene& scene, int width, int height);   // without reading it back
    std::string driver() const;                           // what draws: "llvmpipe ..."; known after the first picture
    double lastFrameSeconds() const;                      // GL alone, reading excluded

private:
    struct State;
    std::unique_ptr<State> m_state;
};

}  // namespace foldmeter::viz
