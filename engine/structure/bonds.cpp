#include "structure/bonds.h"

#include "structure/atom_radii.h"
#include "structure/point_grid.h"

#include <algorithm>

namespace foldmeter::structure {

std::vector<Bond> covalentBonds(const Structure& structure) {
    constexpr double kTolerance = 0.4, kNearest = 0.4;   // A
    std::vector<double> radius;
    double largest = 0.1;
    for (const std::string& element : structure.elements) {
        radius.push_back(isMetal(element) ? 0 : covalentRadius(element));
        largest = std::max(largest, radius.back());
    }
    std::vector<Bond> bonds;
    const PointGrid grid(structure.positions, 2 * largest + kTolerance);
    for (std::size_t i = 0; i < structure.atoms(); ++i) {
        if (radius[i] == 0) continue;
        const std::size_t first = bonds.size();
        grid.visitNear(structure.positions[i], [&](std::size_t j) {
            if (j <= i || radius[j] == 0) return;
            const double apart = distance(structure.positions[i], structure.positions[j]);
            if (apart > kNearest && apart <= radius[i] + radius[j] + kTolerance)
                bonds.push_back({static_cast<int>(i), static_cast<int>(j)});
        });
        std::sort(bonds.begin() + static_cast<std::ptrdiff_t>(first), bonds.end(),
                  [](const Bond& a, const Bond& b) { return a.second < b.second; });
    }
    return bonds;
}

}  // namespace foldmeter::structure
