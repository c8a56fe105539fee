#include "viz/drawing.h"

#include "structure/atom_radii.h"
#include "structure/bonds.h"
#include "viz/cartoon.h"
#include "viz/occlusion.h"
#include "viz/surface.h"
#include "viz/trace.h"

#include <algorithm>

namespace foldmeter::viz {
namespace {

using structure::ResidueKind;
using structure::Structure;

constexpr float kStick = 0.2f, kThickStick = 0.24f, kBallShare = 0.27f, kIonShare = 0.6f;

class DrawingMaker {
public:
    DrawingMaker(const DrawingRequest& request, std::stop_token stop)
        : m_request(request), m_structure(*request.structure), m_stop(std::move(stop)), m_kinds(structure::residueKinds(m_structure)) {
        m_drawing = std::make_shared<Drawing>();
        m_drawing->structure = request.structure;
        m_drawing->request = request;
    }

    std::shared_ptr<const Drawing> run() {
        const std::vector<Fold> folds = foldOfResidues(m_structure);
        for (const Fold fold : folds) m_drawing->folds.push_back(fold == Fold::Helix ? 'H' : fold == Fold::Strand ? 'E' : ' ');
        if (m_stop.stop_requested()) return nullptr;
        const std::vector<Trace> traces = traceChains(m_structure, m_kinds, folds);
        chooseAtoms(traces);
        if (m_request.representation == Representation::Cartoon) addCartoon(traces);
        if (m_request.representation == Representation::Surface) addSurface(SurfaceKind::Excluded);
        if (m_request.representation == Representation::GaussianSurface) addSurface(SurfaceKind::Gaussian);
        if (m_stop.stop_requested()) return nullptr;
        addAtoms();
        if (m_request.occlusion) addOcclusion();
        return m_stop.stop_requested() ? nullptr : m_drawing;
    }

private:
    // Which residues are drawn as atoms, and how.
    enum class Atoms : char { None, Sticks, BallsAndSticks, Spheres };

    void chooseAtoms(const std::vector<Trace>& traces) {
        m_atoms.assign(m_structure.residues.size(), Atoms::None);
        std::vector<char> traced(m_structure.residues.size(), 0);
        for (const Trace& trace : traces)
            for (const TracePoint& point : trace.points) traced[static_cast<std::size_t>(point.residue)] = 1;
        for (std::size_t i = 0; i < m_atoms.size(); ++i) m_atoms[i] = atomsOf(i, traced[i]);
        if (m_request.representation != Representation::Cartoon || !m_request.details.selectedAtoms) return;
        for (const int residue : m_request.shownResidues)
            if (auto& atoms = m_atoms[static_cast<std::size_t>(residue)]; atoms == Atoms::None) atoms = Atoms::Sticks;
    }
    Atoms atomsOf(std::size_t residue, bool traced) const {
        const Details& details = m_request.details;
        const ResidueKind kind = m_kinds[residue];
        if (kind == ResidueKind::Water && !details.waters) return Atoms::None;
        if (kind == ResidueKind::Ion && !details.ions) return Atoms::None;
        if (kind == ResidueKind::Ligand && !details.ligands) return Atoms::None;
        switch (m_request.representation) {
        case Representation::BallAndStick: return Atoms::BallsAndSticks;
        case Representation::Sticks: return Atoms::Sticks;
        case Representation::Spheres: return Atoms::Spheres;
        case Representation::Surface:
        case Representation::GaussianSurface:
            return kind == ResidueKind::Protein || kind == ResidueKind::Nucleic ? Atoms::None : Atoms::BallsAndSticks;
        case Representation::Cartoon: break;
        }
        if (kind == ResidueKind::Protein || kind == ResidueKind::Nucleic) {
            if (!traced) return Atoms::BallsAndSticks;
            return details.modifiedResidues && !structure::isStandardPolymer(m_structure.residues[residue].name) ? Atoms::Sticks : Atoms::None;
        }
        return Atoms::BallsAndSticks;
    }

    void addCartoon(const std::vector<Trace>& traces) {
        std::vector<char> anchored(m_atoms.size(), 0);
        for (std::size_t i = 0; i < m_atoms.size(); ++i) anchored[i] = m_atoms[i] != Atoms::None;
        m_drawing->mesh = cartoonMesh(m_structure, traces, CartoonDetail::full(), anchored);
        m_drawing->turningMesh = cartoonMesh(m_structure, traces, CartoonDetail::turning(), anchored);
        for (const Trace& trace : traces)
            if (trace.gapBefore >= 0) m_drawing->gaps.push_back({trace.gapBefore, trace.points.front().atom});
    }
    void addSurface(SurfaceKind surface) {
        std::vector<int> atoms;
        for (std::size_t i = 0; i < m_structure.atoms(); ++i) {
            const ResidueKind kind = m_kinds[static_cast<std::size_t>(m_structure.residueOf[i])];
            if (kind == ResidueKind::Protein || kind == ResidueKind::Nucleic) atoms.push_back(static_cast<int>(i));
        }
        m_drawing->mesh = surfaceMesh(m_structure, atoms, surface, SurfaceDetail::full(surface, atoms.size()));
        m_drawing->turningMesh = surfaceMesh(m_structure, atoms, surface, SurfaceDetail::turning(surface, atoms.size()));
    }

    Atoms atomsAt(int atom) const { return m_atoms[static_cast<std::size_t>(m_structure.residueOf[static_cast<std::size_t>(atom)])]; }
    // Beside a cartoon the backbone's own atoms are left out, but for the one that the side chain hangs on.
    bool hiddenBackbone(int atom) const {
        const auto row = static_cast<std::size_t>(atom);
        const auto residue = static_cast<std::size_t>(m_structure.residueOf[row]);
        if (m_request.representation != Representation::Cartoon || atomsAt(atom) != Atoms::Sticks) return false;
        const std::string& name = m_structure.atomNames[row];
        if (m_kinds[residue] == ResidueKind::Protein) return name == "C" || name == "O" || name == "OXT" || (name == "N" && m_structure.residues[residue].name != "PRO");
        return m_kinds[residue] == ResidueKind::Nucleic && (name == "P" || name == "OP1" || name == "OP2" || name == "OP3");
    }
    bool shown(int atom) const { return atomsAt(atom) != Atoms::None && !hiddenBackbone(atom); }

    float ballRadius(int atom) const {
        const auto row = static_cast<std::size_t>(atom);
        const auto vdw = static_cast<float>(structure::vanDerWaalsRadius(m_structure.elements[row]));
        const ResidueKind kind = m_kinds[static_cast<std::size_t>(m_structure.residueOf[row])];
        switch (atomsAt(atom)) {
        case Atoms::Spheres: return vdw;
        case Atoms::Sticks: return kind == ResidueKind::Ion ? kIonShare * vdw : kStick;
        default: return (kind == ResidueKind::Ion ? kIonShare : kBallShare) * vdw;
        }
    }
    void addAtoms() {
        for (std::size_t i = 0; i < m_structure.atoms(); ++i)
            if (shown(static_cast<int>(i))) m_drawing->balls.push_back({static_cast<int>(i), ballRadius(static_cast<int>(i))});
        if (m_request.representation == Representation::Spheres || m_drawing->balls.empty()) return;
        for (const structure::Bond& bond : structure::covalentBonds(m_structure)) {
            if (!shown(bond.first) || !shown(bond.second)) continue;
            const bool thin = atomsAt(bond.first) == Atoms::BallsAndSticks && m_request.representation == Representation::BallAndStick;
            const float radius = thin ? 0.15f : atomsAt(bond.first) == Atoms::Sticks ? kStick : kThickStick * 0.75f;
            m_drawing->sticks.push_back({bond.first, bond.second, radius});
            m_drawing->sticks.push_back({bond.second, bond.first, radius});
        }
    }
    void addOcclusion() {
        const OcclusionField field(*m_drawing);
        field.light(m_drawing->mesh, m_stop);
        field.light(m_drawing->turningMesh, m_stop);
        m_drawing->atomOpenness = field.ofAtoms(m_structure, m_drawing->balls);
    }

    const DrawingRequest& m_request;
    const Structure& m_structure;
    std::stop_token m_stop;
    std::vector<ResidueKind> m_kinds;
    std::vector<Atoms> m_atoms;
    std::shared_ptr<Drawing> m_drawing;
};

}  // namespace

bool Drawing::colouredByElement() const {
    const Representation r = request.representation;
    return r != Representation::Surface && r != Representation::GaussianSurface && r != Representation::Spheres;
}

std::shared_ptr<const Drawing> makeDrawing(const DrawingRequest& request, std::stop_token stop) {
    return DrawingMaker(request, std::move(stop)).run();
}

}  // namespace foldmeter::viz
