// Numbers on a grid around atoms, and the skin where they pass a level: what surfaces are cut from.
#pragma once

#include "viz/mesh.h"
#include "structure/structure.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <vector>

namespace foldmeter::viz {

struct Volume {
    std::array<float, 3> origin{};       // Angstrom
    std::array<int, 3> size{};           // points along x, y, z
    float spacing = 1;                   // Angstrom
    std::vector<float> values;           // x fastest

    std::size_t indexOf(int x, int y, int z) const {
        return static_cast<std::size_t>(x) + static_cast<std::size_t>(size[0]) * (static_cast<std::size_t>(y) + static_cast<std::size_t>(size[1]) * static_cast<std::size_t>(z));
    }
    // visit(index, squared distance in A^2) for the points within `reach` of `centre`.
    template <typename Visit> void visitWithin(const std::array<float, 3>& centre, float reach, Visit&& visit) const {
        std::array<int, 3> low, high;
        std::array<float, 3> at;
        for (std::size_t axis = 0; axis < 3; ++axis) {
            at[axis] = (centre[axis] - origin[axis]) / spacing;
            low[axis] = std::max(static_cast<int>(std::ceil(at[axis] - reach / spacing)), 0);
            high[axis] = std::min(static_cast<int>(std::floor(at[axis] + reach / spacing)), size[axis] - 1);
        }
        const float square = spacing * spacing, most = reach * reach;
        for (int z = low[2]; z <= high[2]; ++z)
            for (int y = low[1]; y <= high[1]; ++y) {
                const float dy = static_cast<float>(y) - at[1], dz = static_cast<float>(z) - at[2];
                const std::size_t row = indexOf(0, y, z);
                for (int x = low[0]; x <= high[0]; ++x) {
                    const float dx = static_cast<float>(x) - at[0], apart = square * (dx * dx + dy * dy + dz * dz);
                    if (apart <= most) visit(row + static_cast<std::size_t>(x), apart);
                }
            }
    }
};

// Around these atoms with 5 A of margin, every value `fill`; coarser than `spacing` where it would hold more than `most` points.
Volume volumeAround(const structure::Structure& structure, std::span<const int> atoms, float spacing, float fill, std::size_t most = 40'000'000);
// Where the values pass `level`; normals point to smaller values. No atoms yet.
Mesh skinOf(const Volume& volume, float level);
// For each vertex the atom whose van der Waals sphere is nearest.
std::vector<int> nearestAtoms(const structure::Structure& structure, std::span<const int> atoms, const std::vector<float>& positions);

}  // namespace foldmeter::viz
