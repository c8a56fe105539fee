#include "structure/bonds.h"

#include "structure/atom_radii.h"
#include "structure/point_grid.h"
#include "structure/residue_kind.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace foldmeter::structure {
namespace {

// Which atoms of two standard residues may be bonded: the chain, disulfides, lysine's isopeptides. Others that come as near
// lie on top of each other, as happens in predictions.
bool mayJoin(std::string_view a, std::string_view b) {
    static constexpr std::array<std::array<std::string_view, 2>, 6> kPairs = {{{"C", "N"}, {"O3'", "P"}, {"SG", "SG"}, {"C", "NZ"}, {"CG", "NZ"}, {"CD", "NZ"}}};
    return std::any_of(kPairs.begin(), kPairs.end(), [&](const auto& pair) { return (a == pair[0] && b == pair[1]) || (a == pair[1] && b == pair[0]); });
}

}  // namespace

std::vector<Bond> covalentBonds(const Structure& structure) {
    constexpr double kTolerance = 0.4, kNearest = 0.4;   // A
    std::vector<double> radius;
    double largest = 0.1;
    for (const std::string& element : structure.elements) {
        radius.push_back(isMetal(element) ? 0 : covalentRadius(element));
        largest = std::max(largest, radius.back());
    }
    std::vector<char> standard;
    for (const StructureResidue& r : structure.residues) standard.push_back(isStandardPolymer(r.name));
    const auto allowed = [&](std::size_t i, std::size_t j) {
        const auto a = static_cast<std::size_t>(structure.residueOf[i]), b = static_cast<std::size_t>(structure.residueOf[j]);
        return a == b || !standard[a] || !standard[b] || mayJoin(structure.atomNames[i], structure.atomNames[j]);
    };
    std::vector<Bond> bonds;
    const PointGrid grid(structure.positions, 2 * largest + kTolerance);
    for (std::size_t i = 0; i < structure.atoms(); ++i) {
        if (radius[i] == 0) continue;
        const std::size_t first = bonds.size();
        grid.visitNear(structure.positions[i], [&](std::size_t j) {
            if (j <= i || radius[j] == 0) return;
            const double apart = distance(structure.positions[i], structure.positions[j]);
            if (apart > kNearest && apart <= radius[i] + radius[j] + kTolerance && allowed(i, j))
                bonds.push_back({static_cast<int>(i), static_cast<int>(j)});
        });
        std::sort(bonds.begin() + static_cast<std::ptrdiff_t>(first), bonds.end(),
                  [](const Bond& a, const Bond& b) { return a.second < b.second; });
    }
    return bonds;
}

}  // namespace foldmeter::structure
