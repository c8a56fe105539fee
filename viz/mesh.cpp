#include "viz/mesh.h"

namespace foldmeter::viz {

void Mesh::append(const Mesh& other) {
    const auto first = static_cast<std::uint32_t>(vertices());
    positions.insert(positions.end(), other.positions.begin(), other.positions.end());
    normals.insert(normals.end(), other.normals.begin(), other.normals.end());
    atomOf.insert(atomOf.end(), other.atomOf.begin(), other.atomOf.end());
    openness.insert(openness.end(), other.openness.begin(), other.openness.end());
    triangles.reserve(triangles.size() + other.triangles.size());
    for (const std::uint32_t vertex : other.triangles) triangles.push_back(first + vertex);
}

}  // namespace foldmeter::viz
