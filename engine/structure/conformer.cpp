#include "structure/conformer.h"

#include "structure/elements.h"
#include "structure/molecule.h"

#include <cmath>
#include <map>
#include <optional>

namespace foldmeter::structure {
namespace {

using Vector = std::array<double, 3>;

Vector normals(NumpyRandom& random) {
    Vector v;
    for (double& x : v) x = random.normal();
    return v;
}
double dot(const Vector& a, const Vector& b) { return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]; }
Vector scaled(const Vector& v, double factor) { return {v[0] * factor, v[1] * factor, v[2] * factor}; }
Vector unit(const Vector& v) {
    const double length = std::sqrt(dot(v, v));
    return {v[0] / length, v[1] / length, v[2] / length};
}
Vector cross(const Vector& a, const Vector& b) {
    return {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
}

// Rows of a random rotation, made from two normal vectors by Gram-Schmidt.
std::array<Vector, 3> randomRotation(NumpyRandom& random) {
    const Vector v0 = normals(random), v1 = normals(random);
    const Vector e0 = unit(v0);
    const Vector along = scaled(e0, dot(v1, e0));
    const Vector e1 = unit({v1[0] - along[0], v1[1] - along[1], v1[2] - along[2]});
    return {e0, e1, cross(e0, e1)};
}

// Centres on the mean of all atoms, turns and shifts. float32 in and out, float64 between.
void moveRandomly(std::vector<std::array<float, 3>>& positions, NumpyRandom& random) {
    Vector centre{};
    for (const auto& p : positions)
        for (std::size_t axis = 0; axis < 3; ++axis) centre[axis] += p[axis];
    for (double& x : centre) x /= static_cast<double>(positions.size());
    const std::array<Vector, 3> rotation = randomRotation(random);
    const Vector shift = normals(random);
    for (auto& p : positions) {
        const Vector centred = {p[0] - centre[0], p[1] - centre[1], p[2] - centre[2]};
        for (std::size_t axis = 0; axis < 3; ++axis) p[axis] = static_cast<float>(dot(rotation[axis], centred) + shift[axis]);
    }
}

bool anyUnknownIdeal(const Component& component) {
    for (const ComponentAtom& atom : component.atoms)
        for (const auto& x : atom.ideal)
            if (!x) return true;
    return false;
}

// The dictionary's own coordinates, in its atom order.
Conformer fromDictionary(const Component& component, const std::string& cutoffDate) {
    const bool dated = component.modified != "?" && component.modified != "." && !component.modified.empty();
    const bool useModel = anyUnknownIdeal(component) && dated && component.modified < cutoffDate;
    Conformer conformer;
    for (const ComponentAtom& atom : component.atoms) {
        const auto& coordinates = useModel ? atom.model : atom.ideal;
        std::array<float, 3> position;
        for (std::size_t axis = 0; axis < 3; ++axis) position[axis] = static_cast<float>(coordinates[axis].value_or(0));
        conformer.atomNames.push_back(atom.name);
        conformer.positions.push_back(position);
        conformer.elements.push_back(atomicNumber(atom.element));
        conformer.charges.push_back(static_cast<float>(atom.charge.value_or(0)));
    }
    return conformer;
}

Conformer fromEmbedding(const Molecule& molecule, const std::vector<Vector>& embedded) {
    Conformer conformer{molecule.names(), {}, molecule.elements(), molecule.charges(), true};
    for (const Vector& p : embedded)
        conformer.positions.push_back({static_cast<float>(p[0]), static_cast<float>(p[1]), static_cast<float>(p[2])});
    return conformer;
}

}  // namespace

struct ConformerGenerator::State {
    NumpyRandom random;
    std::string cutoffDate;
    std::map<std::string, std::optional<Molecule>> molecules;   // by code; nothing: the dictionary's coordinates serve

    const std::optional<Molecule>& moleculeOf(const Component& component) {
        auto found = molecules.find(component.code);
        if (found == molecules.end()) found = molecules.emplace(component.code, Molecule::fromComponent(component)).first;
        return found->second;
    }
};

ConformerGenerator::ConformerGenerator(std::uint32_t seed, std::string cutoffDate)
    : m_state(new State{NumpyRandom(seed), std::move(cutoffDate), {}}) {}
ConformerGenerator::~ConformerGenerator() = default;

Conformer ConformerGenerator::make(const Component& component) {
    const std::optional<Molecule>& molecule = m_state->moleculeOf(component);
    std::vector<Vector> embedded;
    if (molecule) embedded = molecule->embed(static_cast<int>(m_state->random.randint31()));
    Conformer conformer = embedded.empty() ? fromDictionary(component, m_state->cutoffDate) : fromEmbedding(*molecule, embedded);
    moveRandomly(conformer.positions, m_state->random);
    return conformer;
}

void ConformerGenerator::skip(const Component& component) {
    if (m_state->moleculeOf(component)) m_state->random.randint31();
    std::vector<std::array<float, 3>> nothing(1);
    moveRandomly(nothing, m_state->random);
}

}  // namespace foldmeter::structure
