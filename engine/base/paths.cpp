#include "base/paths.h"

#include "base/error.h"
#include "base/message.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstdlib>
#include <optional>
#include <vector>

namespace foldmeter {
namespace {

namespace fs = std::filesystem;

std::optional<fs::path> environmentPath(const char* name) {
    const char* value = std::getenv(name);
    if (!value || !*value) return {};
    return fs::path(value);
}

fs::path homeFolder() {
    if (const auto home = environmentPath("HOME")) return *home;
    return fs::temp_directory_path();
}

fs::path underXdg(const char* variable, const char* fallback) {
    return environmentPath(variable).value_or(homeFolder() / fallback) / "foldmeter";
}

// The installed layout (PREFIX/bin beside PREFIX/share), and a build tree: every folder above the executable.
std::vector<fs::path> resourceFolders() {
    if (const auto given = environmentPath("FOLDMETER_DATA")) return {*given};
    std::vector<fs::path> folders;
    const fs::path start = executablePath().parent_path();
    folders.push_back(start.parent_path() / "share" / "foldmeter");
    for (fs::path folder = start; folder.has_relative_path(); folder = folder.parent_path())
        folders.push_back(folder / "resources");
    return folders;
}

}  // namespace

fs::path executablePath() {
    std::error_code failure;
    const fs::path path = fs::read_symlink("/proc/self/exe", failure);
    if (failure) throw DeviceError("cannot find the running executable: " + failure.message(), failure.value());
    return path;
}

fs::path resourcePath(const std::string& relative) {
    const std::vector<fs::path> folders = resourceFolders();
    std::vector<std::string> tried;
    std::error_code ignored;
    for (const fs::path& folder : folders) {
        if (fs::exists(folder / relative, ignored)) return folder / relative;
        tried.push_back(folder.string());
    }
    throw InputError(fmt::format("the resource file {} was not found; looked in: {}. Set FOLDMETER_DATA to the resource folder",
                                 relative, fmt::join(tried, ", ")));
}

fs::path helpFolder() { return resourcePath(language() == Language::English ? std::string("help") : fmt::format("help/{}", codeOf(language()))); }

fs::path cacheFolder() {
    if (const auto given = environmentPath("FOLDMETER_CACHE")) return *given;
    return underXdg("XDG_CACHE_HOME", ".cache");
}

fs::path historyFolder() {
    if (const auto given = environmentPath("FOLDMETER_HISTORY")) return *given;
    return underXdg("XDG_DATA_HOME", ".local/share") / "history";
}

}  // namespace foldmeter
