#include "structure/dssp.h"

#include "structure/accessibility.h"
#include "structure/hydrogen_bonds.h"
#include "structure/strands.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>

namespace foldmeter::structure {
namespace {

Point minus(const Point& a, const Point& b) { return {a[0] - b[0], a[1] - b[1], a[2] - b[2]}; }
double dot(const Point& a, const Point& b) { return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]; }
Point cross(const Point& a, const Point& b) {
    return {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
}
constexpr double kDegrees = 180 / std::numbers::pi;

double dihedral(const Point& a, const Point& b, const Point& c, const Point& d) {
    const Point ba = minus(a, b), cb = minus(b, c), dc = minus(d, c);
    const Point p = cross(cb, ba), x = cross(cb, dc), y = cross(cb, x);
    const double u = dot(x, x), v = dot(y, y);
    if (u <= 0 || v <= 0) return 360;
    return std::atan2(dot(p, y) / std::sqrt(v), dot(p, x) / std::sqrt(u)) * kDegrees;
}

// Where helices of one stride (3, 4 or 5 residues a turn) begin: C=O of i bound to N-H of i + stride.
class Turns {
public:
    Turns(const std::vector<BackboneResidue>& chain, const HydrogenBonds& bonds, int stride) : m_starts(chain.size()) {
        for (int i = 0; i + stride < static_cast<int>(chain.size()); ++i)
            m_starts[static_cast<std::size_t>(i)] = bonds.bonded(i + stride, i) && unbroken(chain, i, i + stride);
    }
    bool starts(int i) const { return i >= 0 && m_starts[static_cast<std::size_t>(i)]; }

private:
    std::vector<bool> m_starts;
};

class Assignment {
public:
    explicit Assignment(const std::vector<BackboneResidue>& chain)
        : m_chain(chain), m_bonds(chain), m_letters(chain.size(), ' '), m_count(static_cast<int>(chain.size())) {}

    std::string letters(const std::vector<DsspResidue>& residues) {
        markStrands(m_chain, m_bonds, m_letters);
        const Turns three(m_chain, m_bonds, 3), four(m_chain, m_bonds, 4), five(m_chain, m_bonds, 5);
        markHelix(four, 4, 'H', "* ");
        markHelix(three, 3, 'G', " G");
        markHelix(five, 5, 'I', " IH");
        markTurnsAndBends({&three, &four, &five}, residues);
        markPolyproline(residues);
        return m_letters;
    }

private:
    char& letter(int i) { return m_letters[static_cast<std::size_t>(i)]; }

    // Two turns in a row make a helix over the residues they enclose, if all of these still carry a letter of
    // `replaceable` ('*': any).
    void markHelix(const Turns& turns, int stride, char mark, const std::string& replaceable) {
        for (int i = 1; i + stride < m_count; ++i) {
            if (!turns.starts(i) || !turns.starts(i - 1)) continue;
            bool allowed = true;
            for (int j = i; j < i + stride; ++j)
                allowed = allowed && (replaceable[0] == '*' || replaceable.find(letter(j)) != std::string::npos);
            for (int j = i; allowed && j < i + stride; ++j) letter(j) = mark;
        }
    }
    void markTurnsAndBends(const std::array<const Turns*, 3>& turns, const std::vector<DsspResidue>& residues) {
        for (int i = 1; i + 1 < m_count; ++i) {
            if (letter(i) != ' ') continue;
            bool turn = false;
            for (int stride = 3; stride <= 5; ++stride)
                for (int k = 1; k < stride; ++k) turn = turn || turns[static_cast<std::size_t>(stride - 3)]->starts(i - k);
            const auto& kappa = residues[static_cast<std::size_t>(i)].kappa;
            if (turn) letter(i) = 'T';
            else if (kappa && *kappa > 70) letter(i) = 'S';
        }
    }
    // At least three residues in a row with the torsion angles of polyproline II, where nothing else is.
    void markPolyproline(const std::vector<DsspResidue>& residues) {
        const auto fits = [&](int i) {
            const DsspResidue& r = residues[static_cast<std::size_t>(i)];
            return r.phi && r.psi && std::abs(*r.phi + 75) <= 29 && std::abs(*r.psi - 145) <= 29;
        };
        for (int i = 1; i + 3 < m_count; ++i) {
            if (!fits(i) || !fits(i + 1) || !fits(i + 2)) continue;
            for (int j = i; j < i + 3; ++j)
                if (letter(j) == ' ') letter(j) = 'P';
        }
    }

    const std::vector<BackboneResidue>& m_chain;
    HydrogenBonds m_bonds;
    std::string m_letters;
    int m_count;
};

void measureAngles(const std::vector<BackboneResidue>& chain, std::vector<DsspResidue>& residues) {
    const int count = static_cast<int>(chain.size());
    const auto at = [&](int i) -> const BackboneResidue& { return chain[static_cast<std::size_t>(i)]; };
    for (int i = 0; i < count; ++i) {
        DsspResidue& r = residues[static_cast<std::size_t>(i)];
        if (i > 0 && unbroken(chain, i - 1, i)) r.phi = dihedral(at(i - 1).c, at(i).n, at(i).ca, at(i).c);
        if (i + 1 < count && unbroken(chain, i, i + 1)) r.psi = dihedral(at(i).n, at(i).ca, at(i).c, at(i + 1).n);
        if (i >= 2 && i + 2 < count && unbroken(chain, i - 2, i + 2)) {
            const Point in = minus(at(i).ca, at(i - 2).ca), out = minus(at(i + 2).ca, at(i).ca);
            const double cosine = dot(in, out) / std::sqrt(dot(in, in) * dot(out, out));
            r.kappa = std::acos(std::clamp(cosine, -1.0, 1.0)) * kDegrees;
        }
    }
}

constexpr double kLongestPeptideBond = 2.5;   // A, C to N

// Residues with a whole backbone, numbered so that every break leaves a number out.
std::vector<BackboneResidue> readBackbone(const Structure& structure, std::vector<DsspResidue>& residues) {
    std::vector<BackboneResidue> chain;
    int number = 0;
    for (std::size_t i = 0; i < structure.residues.size(); ++i) {
        const int row = static_cast<int>(i);
        const std::array<int, 4> atoms = {structure.findAtom(row, "N"), structure.findAtom(row, "CA"),
                                          structure.findAtom(row, "C"), structure.findAtom(row, "O")};
        if (*std::min_element(atoms.begin(), atoms.end()) < 0) continue;
        const auto position = [&](std::size_t k) { return structure.positions[static_cast<std::size_t>(atoms[k])]; };
        BackboneResidue r{position(0), position(1), position(2), position(3)};
        r.proline = structure.residues[i].name == "PRO";
        const bool first = residues.empty();
        r.follows = !first && structure.residues[static_cast<std::size_t>(residues.back().residue)].chain == structure.residues[i].chain;
        const bool broken = first || !r.follows || distance(chain.back().c, r.n) > kLongestPeptideBond;
        r.number = number += broken ? 2 : 1;
        chain.push_back(r);
        residues.push_back({row, aminoAcidLetter(structure.residues[i].name), ' ', broken});
    }
    return chain;
}

}  // namespace

std::vector<DsspResidue> assignSecondaryStructure(const Structure& structure, bool surface) {
    std::vector<DsspResidue> residues;
    const std::vector<BackboneResidue> chain = readBackbone(structure, residues);
    measureAngles(chain, residues);
    const std::string letters = Assignment(chain).letters(residues);
    std::vector<int> rows;
    for (const DsspResidue& r : residues) rows.push_back(r.residue);
    const std::vector<double> areas = surface ? accessibleSurface(structure, rows) : std::vector<double>(rows.size());
    for (std::size_t i = 0; i < residues.size(); ++i) {
        residues[i].secondary = letters[i];
        residues[i].accessibility = areas[i];
    }
    return residues;
}

char aminoAcidLetter(const std::string& residueName) {
    static const std::map<std::string, char> kLetters = {
        {"ALA", 'A'}, {"ARG", 'R'}, {"ASN", 'N'}, {"ASP", 'D'}, {"CYS", 'C'}, {"GLN", 'Q'}, {"GLU", 'E'},
        {"GLY", 'G'}, {"HIS", 'H'}, {"ILE", 'I'}, {"LEU", 'L'}, {"LYS", 'K'}, {"MET", 'M'}, {"PHE", 'F'},
        {"PRO", 'P'}, {"SER", 'S'}, {"THR", 'T'}, {"TRP", 'W'}, {"TYR", 'Y'}, {"VAL", 'V'}};
    const auto found = kLetters.find(residueName);
    return found == kLetters.end() ? 'X' : found->second;
}

}  // namespace foldmeter::structure
