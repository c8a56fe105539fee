#include "structure/interactions.h"

#include "structure/atom_radii.h"
#include "structure/bonds.h"
#include "structure/geometry.h"
#include "structure/point_grid.h"
#include "structure/residue_kind.h"

#include <algorithm>
#include <set>
#include <string_view>

namespace foldmeter::structure {
namespace {

constexpr double kFarthest = 5.0, kNearestHydrogenBond = 2.2;   // A

using AtomNames = std::set<std::string_view>;   // "RES ATOM"

// Nitrogens and oxygens of side chains and bases that only give, or only take; all others do both.
const AtomNames& onlyDonors() {
    static const AtomNames names = {"LYS NZ", "ARG NE", "ARG NH1", "ARG NH2", "TRP NE1", "ASN ND2", "GLN NE2", "A N6", "DA N6", "C N4", "DC N4", "G N1", "DG N1", "G N2", "DG N2", "U N3", "DT N3"};
    return names;
}
const AtomNames& onlyAcceptors() {
    static const AtomNames names = {"ASP OD1", "ASP OD2", "GLU OE1", "GLU OE2", "ASN OD1", "GLN OE1", "A N1", "DA N1", "A N3", "DA N3", "A N7", "DA N7", "C N3", "DC N3", "C O2", "DC O2",
                                    "G O6", "DG O6", "G N3", "DG N3", "G N7", "DG N7", "U O2", "DT O2", "U O4", "DT O4"};
    return names;
}
// Atoms of a base's ring that hold a sugar: neither.
bool isGlycosidic(std::string_view residue, std::string_view atom) {
    const bool purine = residue == "A" || residue == "G" || residue == "DA" || residue == "DG";
    const bool pyrimidine = residue == "C" || residue == "U" || residue == "DC" || residue == "DT";
    return (purine && atom == "N9") || (pyrimidine && atom == "N1");
}

struct Polarity {
    bool donor = false, acceptor = false;
};

Polarity polarityOf(const Structure& s, std::size_t atom) {
    const std::string &element = s.elements[atom], &name = s.atomNames[atom];
    if (element != "N" && element != "O") return {};
    const std::string& residue = s.residues[static_cast<std::size_t>(s.residueOf[atom])].name;
    if (!isStandardPolymer(residue)) return {true, true};
    const std::string key = residue + " " + name;
    if (isGlycosidic(residue, name)) return {};
    if (name == "N") return {residue != "PRO", false};
    if (name == "O" || name == "OXT" || name.starts_with("OP") || name == "O4'" || name == "O5'" || onlyAcceptors().contains(key)) return {false, true};
    if (name == "O3'" || onlyDonors().contains(key)) return {true, name == "O3'"};
    return {true, true};   // hydroxyls, histidine's nitrogens
}

class Search {
public:
    Search(const Structure& s, std::span<const int> from, std::span<const int> to) : m_s(s), m_from(mask(s, from)), m_to(mask(s, to)), m_neighbours(s.atoms()) {
        for (const Bond& bond : covalentBonds(s)) {
            m_neighbours[static_cast<std::size_t>(bond.first)].push_back(bond.second);
            m_neighbours[static_cast<std::size_t>(bond.second)].push_back(bond.first);
        }
        for (const std::string& element : s.elements) m_radii.push_back(vanDerWaalsRadius(element));
    }

    // Calls visit(i, j, distance, overlap) for i < j, in different residues, one in each set, apart in the graph of bonds.
    template <typename Visit> void pairs(Visit&& visit) const {
        const PointGrid grid(m_s.positions, kFarthest);
        for (std::size_t i = 0; i < m_s.atoms(); ++i) {
            std::vector<std::size_t> near;
            grid.visitNear(m_s.positions[i], [&](std::size_t j) {
                const bool wanted = (m_from[i] && m_to[j]) || (m_from[j] && m_to[i]);
                if (j > i && wanted && m_s.residueOf[i] != m_s.residueOf[j]) near.push_back(j);
            });
            std::sort(near.begin(), near.end());
            for (const std::size_t j : near) {
                const double apart = distance(m_s.positions[i], m_s.positions[j]);
                if (apart < kFarthest && !joined(static_cast<int>(i), static_cast<int>(j), 3)) visit(i, j, apart, m_radii[i] + m_radii[j] - apart);
            }
        }
    }

    // Donor and acceptor, in this order; nothing when the two make no hydrogen bond.
    bool hydrogenBond(std::size_t i, std::size_t j, double apart, const InteractionLimits& limits, Interaction& found) const {
        if (apart > limits.hydrogenBond || apart < kNearestHydrogenBond) return false;
        const Polarity a = polarityOf(m_s, i), b = polarityOf(m_s, j);
        const bool forward = a.donor && b.acceptor, backward = b.donor && a.acceptor;
        if ((!forward && !backward) || !wide(i, j, limits.angle) || !wide(j, i, limits.angle)) return false;
        found = {static_cast<int>(forward ? i : j), static_cast<int>(forward ? j : i), apart, m_radii[i] + m_radii[j] - apart};
        return true;
    }

private:
    static std::vector<char> mask(const Structure& s, std::span<const int> rows) {
        std::vector<char> in(s.atoms(), rows.empty());
        for (const int row : rows)
            if (row >= 0 && static_cast<std::size_t>(row) < in.size()) in[static_cast<std::size_t>(row)] = 1;
        return in;
    }
    bool joined(int from, int to, int bonds) const {
        for (const int next : m_neighbours[static_cast<std::size_t>(from)])
            if (next == to || (bonds > 1 && joined(next, to, bonds - 1))) return true;
        return false;
    }
    // The angles at `atom` between its neighbours and `partner` leave room for a hydrogen or a free pair.
    bool wide(std::size_t atom, std::size_t partner, double least) const {
        for (const int neighbour : m_neighbours[atom])
            if (angleAt(m_s.positions[static_cast<std::size_t>(neighbour)], m_s.positions[atom], m_s.positions[partner]) < least) return false;
        return true;
    }

    const Structure& m_s;
    std::vector<char> m_from, m_to;
    std::vector<std::vector<int>> m_neighbours;
    std::vector<double> m_radii;
};

}  // namespace

std::vector<Interaction> contacts(const Structure& s, std::span<const int> from, std::span<const int> to, const InteractionLimits& limits) {
    std::vector<Interaction> found;
    const Search search(s, from, to);
    Interaction bond;
    search.pairs([&](std::size_t i, std::size_t j, double apart, double overlap) {
        if (overlap >= limits.contactOverlap && !search.hydrogenBond(i, j, apart, limits, bond))
            found.push_back({static_cast<int>(i), static_cast<int>(j), apart, overlap});
    });
    return found;
}

std::vector<Interaction> clashes(const Structure& s, std::span<const int> from, std::span<const int> to, const InteractionLimits& limits) {
    std::vector<Interaction> found;
    const Search search(s, from, to);
    Interaction bond;
    search.pairs([&](std::size_t i, std::size_t j, double apart, double overlap) {
        const bool metal = isMetal(s.elements[i]) || isMetal(s.elements[j]);   // coordination is no clash
        if (overlap >= limits.clashOverlap && !metal && !search.hydrogenBond(i, j, apart, limits, bond))
            found.push_back({static_cast<int>(i), static_cast<int>(j), apart, overlap});
    });
    return found;
}

std::vector<Interaction> hydrogenBonds(const Structure& s, std::span<const int> from, std::span<const int> to, const InteractionLimits& limits) {
    std::vector<Interaction> found;
    const Search search(s, from, to);
    Interaction bond;
    search.pairs([&](std::size_t i, std::size_t j, double apart, double) {
        if (search.hydrogenBond(i, j, apart, limits, bond)) found.push_back(bond);
    });
    std::sort(found.begin(), found.end(), [](const Interaction& a, const Interaction& b) { return std::pair(a.first, a.second) < std::pair(b.first, b.second); });
    return found;
}

}  // namespace foldmeter::structure
