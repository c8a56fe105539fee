// The compile cache: machine code by content. A key is the digest of all that decides the code; an entry holds the code
// of one program, is written by atomic rename, and is read only when every byte of it is as it was written. Machine code
// is code: a folder that belongs to someone else, or that others may write to, is not used at all.
#pragma once

#include "base/digest.h"
#include "base/log.h"
#include "settings/settings.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace foldmeter::runtime {

// One relocatable object and what it defines: variant (kernel text, schedule, target, compiler) -> symbol.
struct CodeChunk {
    std::string object;
    std::vector<std::pair<Digest, std::string>> variants;
    bool operator==(const CodeChunk&) const = default;
};
struct CodeEntry {
    std::string program;    // for people
    std::string compiler;   // for people; the key depends on it
    std::vector<CodeChunk> chunks;
    bool operator==(const CodeEntry&) const = default;
};

// Files of the folder: machine code of a program, and the program itself (program_entry.h).
enum class EntryKind : std::uint8_t { Code, Program };
std::string entryName(const Digest& key, EntryKind kind);   // of its file

// The bytes of an entry's file: what it begins with, checksum, length, key, content; and back. InputError says what is
// damaged: every byte must be as it was written.
std::string sealed(std::string_view magic, const Digest& key, std::string_view content);
std::string_view unsealed(std::string_view magic, const Digest& key, std::string_view bytes, const std::string& what);

// Bytes of an entry as they lie in its file, and back. readEntry throws InputError saying what is damaged.
std::string toBytes(const CodeEntry& entry, const Digest& key);
CodeEntry readEntry(std::string_view bytes, const Digest& key);

class CodeCache {
public:
    // A cache that is off, or whose folder is refused, finds nothing and keeps nothing; `problem` says why.
    CodeCache(CacheUse use, const std::filesystem::path& folder, const Log& log = {});

    bool usable() const { return m_use != CacheUse::Off; }
    const std::string& problem() const { return m_problem; }
    const std::filesystem::path& folder() const { return m_folder; }

    // Hands the bytes of a file to `parse`, which throws InputError when they are not sound; `reason` says why nothing was
    // read, "" when something was.
    void readFile(const std::string& name, std::string& reason, const std::function<void(std::string_view)>& parse) const;
    // None when there is no sound entry; `reason` says why.
    std::optional<CodeEntry> read(const Digest& key, std::string& reason) const;
    // Replaces the entry. A folder that cannot be written to costs a note, not the run.
    void write(const Digest& key, const CodeEntry& entry) const;

    // Small texts beside the entries (tuning records): the same rules, one file a name.
    std::optional<std::string> readText(const std::string& name) const;
    void writeText(const std::string& name, const std::string& text) const;

private:
    CacheUse m_use;
    std::filesystem::path m_folder;
    Log m_log;
    std::string m_problem;
};

// What makes a folder unfit to hold code; "" when it is fit. An absent folder is fit.
std::string problemOf(const std::filesystem::path& folder);

// For `foldmeter cache`. All of them throw DeviceError when the folder is unfit (problemOf) or the disk refuses.
struct CacheItem {
    std::string name;        // of the file
    std::string kind;        // code, program, tuning
    std::string program;
    std::string compiler;    // of code
    std::size_t bytes = 0;
    std::int64_t modified = 0;   // seconds since 1970
    std::size_t kernels = 0;
    std::string problem;     // "" = sound
};
std::vector<CacheItem> listCache(const std::filesystem::path& folder);   // reads and checks every entry
std::size_t clearCache(const std::filesystem::path& folder);             // number of files removed
// One file with all sound entries and tuning records.
std::size_t exportCache(const std::filesystem::path& folder, const std::filesystem::path& file);
// InputError when the file is damaged; nothing of it is taken then.
std::size_t importCache(const std::filesystem::path& folder, const std::filesystem::path& file);

}  // namespace foldmeter::runtime
