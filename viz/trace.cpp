#include "viz/trace.h"

#include "structure/dssp.h"

#include <array>
#include <string_view>

namespace foldmeter::viz {
namespace {

using structure::ResidueKind;
using structure::Structure;

constexpr float kFarthestCa = 5.0f, kFarthestPhosphate = 10.0f;   // A, between neighbours of one stretch
constexpr std::size_t kShortestStrand = 3, kShortestHelix = 4;   // residues: below, a ribbon is a crumple

Fold foldOf(char letter) {
    if (letter == 'H' || letter == 'G' || letter == 'I') return Fold::Helix;
    return letter == 'E' ? Fold::Strand : Fold::Coil;
}

int firstAtomOf(const Structure& s, int residue, std::initializer_list<const char*> names) {
    for (const char* name : names)
        if (const int atom = s.findAtom(residue, name); atom >= 0) return atom;
    return -1;
}

Vec3 positionOf(const Structure& s, int atom) { return toVec(s.positions[static_cast<std::size_t>(atom)]); }

// Proteins: across the peptide plane's normal and the chain, which lies along the axis of a helix and within a sheet.
void orientProtein(const Structure& s, std::vector<TracePoint>& points) {
    const std::size_t count = points.size();
    for (std::size_t i = 0; i < count; ++i) {
        const Vec3 here = points[i].position;
        const Vec3 next = points[std::min(i + 1, count - 1)].position, before = points[i == 0 ? 0 : i - 1].position;
        const Vec3 along = (next - before).normalized();
        const int oxygen = s.findAtom(points[i].residue, "O");
        const Vec3 bend = (here - before).cross(next - here);
        if (points[i].fold == Fold::Helix && bend.norm() > 0.5f) points[i].width = across(bend, along);
        else if (oxygen >= 0) points[i].width = across(positionOf(s, oxygen) - here, along);
        else points[i].width = across(bend, along);
    }
}

// Nucleic acids: towards the bases.
void orientNucleic(const Structure& s, std::vector<TracePoint>& points) {
    for (std::size_t i = 0; i < points.size(); ++i) {
        const Vec3 along = (points[std::min(i + 1, points.size() - 1)].position - points[i == 0 ? 0 : i - 1].position).normalized();
        const int sugar = firstAtomOf(s, points[i].residue, {"C1'", "C4'"});
        const Vec3 inwards = sugar >= 0 ? Vec3(positionOf(s, sugar) - points[i].position) : along.unitOrthogonal();
        points[i].width = across(inwards, along);
    }
}

// The tube goes on to the last sugar's O3', so that every base has a piece of backbone to stand on.
void addThreePrimeEnd(const Structure& s, Trace& trace) {
    TracePoint end = trace.points.back();
    const int atom = firstAtomOf(s, end.residue, {"O3'", "C3'"});
    if (atom < 0 || (positionOf(s, atom) - end.position).norm() < 0.5f) return;
    end.position = positionOf(s, atom);
    trace.points.push_back(end);
}

class Tracer {
public:
    Tracer(const Structure& structure, std::span<const ResidueKind> kinds, std::span<const Fold> folds)
        : m_structure(structure), m_kinds(kinds), m_folds(folds) {}

    std::vector<Trace> run() {
        for (std::size_t i = 0; i < m_structure.residues.size(); ++i) visit(static_cast<int>(i));
        finish();
        return std::move(m_traces);
    }

private:
    void visit(int residue) {
        const ResidueKind kind = m_kinds[static_cast<std::size_t>(residue)];
        const bool nucleic = kind == ResidueKind::Nucleic;
        if (!nucleic && kind != ResidueKind::Protein) return;
        const int atom = nucleic ? firstAtomOf(m_structure, residue, {"P", "O5'", "C5'", "C4'"}) : m_structure.findAtom(residue, "CA");
        if (atom < 0) return;
        const int carbon = nucleic ? firstAtomOf(m_structure, residue, {"C1'", "C4'", "C3'"}) : atom;
        const TracePoint point{residue, carbon >= 0 ? carbon : atom, positionOf(m_structure, atom), Vec3::UnitX(), m_folds[static_cast<std::size_t>(residue)]};
        if (!follows(point, nucleic)) {
            finish();
            const bool sameChain = m_lastAtom >= 0 && chainOf(m_lastResidue) == chainOf(residue) && m_lastNucleic == nucleic;
            m_current = {nucleic, {}, sameChain ? m_lastAtom : -1};
        }
        m_current.points.push_back(point);
        m_lastAtom = point.atom;
        m_lastResidue = residue;
        m_lastNucleic = nucleic;
    }
    bool follows(const TracePoint& point, bool nucleic) const {
        if (m_current.points.empty() || m_current.nucleic != nucleic) return false;
        const TracePoint& last = m_current.points.back();
        if (chainOf(last.residue) != chainOf(point.residue)) return false;
        return (last.position - point.position).norm() <= (nucleic ? kFarthestPhosphate : kFarthestCa);
    }
    int chainOf(int residue) const { return m_structure.residues[static_cast<std::size_t>(residue)].chain; }
    void finish() {
        if (m_current.points.size() >= 2) {
            if (m_current.nucleic) {
                addThreePrimeEnd(m_structure, m_current);
                orientNucleic(m_structure, m_current.points);
            } else {
                orientProtein(m_structure, m_current.points);
            }
            m_traces.push_back(std::move(m_current));
        }
        m_current = {};
    }

    const Structure& m_structure;
    std::span<const ResidueKind> m_kinds;
    std::span<const Fold> m_folds;
    std::vector<Trace> m_traces;
    Trace m_current;
    int m_lastAtom = -1, m_lastResidue = -1;
    bool m_lastNucleic = false;
};

}  // namespace

std::vector<Fold> foldOfResidues(const Structure& structure) {
    std::vector<Fold> folds(structure.residues.size(), Fold::Coil);
    const auto letters = structure::assignSecondaryStructure(structure, false);
    for (std::size_t begin = 0; begin < letters.size();) {
        const char letter = letters[begin].secondary;   // a 3-10 turn at the end of an alpha helix is a piece of its own
        const Fold fold = foldOf(letter);
        std::size_t end = begin + 1;
        while (end < letters.size() && letters[end].secondary == letter && !letters[end].afterBreak) ++end;
        if (fold != Fold::Coil && end - begin >= (fold == Fold::Helix ? kShortestHelix : kShortestStrand))
            for (std::size_t i = begin; i < end; ++i) folds[static_cast<std::size_t>(letters[i].residue)] = fold;
        begin = end;
    }
    return folds;
}

std::vector<Trace> traceChains(const Structure& structure, std::span<const ResidueKind> kinds, std::span<const Fold> folds) {
    return Tracer(structure, kinds, folds).run();
}

}  // namespace foldmeter::viz
