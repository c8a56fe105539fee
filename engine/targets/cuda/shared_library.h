// A vendor's library, opened while the program runs: machines without it work all the same, and say why it is missing.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace foldmeter::cuda {

class SharedLibrary {
public:
    SharedLibrary() = default;
    // The first of `names` that opens, looked for as the system does and then in the folders of a CUDA Toolkit
    // (FOLDMETER_CUDA, CUDA_PATH, the toolkit's usual place, what the build fetched).
    explicit SharedLibrary(const std::vector<std::string>& names);

    bool found() const { return m_handle != nullptr; }
    const std::filesystem::path& path() const { return m_path; }     // where it was found
    const std::string& reason() const { return m_reason; }           // why not
    void* symbol(const char* name) const;                            // nullptr when absent
    // Opens what lies beside it and begins with `prefix`: a vendor's library that asks the system for another by its bare name
    // then finds it, in whatever folder they lie.
    void openBeside(std::string_view prefix) const;
    template <typename Function> void bind(Function& function, const char* name) const { function = reinterpret_cast<Function>(symbol(name)); }

private:
    void* m_handle = nullptr;   // stays open: vendors' libraries do not like to be closed
    std::filesystem::path m_path;
    std::string m_reason;
};

// Folders of a CUDA Toolkit on this machine, best first.
std::vector<std::filesystem::path> toolkitFolders();

}  // namespace foldmeter::cuda
