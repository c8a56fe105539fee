#include "gui/app/interactions.h"

#include "structure/interactions.h"

#include <QCoreApplication>

namespace foldmeter::app {
namespace {

using Kind = viz::DrawnLink::Kind;
using structure::Interaction;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Interactions)
};

std::vector<int> atomsOf(const structure::Structure& s, const std::vector<int>& residues) {
    std::vector<int> atoms;
    for (const int row : residues) {
        const structure::StructureResidue& r = s.residues[static_cast<std::size_t>(row)];
        for (int atom = r.firstAtom; atom < r.firstAtom + r.atoms; ++atom) atoms.push_back(atom);
    }
    return atoms;
}

int chainOf(const structure::Structure& s, int atom) { return s.residues[static_cast<std::size_t>(s.residueOf[static_cast<std::size_t>(atom)])].chain; }

}  // namespace

FoundInteractions findInteractions(const structure::Structure& s, const StructureChoices& choices, const std::vector<int>& selected) {
    const std::vector<int> from = atomsOf(s, selected);
    FoundInteractions found;
    const auto add = [&](Kind kind, const std::vector<Interaction>& interactions, bool betweenChains) {
        for (const Interaction& i : interactions) {
            if (betweenChains && chainOf(s, i.first) == chainOf(s, i.second)) continue;
            if (found.shown.size() < mostInteractions) found.shown.push_back({kind, i.first, i.second, i.distance, i.overlap});
            else ++found.left;
        }
    };
    if (choices.clashes) add(Kind::Clash, structure::clashes(s, from, {}), false);
    if (choices.hydrogenBonds) add(Kind::HydrogenBond, structure::hydrogenBonds(s, from, {}), false);
    if (choices.contacts) add(Kind::Contact, structure::contacts(s, from, {}), from.empty() && s.chains.size() > 1);
    return found;
}

QString nameOfAtom(const structure::Structure& s, int atom) {
    const auto row = static_cast<std::size_t>(atom);
    const structure::StructureResidue& residue = s.residues[static_cast<std::size_t>(s.residueOf[row])];
    return QStringLiteral("%1 %2 %3 %4").arg(QString::fromStdString(s.chains[static_cast<std::size_t>(residue.chain)].id)).arg(residue.number).arg(QString::fromStdString(residue.name), QString::fromStdString(s.atomNames[row]));
}

QString nameOf(Kind kind) {
    switch (kind) {
    case Kind::HydrogenBond: return Words::tr("hydrogen bond");
    case Kind::Clash: return Words::tr("clash");
    case Kind::Measurement: return Words::tr("measurement");
    case Kind::Contact: break;
    }
    return Words::tr("contact");
}

}  // namespace foldmeter::app
