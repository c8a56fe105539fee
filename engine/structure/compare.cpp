#include "structure/compare.h"

#include "base/error.h"
#include "structure/align_chains.h"
#include "structure/point_grid.h"
#include "structure/residue_kind.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <tuple>

namespace foldmeter::structure {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

const std::string& chainOf(const Structure& s, std::size_t residue) { return s.chains[static_cast<std::size_t>(s.residues[residue].chain)].id; }

// The atom that stands for a residue: CA, C3' of nucleic acids, else -1.
int centreOf(const Structure& s, int residue) {
    switch (kindOf(s, residue)) {
    case ResidueKind::Protein: return s.findAtom(residue, "CA");
    case ResidueKind::Nucleic: return s.findAtom(residue, "C3'");
    default: return -1;
    }
}

bool sameSequence(const Structure& a, const StructureChain& x, const Structure& b, const StructureChain& y) {
    if (x.residues != y.residues) return false;
    for (int r = 0; r < x.residues; ++r)
        if (a.residues[static_cast<std::size_t>(x.firstResidue + r)].name != b.residues[static_cast<std::size_t>(y.firstResidue + r)].name) return false;
    return true;
}

std::vector<std::pair<int, int>> matchChainsInOrder(const Structure& moving, const Structure& fixed) {
    std::vector<std::pair<int, int>> pairs;
    std::set<std::size_t> taken;
    for (const StructureChain& chain : moving.chains)
        for (std::size_t k = 0; k < fixed.chains.size(); ++k) {
            if (taken.contains(k) || !sameSequence(moving, chain, fixed, fixed.chains[k])) continue;
            taken.insert(k);
            for (int r = 0; r < chain.residues; ++r) pairs.emplace_back(chain.firstResidue + r, fixed.chains[k].firstResidue + r);
            break;
        }
    return pairs;
}

struct Centres {
    std::vector<Point> moving, fixed;
    std::vector<int> residue;    // row of `moving`
};
Centres centresOf(const Structure& moving, const Structure& fixed, const std::vector<std::pair<int, int>>& residues) {
    Centres centres;
    for (const auto& [m, f] : residues) {
        const int a = centreOf(moving, m), b = centreOf(fixed, f);
        if (a < 0 || b < 0) continue;
        centres.moving.push_back(moving.positions[static_cast<std::size_t>(a)]);
        centres.fixed.push_back(fixed.positions[static_cast<std::size_t>(b)]);
        centres.residue.push_back(m);
    }
    return centres;
}

double normalisingDistance(int length, bool nucleic) {
    if (!nucleic) return length > 21 ? std::max(1.24 * std::cbrt(length - 15.0) - 1.8, 0.5) : 0.5;
    if (length >= 30) return 0.6 * std::sqrt(length - 0.5) - 2.5;
    return length > 23 ? 0.7 : length > 19 ? 0.6 : length > 15 ? 0.5 : length > 11 ? 0.4 : 0.3;
}

class TmSearch {
public:
    TmSearch(const Centres& centres, int length, double d0) : m_centres(centres), m_length(length), m_d0(d0) {}

    TmScore run() {
        const auto count = static_cast<int>(m_centres.moving.size());
        for (int size = count;; size = std::max(size / 2, 4)) {
            const int stride = std::max(1, size == count ? 1 : size / 4);
            for (int first = 0; first + size <= count; first += stride) refine(first, size);
            if (size <= 4) break;
        }
        m_best.length = m_length;
        return m_best;
    }

private:
    void refine(int first, int size) {
        std::vector<int> chosen;
        for (int i = first; i < first + size; ++i) chosen.push_back(i);
        for (int round = 0; round < 20 && chosen.size() >= 3; ++round) {
            const Superposition placement = fit(chosen);
            offer(placement);
            std::vector<int> next;
            for (double reach = std::clamp(m_d0, 4.5, 8.0); next.size() < 3 && reach < 40; reach += 0.5) next = within(placement, reach);
            if (next == chosen) return;
            chosen = std::move(next);
        }
    }
    Superposition fit(const std::vector<int>& chosen) const {
        std::vector<Point> a, b;
        for (const int i : chosen) {
            a.push_back(m_centres.moving[static_cast<std::size_t>(i)]);
            b.push_back(m_centres.fixed[static_cast<std::size_t>(i)]);
        }
        return superpose(a, b);
    }
    std::vector<int> within(const Superposition& placement, double reach) const {
        std::vector<int> near;
        for (std::size_t i = 0; i < m_centres.moving.size(); ++i)
            if (distance(placement.apply(m_centres.moving[i]), m_centres.fixed[i]) < reach) near.push_back(static_cast<int>(i));
        return near;
    }
    void offer(const Superposition& placement) {
        double sum = 0;
        for (std::size_t i = 0; i < m_centres.moving.size(); ++i) {
            const double d = distance(placement.apply(m_centres.moving[i]), m_centres.fixed[i]) / m_d0;
            sum += 1 / (1 + d * d);
        }
        if (sum / m_length > m_best.score) m_best = {sum / m_length, m_length, placement};
    }

    const Centres& m_centres;
    int m_length;
    double m_d0;
    TmScore m_best;
};

struct AtomPairs {
    std::vector<Point> moving, fixed;
    std::vector<int> residue;    // row of `moving`
};
AtomPairs atomPairsOf(const Structure& moving, const Structure& fixed, const std::vector<std::pair<int, int>>& residues) {
    AtomPairs pairs;
    for (const auto& [m, f] : residues) {
        const StructureResidue& r = moving.residues[static_cast<std::size_t>(m)];
        for (int atom = r.firstAtom; atom < r.firstAtom + r.atoms; ++atom) {
            const int other = fixed.findAtom(f, moving.atomNames[static_cast<std::size_t>(atom)]);
            if (other < 0) continue;
            pairs.moving.push_back(moving.positions[static_cast<std::size_t>(atom)]);
            pairs.fixed.push_back(fixed.positions[static_cast<std::size_t>(other)]);
            pairs.residue.push_back(m);
        }
    }
    return pairs;
}

// lDDT as a whole and of each residue: pairs within 15 A in `fixed`, looked up in cubes rather than all against all.
void scoreDistances(const AtomPairs& atoms, Comparison& result) {
    constexpr double kRadius = 15, kTolerances[] = {0.5, 1, 2, 4};
    std::vector<double> kept(result.residueLddt.size(), 0), counted(kept.size(), 0);
    const PointGrid grid(atoms.fixed, kRadius);
    for (std::size_t i = 0; i < atoms.fixed.size(); ++i)
        grid.visitNear(atoms.fixed[i], [&](std::size_t j) {
            if (atoms.residue[i] == atoms.residue[j]) return;
            const double truth = distance(atoms.fixed[i], atoms.fixed[j]);
            if (truth >= kRadius) return;
            const double difference = std::abs(distance(atoms.moving[i], atoms.moving[j]) - truth);
            const auto row = static_cast<std::size_t>(atoms.residue[i]);
            counted[row] += 4;
            for (const double tolerance : kTolerances) kept[row] += difference < tolerance;
        });
    double sum = 0, all = 0;
    for (std::size_t r = 0; r < kept.size(); ++r) {
        if (counted[r] > 0) result.residueLddt[r] = static_cast<float>(kept[r] / counted[r]);
        sum += kept[r];
        all += counted[r];
    }
    result.lddt = all > 0 ? sum / all : kNone;
}

}  // namespace

std::vector<std::pair<int, int>> matchResidues(const Structure& moving, const Structure& fixed) {
    std::map<std::tuple<std::string, int, std::string>, int> byName;
    for (std::size_t r = 0; r < fixed.residues.size(); ++r) byName.emplace(std::tuple(chainOf(fixed, r), fixed.residues[r].number, fixed.residues[r].name), static_cast<int>(r));
    std::vector<std::pair<int, int>> pairs;
    for (std::size_t r = 0; r < moving.residues.size(); ++r) {
        const auto found = byName.find({chainOf(moving, r), moving.residues[r].number, moving.residues[r].name});
        if (found != byName.end()) pairs.emplace_back(static_cast<int>(r), found->second);
    }
    if (pairs.empty()) pairs = matchChainsInOrder(moving, fixed);
    // A file from elsewhere numbers its residues in its own way, or names its chains so; some fit by chance.
    if (2 * pairs.size() >= std::min(moving.residues.size(), fixed.residues.size())) return pairs;
    std::vector<std::pair<int, int>> aligned = alignChains(moving, fixed);
    return aligned.size() > pairs.size() ? aligned : pairs;
}

TmScore tmScore(const Structure& moving, const Structure& fixed, const std::vector<std::pair<int, int>>& residues) {
    const Centres centres = centresOf(moving, fixed, residues);
    int length = 0, nucleic = 0;
    for (std::size_t r = 0; r < fixed.residues.size(); ++r) {
        if (centreOf(fixed, static_cast<int>(r)) < 0) continue;
        ++length;
        nucleic += kindOf(fixed, static_cast<int>(r)) == ResidueKind::Nucleic;
    }
    if (centres.moving.size() < 3) throw InputError("fewer than three residues correspond");
    return TmSearch(centres, length, normalisingDistance(length, 2 * nucleic > length)).run();
}

Comparison compareStructures(const Structure& moving, const Structure& fixed, const std::vector<std::string>& chains) {
    const auto residues = matchResidues(moving, fixed);
    std::vector<std::pair<int, int>> deciding;
    for (const auto& pair : residues)
        if (chains.empty() || std::find(chains.begin(), chains.end(), chainOf(fixed, static_cast<std::size_t>(pair.second))) != chains.end()) deciding.push_back(pair);
    const Centres all = centresOf(moving, fixed, residues), used = centresOf(moving, fixed, deciding);
    if (used.moving.size() < 3) throw InputError("fewer than three residues correspond: chains, residue numbers and names must agree");
    Comparison result;
    result.residues = static_cast<int>(residues.size());
    result.placement = superpose(used.moving, used.fixed);
    result.rmsd = result.placement.rmsd;
    result.tmScore = tmScore(moving, fixed, residues).score;
    result.deviation.assign(moving.residues.size(), std::numeric_limits<float>::quiet_NaN());
    result.residueLddt = result.deviation;
    for (std::size_t i = 0; i < all.moving.size(); ++i)
        result.deviation[static_cast<std::size_t>(all.residue[i])] = static_cast<float>(distance(result.placement.apply(all.moving[i]), all.fixed[i]));
    const AtomPairs atoms = atomPairsOf(moving, fixed, residues);
    result.atoms = static_cast<int>(atoms.moving.size());
    double sum = 0;
    for (std::size_t i = 0; i < atoms.moving.size(); ++i) sum += std::pow(distance(result.placement.apply(atoms.moving[i]), atoms.fixed[i]), 2);
    result.allAtomRmsd = std::sqrt(sum / std::max(result.atoms, 1));
    scoreDistances(atoms, result);
    return result;
}

}  // namespace foldmeter::structure
