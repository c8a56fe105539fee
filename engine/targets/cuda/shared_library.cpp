#include "targets/cuda/shared_library.h"

#include <dlfcn.h>
#include <link.h>

#include <cstdlib>

namespace foldmeter::cuda {

namespace fs = std::filesystem;

std::vector<fs::path> toolkitFolders() {
    std::vector<fs::path> folders;
    for (const char* variable : {"FOLDMETER_CUDA", "CUDA_PATH"})
        if (const char* value = std::getenv(variable); value && *value) folders.emplace_back(value);
    std::error_code ignored;
    const fs::path program = fs::read_symlink("/proc/self/exe", ignored);
    if (!program.empty()) folders.push_back(program.parent_path().parent_path().parent_path() / "cuda-toolkit" / "nvidia" / "cu13");
    folders.emplace_back("/usr/local/cuda");
    return folders;
}

SharedLibrary::SharedLibrary(const std::vector<std::string>& names) {
    std::vector<fs::path> candidates;
    for (const std::string& name : names) candidates.emplace_back(name);
    for (const fs::path& folder : toolkitFolders())
        for (const char* sub : {"lib64", "lib", "targets/x86_64-linux/lib"})
            for (const std::string& name : names) candidates.push_back(folder / sub / name);
    for (const fs::path& candidate : candidates) {
        std::error_code ignored;
        if (candidate.has_parent_path() && !fs::exists(candidate, ignored)) continue;
        m_handle = dlopen(candidate.c_str(), RTLD_NOW | RTLD_LOCAL);
        if (!m_handle) {
            const char* why = dlerror();
            if (m_reason.empty()) m_reason = why ? why : candidate.string() + " does not open";
            continue;
        }
        link_map* map = nullptr;
        m_path = dlinfo(m_handle, RTLD_DI_LINKMAP, &map) == 0 && map && map->l_name ? fs::path(map->l_name) : candidate;
        m_reason.clear();
        return;
    }
}

void SharedLibrary::openBeside(std::string_view prefix) const {
    std::error_code ignored;
    for (const fs::directory_entry& file : fs::directory_iterator(m_path.parent_path(), ignored))
        if (file.path().filename().string().starts_with(prefix)) dlopen(file.path().c_str(), RTLD_NOW | RTLD_LOCAL);
}

void* SharedLibrary::symbol(const char* name) const { return m_handle ? dlsym(m_handle, name) : nullptr; }

}  // namespace foldmeter::cuda
