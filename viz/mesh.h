// Triangles with what they stand for: every vertex belongs to an atom, which gives its colour and is what is picked.
#pragma once

#include <cstdint>
#include <vector>

namespace foldmeter::viz {

struct Mesh {
    std::vector<float> positions, normals;   // 3 a vertex, Angstrom
    std::vector<std::uint32_t> triangles;    // 3 a triangle, seen from outside counter-clockwise
    std::vector<int> atomOf;                 // of each vertex: row of the structure
    std::vector<std::uint8_t> openness;      // of each vertex: 255 open to the light, 0 buried; empty: not known yet

    std::size_t vertices() const { return atomOf.size(); }
    void append(const Mesh& other);
};

}  // namespace foldmeter::viz
