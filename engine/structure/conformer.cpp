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

struct Motion {
    std::array<Vector, 3> rotation;   // rows
    Vector shift;
};

Motion randomMotion(NumpyRandom& random) {
    const std::array<Vector, 3> rotation = randomRotation(random);
    return {rotation, normals(random)};
}

// Centres on the mean of all atoms, turns and shifts. float32 in and out, float64 between.
void move(std::vector<std::array<float, 3>>& positions, const Motion& motion) {
    Vector centre{};
    for (const auto& p : positions)
        for (std::size_t axis = 0; axis < 3; ++axis) centre[axis] += p[axis];
    for (double& x : centre) x /= static_cast<double>(positions.size());
    for (auto& p : positions) {
        const Vector centred = {p[0] - centre[0], p[1] - centre[1], p[2] - centre[2]};
        for (std::size_t axis = 0; axis < 3; ++axis) p[axis] = static_cast<float>(dot(motion.rotation[axis], centred) + motion.shift[axis]);
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

// All that a conformer takes from the random numbers: whether the embedding succeeds changes nothing in what is drawn.
struct Draw {
    const Molecule* molecule = nullptr;   // none: the dictionary's coordinates serve
    int seed = 0;
    Motion motion;
};

}  // namespace

struct ConformerGenerator::State {
    NumpyRandom random;
    std::string cutoffDate;
    std::map<std::string, std::optional<Molecule>> molecules;   // by code

    Draw draw(const Component& component) {
        auto found = molecules.find(component.code);
        if (found == molecules.end()) found = molecules.emplace(component.code, Molecule::fromComponent(component)).first;
        Draw drawn;
        if (found->second) {
            drawn.molecule = &*found->second;
            drawn.seed = static_cast<int>(random.randint31());
        }
        drawn.motion = randomMotion(random);
        return drawn;
    }

    Conformer conformer(const Component& component, const Draw& drawn) const {
        std::vector<Vector> embedded;
        if (drawn.molecule) embedded = drawn.molecule->embed(drawn.seed);
        Conformer made = embedded.empty() ? fromDictionary(component, cutoffDate) : fromEmbedding(*drawn.molecule, embedded);
        move(made.positions, drawn.motion);
        return made;
    }
};

ConformerGenerator::ConformerGenerator(std::uint32_t seed, std::string cutoffDate)
    : m_state(new State{NumpyRandom(seed), std::move(cutoffDate), {}}) {}
ConformerGenerator::~ConformerGenerator() = default;

Conformer ConformerGenerator::make(const Component& component) { return m_state->conformer(component, m_state->draw(component)); }

void ConformerGenerator::skip(const Component& component) { m_state->draw(component); }

std::vector<Conformer> ConformerGenerator::makeAll(const std::vector<const Component*>& components, ThreadPool* pool) {
    std::vector<Draw> drawn;
    for (const Component* component : components) drawn.push_back(m_state->draw(*component));
    std::vector<Conformer> made(components.size());
    const auto makeSome = [&](std::size_t begin, std::size_t end, int) {
        for (std::size_t i = begin; i < end; ++i) made[i] = m_state->conformer(*components[i], drawn[i]);
    };
    // In several loops: a pool that is busy elsewhere runs a loop on this thread alone, and may be free for the next.
    constexpr std::size_t loop = 64;
    for (std::size_t first = 0; first < components.size(); first += loop) {
        const std::size_t count = std::min(loop, components.size() - first);
        if (pool) pool->parallelFor(count, 1, [&](std::size_t begin, std::size_t end, int thread) { makeSome(first + begin, first + end, thread); });
        else makeSome(first, first + count, 0);
    }
    return made;
}

}  // namespace foldmeter::structure
