// Files that jobs of other programs name. Those programs count a path from the folder they are started in; here a path
// counts from the job's own folder first, and what is found only the other way is said.
#pragma once

#include "dialects/journal.h"
#include "features/text_files.h"

#include <filesystem>
#include <string>

namespace foldmeter::dialects {

class NamedFiles {
public:
    NamedFiles(const std::filesystem::path& folder, Journal& journal) : m_folder(folder), m_files(folder), m_journal(journal) {}
    // The path as the reader of the job will find it: as it is, or absolute. `at`: place of the path, for the remark.
    std::string placeOf(const json::Value& at, const std::string& path);
    bool exists(const std::string& path) const;   // from the job's folder or from where the program was started
    std::string read(const json::Value& at) { return m_files.read(placeOf(at, at.text)); }   // InputError
    const std::filesystem::path& folder() const { return m_folder; }

private:
    std::filesystem::path m_folder;
    features::TextFiles m_files;
    Journal& m_journal;
};

}  // namespace foldmeter::dialects
