// Files that a job names instead of holding their text: found beside the job's file, unpacked by what they begin with
// (gzip, xz, zstd), within limits, so that no file fills the memory. Spec features.md section 1, "Paths".
#pragma once

#include <filesystem>
#include <string>

namespace foldmeter::features {

class TextFiles {
public:
    static constexpr std::size_t mostOfFile = std::size_t{1} << 30;   // bytes, unpacked
    static constexpr std::size_t mostOfJob = std::size_t{4} << 30;    // all files of a job together
    static constexpr std::size_t longestPath = 4096;

    explicit TextFiles(std::filesystem::path folder, std::size_t fileLimit = mostOfFile) : m_folder(std::move(folder)), m_fileLimit(fileLimit) {}
    // Text of the file at `path`, absolute or relative to the folder. InputError names the file and what is wrong with it.
    std::string read(const std::string& path);

private:
    std::filesystem::path m_folder;
    std::size_t m_fileLimit, m_left = mostOfJob;
};

}  // namespace foldmeter::features
