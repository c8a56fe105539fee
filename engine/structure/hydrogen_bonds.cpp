#include "structure/hydrogen_bonds.h"

#include <cmath>

namespace foldmeter::structure {
namespace {

constexpr double kCoupling = -27.888;       // -332 * 0.42 * 0.2 kcal/mol A
constexpr double kStrongest = -9.9, kWeakest = -0.5;
constexpr double kShortest = 0.5;           // A; atoms on top of each other
constexpr double kFarthestCa = 9.0;         // A; beyond that no bond is looked for

// The amide hydrogen lies one Angstrom from N, opposite to the C=O before it.
Point hydrogenOf(const std::vector<BackboneResidue>& residues, std::size_t i) {
    const BackboneResidue& own = residues[i];
    if (own.proline || !own.follows) return own.n;
    const BackboneResidue& before = residues[i - 1];
    const double length = distance(before.c, before.o);
    Point h = own.n;
    for (std::size_t axis = 0; axis < 3; ++axis) h[axis] += (before.c[axis] - before.o[axis]) / length;
    return h;
}

double energyOf(const BackboneResidue& donor, const Point& hydrogen, const BackboneResidue& acceptor) {
    if (donor.proline) return 0;
    const double ho = distance(hydrogen, acceptor.o), hc = distance(hydrogen, acceptor.c);
    const double nc = distance(donor.n, acceptor.c), no = distance(donor.n, acceptor.o);
    if (ho < kShortest || hc < kShortest || nc < kShortest || no < kShortest) return kStrongest;
    const double energy = kCoupling / ho - kCoupling / hc + kCoupling / nc - kCoupling / no;
    return std::max(std::round(energy * 1000) / 1000, kStrongest);   // DSSP counts in thousandths
}

}  // namespace

HydrogenBonds::HydrogenBonds(const std::vector<BackboneResidue>& residues) : m_acceptors(residues.size()) {
    std::vector<Point> hydrogens;
    for (std::size_t i = 0; i < residues.size(); ++i) hydrogens.push_back(hydrogenOf(residues, i));
    for (std::size_t i = 0; i < residues.size(); ++i)
        for (std::size_t j = i + 1; j < residues.size(); ++j) {
            if (distance(residues[i].ca, residues[j].ca) >= kFarthestCa) continue;
            const int a = static_cast<int>(i), b = static_cast<int>(j);
            add(a, b, energyOf(residues[i], hydrogens[i], residues[j]));
            if (j != i + 1) add(b, a, energyOf(residues[j], hydrogens[j], residues[i]));
        }
}

void HydrogenBonds::add(int donor, int acceptor, double energy) {
    auto& best = m_acceptors[static_cast<std::size_t>(donor)];
    if (energy < best[0].energy) {
        best[1] = best[0];
        best[0] = {acceptor, energy};
    } else if (energy < best[1].energy) {
        best[1] = {acceptor, energy};
    }
}

bool HydrogenBonds::bonded(int donor, int acceptor) const {
    for (const Partner& partner : m_acceptors[static_cast<std::size_t>(donor)])
        if (partner.residue == acceptor && partner.energy < kWeakest) return true;
    return false;
}

}  // namespace foldmeter::structure
