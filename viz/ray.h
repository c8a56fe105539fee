// Which atom of a drawing a ray meets first: exact, on triangles, balls and sticks, without GL.
#pragma once

#include "viz/drawing.h"

#include <array>
#include <memory>
#include <optional>

namespace foldmeter::viz {

struct Ray {
    std::array<float, 3> origin, direction;   // the second: a unit vector
};
struct Hit {
    int atom = 0;
    float distance = 0;
};

// Made once for a drawing; looks at it as long as it lives.
class RayIndex {
public:
    explicit RayIndex(std::shared_ptr<const Drawing> drawing);
    std::optional<Hit> firstHit(const Ray& ray) const;

private:
    struct Block {
        std::array<float, 3> centre;
        float radius;
    };
    std::shared_ptr<const Drawing> m_drawing;
    std::vector<Block> m_blocks;   // of kBlock consecutive triangles
};

}  // namespace foldmeter::viz
