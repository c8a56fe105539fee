#include "results/packed_file.h"

#include "base/file.h"

namespace foldmeter::results {

namespace fs = std::filesystem;

fs::path plainOrPacked(const fs::path& path) {
    std::error_code ignored;
    if (fs::is_regular_file(path, ignored)) return path;
    const fs::path packed = path.string() + ".zst";
    return fs::is_regular_file(packed, ignored) ? packed : fs::path();
}

std::string readPlainOrPacked(const fs::path& path) {
    std::string text = readText(path);
    return path.extension() == ".zst" ? decompressZstd(text, path.string()) : text;
}

}  // namespace foldmeter::results
