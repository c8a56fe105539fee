// A recorded run of tests/data/runs as a folder of its own, unpacked as the program leaves it, to be read or changed.
#pragma once

#include "support/test_main.h"

#include "base/file.h"

#include <filesystem>

namespace foldmeter::test {

inline void copyRecordedRun(const std::string& name, const std::filesystem::path& to) {
    namespace fs = std::filesystem;
    const fs::path from = dataPath("runs/" + name);
    for (const auto& entry : fs::recursive_directory_iterator(from)) {
        const fs::path target = to / fs::relative(entry.path(), from);
        if (entry.is_directory()) continue;
        fs::create_directories(target.parent_path());
        if (target.extension() == ".zst") writeAtomically(fs::path(target).replace_extension(), decompressZstd(readText(entry.path()), target.string()));
        else fs::copy_file(entry.path(), target);
    }
}

}  // namespace foldmeter::test
