// How much light reaches places between the drawn parts: ambient occlusion, computed once from a coarse grid of what is
// solid and kept with every vertex, so that it costs nothing while the view turns.
#pragma once

#include "viz/drawing.h"

#include <array>
#include <stop_token>

namespace foldmeter::viz {

class OcclusionField {
public:
    // Fills the grid from the drawing's mesh and balls.
    explicit OcclusionField(const Drawing& drawing);

    void light(Mesh& mesh, const std::stop_token& stop) const;   // writes Mesh::openness
    std::vector<std::uint8_t> ofAtoms(const structure::Structure& structure, const std::vector<Ball>& balls) const;

private:
    bool makeGrid(const Drawing& drawing);
    void fillMesh(const Mesh& mesh);
    float solidAt(float x, float y, float z) const;
    void fill(float x, float y, float z, float amount);
    float open(const std::array<float, 3>& place, const std::array<float, 3>& normal, bool allRound) const;

    float m_cell = 1;
    std::array<float, 3> m_origin{};
    std::array<int, 3> m_size{};
    std::vector<float> m_solid;   // 0 empty .. 1 full, x fastest
};

}  // namespace foldmeter::viz
