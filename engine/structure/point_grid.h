// Points in cubes, to find those near another without looking at all.
#pragma once

#include "structure/structure.h"

#include <cmath>
#include <cstdint>
#include <span>
#include <unordered_map>

namespace foldmeter::structure {

class PointGrid {
public:
    // `reach`: the largest distance that will be asked for. Looks at `points` as long as it lives.
    PointGrid(std::span<const Point> points, double reach) : m_width(reach) {
        for (std::size_t i = 0; i < points.size(); ++i) m_cells[keyOf(cellOf(points[i]))].push_back(i);
    }

    // Calls visit(index) for every point within reach of `point`, and for some beyond; `point` itself too.
    template <typename Visit> void visitNear(const Point& point, Visit&& visit) const {
        const Cell centre = cellOf(point);
        for (int n = 0; n < 27; ++n) {
            const auto found = m_cells.find(keyOf({centre[0] + n % 3 - 1, centre[1] + n / 3 % 3 - 1, centre[2] + n / 9 - 1}));
            if (found == m_cells.end()) continue;
            for (const std::size_t index : found->second) visit(index);
        }
    }

private:
    using Cell = std::array<std::int64_t, 3>;

    Cell cellOf(const Point& p) const {
        Cell cell;
        for (std::size_t axis = 0; axis < 3; ++axis) cell[axis] = static_cast<std::int64_t>(std::floor(p[axis] / m_width));
        return cell;
    }
    static std::uint64_t keyOf(const Cell& cell) {   // cells 2^21 apart share a key: far points are visited, none is missed
        std::uint64_t key = 0;
        for (const std::int64_t c : cell) key = (key << 21) | (static_cast<std::uint64_t>(c) & 0x1fffff);
        return key;
    }

    double m_width;
    std::unordered_map<std::uint64_t, std::vector<std::size_t>> m_cells;
};

}  // namespace foldmeter::structure
