// NVIDIA's libraries on this machine: which of them are here, and what follows where one is not.
#pragma once

#include "targets/cuda/shared_library.h"

#include <string>
#include <vector>

namespace foldmeter::cuda {

struct InstalledLibrary {
    std::string name;          // "driver", "nvrtc", "cublaslt", "cudnn", "cupti"
    bool found = false, used = true;
    std::string version;       // "13.0"; empty when it does not tell
    std::filesystem::path path;
    std::string reason;        // why it is missing
};
// Opens each; needs no device.
std::vector<InstalledLibrary> installedLibraries();

}  // namespace foldmeter::cuda
