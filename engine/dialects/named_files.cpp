#include "dialects/named_files.h"

namespace foldmeter::dialects {

namespace fs = std::filesystem;

bool NamedFiles::exists(const std::string& path) const {
    std::error_code ignored;
    if (path.empty() || path.size() > features::TextFiles::longestPath || path.find('\0') != std::string::npos) return false;
    return fs::exists(m_folder / path, ignored) || fs::exists(path, ignored);
}

std::string NamedFiles::placeOf(const json::Value& at, const std::string& path) {
    std::error_code ignored;
    if (!exists(path) || fs::exists(m_folder / path, ignored)) return path;
    m_journal.assumed(at, "dialect.named_place", {path});
    return fs::absolute(path, ignored).string();
}

}  // namespace foldmeter::dialects
