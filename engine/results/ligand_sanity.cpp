#include "results/ligand_sanity.h"

#include "results/packed_file.h"
#include "results/token_layout.h"
#include "structure/elements.h"
#include "structure/mmcif.h"
#include "structure/point_grid.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>

namespace foldmeter::results {
namespace {

using structure::Point;
using structure::Structure;

constexpr double bondTolerance = 0.25, clashShare = 0.75;
constexpr double flatShare = 0.2;   // of the reference's volume: nearer to a plane than to either hand
constexpr double reach = 3.2;       // A; 0.75 times the two greatest radii below is less

// Van der Waals radii, Angstrom (Bondi 1964; selenium too); 0: a metal or a noble gas, which is not looked at.
double radiusOf(const std::string& element) {
    static const std::map<int, double> kRadii = {{5, 1.92}, {6, 1.70}, {7, 1.55}, {8, 1.52}, {9, 1.47}, {14, 2.10}, {15, 1.80},
                                                 {16, 1.80}, {17, 1.75}, {33, 1.85}, {34, 1.90}, {35, 1.85}, {53, 1.98}};
    const auto found = kRadii.find(structure::atomicNumber(element));
    return found == kRadii.end() ? 0 : found->second;
}

std::optional<Point> referenceOf(const structure::ComponentAtom& atom) {
    for (const auto* source : {&atom.ideal, &atom.model})
        if ((*source)[0] && (*source)[1] && (*source)[2]) return Point{*(*source)[0], *(*source)[1], *(*source)[2]};
    return {};
}

// Six times the volume of the tetrahedron of a centre and three neighbours; its sign is the hand.
double volume(const Point& centre, const Point& a, const Point& b, const Point& c) {
    Point u, v, w;
    for (std::size_t i = 0; i < 3; ++i) u[i] = a[i] - centre[i], v[i] = b[i] - centre[i], w[i] = c[i] - centre[i];
    return u[0] * (v[1] * w[2] - v[2] * w[1]) - u[1] * (v[0] * w[2] - v[2] * w[0]) + u[2] * (v[0] * w[1] - v[1] * w[0]);
}

class LigandCheck {
public:
    LigandCheck(const Structure& structure, const structure::Component& component, LigandReport& report)
        : m_structure(structure), m_component(component), m_report(report) {
        for (const structure::ComponentAtom& atom : component.atoms) m_atoms.push_back(structure.findAtom(report.place, atom.name));
    }

    void run() {
        compareBonds();
        for (std::size_t i = 0; i < m_component.atoms.size(); ++i)
            if (m_component.atoms[i].stereo != 'N') compareHand(static_cast<int>(i));
    }

private:
    const Point& place(int atom) const { return m_structure.positions[static_cast<std::size_t>(m_atoms[static_cast<std::size_t>(atom)])]; }
    bool known(int atom) const { return m_atoms[static_cast<std::size_t>(atom)] >= 0 && referenceOf(m_component.atoms[static_cast<std::size_t>(atom)]).has_value(); }
    Point reference(int atom) const { return *referenceOf(m_component.atoms[static_cast<std::size_t>(atom)]); }

    void compareBonds() {
        double squares = 0;
        for (const structure::ComponentBond& bond : m_component.bonds) {
            if (!known(bond.first) || !known(bond.second)) continue;
            const double length = structure::distance(place(bond.first), place(bond.second)), expected = structure::distance(reference(bond.first), reference(bond.second));
            if (expected <= 0) continue;
            ++m_report.bonds;
            squares += (length - expected) * (length - expected);
            if (std::abs(length / expected - 1) > bondTolerance)
                m_report.badBonds.push_back({m_component.atoms[static_cast<std::size_t>(bond.first)].name, m_component.atoms[static_cast<std::size_t>(bond.second)].name, length, expected});
        }
        m_report.hasReference = m_report.bonds > 0 || m_component.atoms.size() == 1;
        m_report.bondRmsd = m_report.bonds > 0 ? std::sqrt(squares / m_report.bonds) : 0;
        const auto off = [](const BondLength& bond) { return std::abs(bond.length / bond.reference - 1); };
        std::sort(m_report.badBonds.begin(), m_report.badBonds.end(), [&](const auto& a, const auto& b) { return off(a) > off(b); });
    }

    void compareHand(int centre) {
        std::vector<int> neighbours;
        for (const structure::ComponentBond& bond : m_component.bonds) {
            if (bond.first == centre && known(bond.second)) neighbours.push_back(bond.second);
            if (bond.second == centre && known(bond.first)) neighbours.push_back(bond.first);
        }
        if (!known(centre) || neighbours.size() < 3 || hasEqualEnds(neighbours)) return;
        const double expected = volume(reference(centre), reference(neighbours[0]), reference(neighbours[1]), reference(neighbours[2]));
        const double found = volume(place(centre), place(neighbours[0]), place(neighbours[1]), place(neighbours[2]));
        if (expected == 0) return;
        ++m_report.chiralAtoms;
        const double share = found / expected;
        if (share >= flatShare) return;
        m_report.badCentres.push_back({m_component.atoms[static_cast<std::size_t>(centre)].name, share > -flatShare ? Handedness::Flat : Handedness::Inverted});
    }

    // Two ends of one element (the free oxygens of a phosphate) may change places: the dictionary names a hand, chemistry none.
    bool hasEqualEnds(const std::vector<int>& neighbours) const {
        std::set<std::string> ends;
        for (const int atom : neighbours) {
            const auto heavy = std::count_if(m_component.bonds.begin(), m_component.bonds.end(), [&](const structure::ComponentBond& bond) {
                return (bond.first == atom && known(bond.second)) || (bond.second == atom && known(bond.first));
            });
            if (heavy == 1 && !ends.insert(m_component.atoms[static_cast<std::size_t>(atom)].element).second) return true;
        }
        return false;
    }

    const Structure& m_structure;
    const structure::Component& m_component;
    LigandReport& m_report;
    std::vector<int> m_atoms;   // by the component's atoms: row of the structure or -1
};

void findClashes(const Structure& structure, const structure::PointGrid& grid, const std::set<std::pair<int, int>>& joined, LigandReport& report) {
    const structure::StructureResidue& own = structure.residues[static_cast<std::size_t>(report.place)];
    for (int atom = own.firstAtom; atom < own.firstAtom + own.atoms; ++atom) {
        const auto i = static_cast<std::size_t>(atom);
        const double radius = radiusOf(structure.elements[i]);
        if (radius == 0) continue;
        grid.visitNear(structure.positions[i], [&](std::size_t j) {
            const int residue = structure.residueOf[j];
            const double other = radiusOf(structure.elements[j]);
            if (residue == report.place || other == 0 || joined.contains(std::minmax(residue, report.place))) return;
            const double apart = structure::distance(structure.positions[i], structure.positions[j]), allowed = clashShare * (radius + other);
            if (apart >= allowed) return;
            const structure::StructureResidue& named = structure.residues[static_cast<std::size_t>(residue)];
            report.clashes.push_back({structure.atomNames[i], structure.chains[static_cast<std::size_t>(named.chain)].id,
                                      fmt::format("{} {}", named.name, named.number), structure.atomNames[j], apart, allowed});
        });
    }
    std::sort(report.clashes.begin(), report.clashes.end(), [](const auto& a, const auto& b) { return a.distance / a.allowed < b.distance / b.allowed; });
}

// Residues that are joined: by a stated bond, or as neighbours in a polymer (a modified residue and the next one).
std::set<std::pair<int, int>> joinedResidues(const Structure& structure, const std::vector<std::pair<int, int>>& bonds) {
    std::set<std::pair<int, int>> joined;
    for (const auto& [a, b] : bonds) joined.insert(std::minmax(structure.residueOf[static_cast<std::size_t>(a)], structure.residueOf[static_cast<std::size_t>(b)]));
    for (std::size_t chain = 0; chain < structure.chains.size(); ++chain) {
        const structure::StructureChain& c = structure.chains[chain];
        bool polymer = false;
        for (int r = c.firstResidue; r < c.firstResidue + c.residues; ++r) {
            const std::string& name = structure.residues[static_cast<std::size_t>(r)].name;
            polymer = polymer || isAminoAcid(name) || isNucleotide(name);
        }
        for (int r = c.firstResidue + 1; polymer && r < c.firstResidue + c.residues; ++r) joined.insert({r - 1, r});
    }
    return joined;
}

}  // namespace

std::vector<LigandReport> checkLigands(const Structure& structure, const std::vector<std::pair<int, int>>& bonds, const structure::ComponentDictionary& components) {
    std::vector<LigandReport> reports;
    const structure::PointGrid grid(structure.positions, reach);
    const std::set<std::pair<int, int>> joined = joinedResidues(structure, bonds);
    for (std::size_t i = 0; i < structure.residues.size(); ++i) {
        const structure::StructureResidue& residue = structure.residues[i];
        if (isAminoAcid(residue.name) || isNucleotide(residue.name)) continue;
        LigandReport report{.chain = structure.chains[static_cast<std::size_t>(residue.chain)].id, .component = residue.name, .residue = residue.number, .place = static_cast<int>(i)};
        const auto component = components.find(residue.name);
        if (component) LigandCheck(structure, *component, report).run();
        else report.hasReference = false;
        findClashes(structure, grid, joined, report);
        reports.push_back(std::move(report));
    }
    return reports;
}

std::vector<std::pair<int, int>> readSampleBonds(const Sample& sample, const Structure& structure) {
    if (sample.structure.empty()) return {};
    return structure::readBonds(readPlainOrPacked(sample.structure), sample.structure.string(), structure);
}

}  // namespace foldmeter::results
