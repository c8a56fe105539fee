#include "structure/molecule.h"

#include "structure/elements.h"
#include "structure/smiles.h"

#include <GraphMol/DistGeomHelpers/Embedder.h>
#include <GraphMol/GraphMol.h>
#include <GraphMol/MolOps.h>

#include <algorithm>
#include <numeric>

namespace foldmeter::structure {

struct Molecule::Graph {
    std::unique_ptr<RDKit::ROMol> molecule;
    std::vector<unsigned int> order;   // component atom of each atom
};

namespace {

std::optional<RDKit::Bond::BondType> bondType(const std::string& order) {
    if (order == "SING") return RDKit::Bond::SINGLE;
    if (order == "DOUB") return RDKit::Bond::DOUBLE;
    if (order == "TRIP") return RDKit::Bond::TRIPLE;
    return std::nullopt;
}

bool addAtoms(RDKit::RWMol& molecule, const Component& component) {
    auto conformer = std::make_unique<RDKit::Conformer>(static_cast<unsigned>(component.atoms.size()));
    for (const ComponentAtom& source : component.atoms) {
        const int element = atomicNumber(source.element);
        if (element == 0 || !source.charge || !source.ideal[0] || !source.ideal[1] || !source.ideal[2]) return false;
        auto atom = std::make_unique<RDKit::Atom>(element);
        atom->setFormalCharge(*source.charge);
        atom->setNoImplicit(true);
        const unsigned index = molecule.addAtom(atom.release(), false, true);   // the molecule owns it
        conformer->setAtomPos(index, {*source.ideal[0], *source.ideal[1], *source.ideal[2]});
    }
    molecule.addConformer(conformer.release(), true);   // the molecule owns it
    return true;
}

bool addBonds(RDKit::RWMol& molecule, const Component& component) {
    for (const ComponentBond& bond : component.bonds) {
        const auto type = bondType(bond.order);
        if (!type || !bond.aromatic) return false;
        const auto first = static_cast<unsigned>(bond.first), second = static_cast<unsigned>(bond.second);
        molecule.addBond(first, second, *type);
        molecule.getBondBetweenAtoms(first, second)->setIsAromatic(*bond.aromatic);
    }
    return true;
}

std::vector<unsigned> orderByName(const Component& component) {
    std::vector<unsigned> order(component.atoms.size());
    std::iota(order.begin(), order.end(), 0u);
    std::stable_sort(order.begin(), order.end(), [&](unsigned a, unsigned b) {
        return component.atoms[a].name < component.atoms[b].name;
    });
    return order;
}

}  // namespace

Molecule::Molecule(std::unique_ptr<Graph> graph, const Component& component) : m_graph(std::move(graph)) {
    for (std::size_t i = 0; i < m_graph->order.size(); ++i) {
        const RDKit::Atom* atom = m_graph->molecule->getAtomWithIdx(static_cast<unsigned>(i));
        m_names.push_back(component.atoms[m_graph->order[i]].name);
        m_elements.push_back(atom->getAtomicNum());
        m_charges.push_back(static_cast<float>(atom->getFormalCharge()));
    }
}
Molecule::Molecule(Molecule&&) noexcept = default;
Molecule::~Molecule() = default;

std::unique_ptr<RDKit::RWMol> graphOfComponent(const Component& component) {
    silenceRdkit();
    if (component.atoms.empty()) return nullptr;
    auto molecule = std::make_unique<RDKit::RWMol>();
    try {
        if (!addAtoms(*molecule, component) || !addBonds(*molecule, component)) return nullptr;
        RDKit::MolOps::assignStereochemistryFrom3D(*molecule);
        RDKit::MolOps::sanitizeMol(*molecule);
        return molecule;
    } catch (const std::exception&) {   // RDKit's refusals; the caller falls back to the dictionary's coordinates
        return nullptr;
    }
}

std::optional<Molecule> Molecule::fromComponent(const Component& component) {
    if (!component.atoms.empty() && !component.smiles.empty()) return fromSmiles(component);
    const std::unique_ptr<RDKit::RWMol> molecule = graphOfComponent(component);
    if (!molecule) return std::nullopt;
    try {
        auto graph = std::make_unique<Graph>();
        graph->order = orderByName(component);
        graph->molecule.reset(RDKit::MolOps::renumberAtoms(*molecule, graph->order));
        return Molecule(std::move(graph), component);
    } catch (const std::exception&) {
        return std::nullopt;
    }
}

std::optional<Molecule> Molecule::fromSmiles(const Component& component) {
    try {
        auto graph = std::make_unique<Graph>();
        graph->molecule = graphOfSmiles(component.smiles);
        graph->order.resize(graph->molecule->getNumAtoms());
        std::iota(graph->order.begin(), graph->order.end(), 0u);
        if (graph->order.size() != component.atoms.size()) return std::nullopt;
        return Molecule(std::move(graph), component);
    } catch (const std::exception&) {
        return std::nullopt;
    }
}

std::vector<std::array<double, 3>> Molecule::embed(int seed) const {
    RDKit::DGeomHelpers::EmbedParameters parameters = RDKit::DGeomHelpers::ETKDGv3;
    parameters.randomSeed = seed;
    RDKit::ROMol copy(*m_graph->molecule);
    std::vector<std::array<double, 3>> positions;
    try {
        const int id = RDKit::DGeomHelpers::EmbedMolecule(copy, parameters);
        if (id < 0) return {};
        for (const RDGeom::Point3D& p : copy.getConformer(id).getPositions()) positions.push_back({p.x, p.y, p.z});
    } catch (const std::exception&) {
        return {};
    }
    return positions;
}

}  // namespace foldmeter::structure
