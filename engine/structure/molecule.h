// A component as a chemical graph that coordinates can be embedded for. Everything RDKit stays behind this header: it is
// large, and only reference conformers need it.
#pragma once

#include "structure/components.h"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace RDKit {
class RWMol;
}

namespace foldmeter::structure {

// For this folder only: the component's graph in its own order of atoms, nullptr where Molecule has nothing either.
std::unique_ptr<RDKit::RWMol> graphOfComponent(const Component& component);

class Molecule {
public:
    // Atoms in ascending order of name, hydrogens included, stereochemistry read off the ideal coordinates. Nothing when
    // a charge or ideal coordinate is unknown, an aromatic flag or bond order is not understood, or RDKit refuses it.
    // A component that has a SMILES is made from that, in its own atom order.
    static std::optional<Molecule> fromComponent(const Component& component);
    Molecule(Molecule&&) noexcept;
    ~Molecule();

    std::size_t atoms() const { return m_names.size(); }
    const std::vector<std::string>& names() const { return m_names; }
    const std::vector<int>& elements() const { return m_elements; }   // atomic numbers
    const std::vector<float>& charges() const { return m_charges; }
    // ETKDGv3 with this seed, no force field; empty when the embedding fails. Angstrom.
    std::vector<std::array<double, 3>> embed(int seed) const;

private:
    struct Graph;
    explicit Molecule(std::unique_ptr<Graph> graph, const Component& component);
    static std::optional<Molecule> fromSmiles(const Component& component);
    std::unique_ptr<Graph> m_graph;
    std::vector<std::string> m_names;
    std::vector<int> m_elements;
    std::vector<float> m_charges;
};

}  // namespace foldmeter::structure
