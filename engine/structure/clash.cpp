#include "structure/clash.h"

#include "structure/point_grid.h"

#include <cstdlib>

namespace foldmeter::structure {

bool hasClash(const Structure& polymers) {
    constexpr double kTooNear = 1.1;   // A, inclusive
    constexpr int kMost = 100;
    constexpr double kMostFraction = 0.5;
    const PointGrid grid(polymers.positions, kTooNear);
    std::vector<int> atoms(polymers.chains.size()), clashing(polymers.chains.size());
    for (std::size_t i = 0; i < polymers.atoms(); ++i) {
        const StructureResidue& own = polymers.residues[static_cast<std::size_t>(polymers.residueOf[i])];
        bool clashes = false;
        grid.visitNear(polymers.positions[i], [&](std::size_t j) {
            const StructureResidue& other = polymers.residues[static_cast<std::size_t>(polymers.residueOf[j])];
            const bool apart = own.chain != other.chain || std::abs(own.number - other.number) > 1;
            if (!clashes && apart) clashes = distance(polymers.positions[i], polymers.positions[j]) <= kTooNear;
        });
        ++atoms[static_cast<std::size_t>(own.chain)];
        clashing[static_cast<std::size_t>(own.chain)] += clashes ? 1 : 0;
    }
    for (std::size_t chain = 0; chain < atoms.size(); ++chain)
        if (clashing[chain] > kMost || clashing[chain] > kMostFraction * atoms[chain]) return true;
    return false;
}

}  // namespace foldmeter::structure
