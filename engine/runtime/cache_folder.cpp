// What `foldmeter cache` does to a whole folder: list, clear, export, import.
#include "base/error.h"
#include "base/file.h"
#include "runtime/byte_stream.h"
#include "runtime/program_entry.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <sys/stat.h>

namespace foldmeter::runtime {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view archiveMagic = "FOLDMETER CACHE ARCHIVE 1\n";

// The kind of an entry by the name of its file.
std::optional<EntryKind> entryKind(const std::string& name) {
    constexpr std::size_t digits = 32;
    if (name.size() <= digits || name.find_first_not_of("0123456789abcdef") != digits) return {};
    if (name.substr(digits) == ".code") return EntryKind::Code;
    if (name.substr(digits) == ".program") return EntryKind::Program;
    return {};
}
Digest keyOf(const std::string& name) { return Digest::fromHex(std::string_view(name).substr(0, 32)); }
bool isTuning(const std::string& name) {
    return name.starts_with("tuning-") && name.ends_with(".json") && name.find('/') == std::string::npos;
}

void requireFit(const fs::path& folder) {
    const std::string problem = problemOf(folder);
    if (!problem.empty()) throw DeviceError("the compile cache is refused: " + problem);
}

// Our files of the folder, by name; others are left alone.
std::vector<fs::path> filesOf(const fs::path& folder) {
    std::vector<fs::path> files;
    std::error_code error;
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
        const std::string name = it->path().filename().string();
        if (entryKind(name) || isTuning(name)) files.push_back(it->path());
    }
    std::sort(files.begin(), files.end());
    return files;
}

// Throws InputError when the entry is not sound.
void describeEntry(CacheItem& item, EntryKind kind, std::string_view bytes) {
    if (kind == EntryKind::Program) {
        const ProgramEntry entry = readProgramEntry(bytes, keyOf(item.name));
        item.kind = "program";
        item.program = entry.signature.name;
        item.kernels = entry.list.kernels.size();
        return;
    }
    const CodeEntry entry = readEntry(bytes, keyOf(item.name));
    item.kind = "code";
    item.program = entry.program;
    item.compiler = entry.compiler;
    for (const CodeChunk& chunk : entry.chunks) item.kernels += chunk.variants.size();
}

void describe(CacheItem& item, const std::string& bytes) {
    const std::optional<EntryKind> kind = entryKind(item.name);
    if (!kind) item.kind = "tuning";
    try {
        if (kind) describeEntry(item, *kind, bytes);
    } catch (const InputError& damage) {
        item.problem = damage.what();
    }
}

}  // namespace

std::vector<CacheItem> listCache(const fs::path& folder) {
    requireFit(folder);
    std::vector<CacheItem> items;
    for (const fs::path& path : filesOf(folder)) {
        CacheItem item;
        item.name = path.filename().string();
        struct stat status {};
        if (::stat(path.c_str(), &status) == 0) item.modified = status.st_mtime;
        try {
            const std::string bytes = readText(path);
            item.bytes = bytes.size();
            describe(item, bytes);
        } catch (const InputError& unreadable) {
            item.problem = unreadable.what();
        }
        items.push_back(std::move(item));
    }
    return items;
}

std::size_t clearCache(const fs::path& folder) {
    requireFit(folder);
    std::size_t removed = 0;
    for (const fs::path& path : filesOf(folder)) {
        std::error_code error;
        if (fs::remove(path, error)) ++removed;
        if (error) throw DeviceError(fmt::format("{}: {}", path.string(), error.message()), error.value());
    }
    return removed;
}

std::size_t exportCache(const fs::path& folder, const fs::path& file) {
    std::vector<CacheItem> items = listCache(folder);
    std::erase_if(items, [](const CacheItem& item) { return !item.problem.empty(); });
    ByteWriter writer;
    writer.number(items.size());
    for (const CacheItem& item : items) {
        writer.text(item.name);
        writer.text(readText(folder / item.name));
    }
    const std::string content = writer.take();
    writeAtomically(file, std::string(archiveMagic) + digestOf(content).toHex() + compressZstd(content));
    return items.size();
}

std::size_t importCache(const fs::path& folder, const fs::path& file) {
    requireFit(folder);
    const std::string bytes = readText(file);
    const std::string what = file.string();
    const std::size_t head = archiveMagic.size() + 32;
    if (!bytes.starts_with(archiveMagic) || bytes.size() < head) throw InputError(what + " is no exported compile cache");
    const std::string content = decompressZstd(std::string_view(bytes).substr(head), what);
    if (digestOf(content).toHex() != bytes.substr(archiveMagic.size(), 32)) throw InputError(what + " is damaged: its checksum differs");
    ByteReader reader(content, what);
    std::vector<std::pair<std::string, std::string>> files;
    for (std::uint64_t count = reader.count(16); count > 0; --count) {
        const std::string name(reader.text());
        const std::string text(reader.text());
        const std::optional<EntryKind> kind = entryKind(name);
        if (!kind && !isTuning(name)) throw InputError(fmt::format("{} holds a file '{}' that no cache has", what, name));
        CacheItem item{.name = name};
        if (kind) describeEntry(item, *kind, text);
        files.emplace_back(name, text);
    }
    std::string failure;
    const CodeCache cache(CacheUse::ReadWrite, folder, [&](LogLevel, const std::string& text) { failure = text; });
    for (const auto& [name, text] : files) cache.writeText(name, text);
    if (!failure.empty()) throw DeviceError(failure);
    return files.size();
}

}  // namespace foldmeter::runtime
