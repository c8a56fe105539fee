// What is shown as one glTF file, for other 3D programs: balls and sticks become triangles, colours stay with them.
#pragma once

#include "viz/scene.h"

#include <filesystem>

namespace foldmeter::viz {

// Everything visible, in the colours and places it has. InputError when nothing is or the file cannot be written.
void writeGltf(const Scene& scene, const std::filesystem::path& path);

}  // namespace foldmeter::viz
