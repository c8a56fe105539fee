#include "runtime/cache.h"

#include "base/error.h"
#include "base/file.h"
#include "base/paths.h"
#include "runtime/byte_stream.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <sys/stat.h>
#include <unistd.h>

namespace foldmeter::runtime {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view magic = "FOLDMETER CODE 1\n";

std::string systemReason() { return std::strerror(errno); }

void putDigest(ByteWriter& writer, const Digest& digest) {
    writer.number(digest.high);
    writer.number(digest.low);
}

Digest takeDigest(ByteReader& reader) {
    Digest digest;
    digest.high = reader.number();
    digest.low = reader.number();
    return digest;
}

// Makes the folder for its owner alone, whatever the umask; parents as the system does.
void makeFolder(const fs::path& folder) {
    std::error_code error;
    fs::create_directories(folder.parent_path(), error);
    if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST)
        throw DeviceError(fmt::format("{}: cannot make the cache folder: {}", folder.string(), systemReason()), errno);
}

}  // namespace

std::string entryName(const Digest& key, EntryKind kind) { return key.toHex() + (kind == EntryKind::Code ? ".code" : ".program"); }

std::string sealed(std::string_view start, const Digest& key, std::string_view content) {
    ByteWriter body;
    putDigest(body, key);
    const std::string keyed = body.take() + std::string(content);
    ByteWriter head;
    putDigest(head, digestOf(keyed));
    head.number(keyed.size());
    return std::string(start) + head.take() + keyed;
}

std::string_view unsealed(std::string_view start, const Digest& key, std::string_view bytes, const std::string& what) {
    if (!bytes.starts_with(start)) throw InputError(what + " is damaged: it does not begin as an entry does");
    ByteReader head(bytes.substr(start.size()), what);
    const Digest digest = takeDigest(head);
    const std::string_view keyed = head.text();
    if (!head.atEnd()) throw InputError(what + " is damaged: it goes on behind its end");
    if (digestOf(keyed) != digest) throw InputError(what + " is damaged: its checksum differs");
    ByteReader reader(keyed, what);
    if (takeDigest(reader) != key) throw InputError(what + " belongs to another key");
    return keyed.substr(2 * sizeof(std::uint64_t));
}

std::string toBytes(const CodeEntry& entry, const Digest& key) {
    ByteWriter content;
    content.text(entry.program);
    content.text(entry.compiler);
    content.number(entry.chunks.size());
    for (const CodeChunk& chunk : entry.chunks) {
        content.text(chunk.object);
        content.number(chunk.variants.size());
        for (const auto& [variant, symbol] : chunk.variants) {
            putDigest(content, variant);
            content.text(symbol);
        }
    }
    return sealed(magic, key, content.take());
}

CodeEntry readEntry(std::string_view bytes, const Digest& key) {
    const std::string what = "cache entry " + key.toHex();
    ByteReader reader(unsealed(magic, key, bytes, what), what);
    CodeEntry entry;
    entry.program = reader.text();
    entry.compiler = reader.text();
    for (std::uint64_t chunks = reader.count(16); chunks > 0; --chunks) {
        CodeChunk chunk;
        chunk.object = reader.text();
        for (std::uint64_t variants = reader.count(24); variants > 0; --variants) {
            const Digest variant = takeDigest(reader);
            chunk.variants.emplace_back(variant, reader.text());
        }
        entry.chunks.push_back(std::move(chunk));
    }
    if (!reader.atEnd()) throw InputError(what + " is damaged: it goes on behind its end");
    return entry;
}

std::string problemOf(const fs::path& folder) {
    struct stat status {};
    if (::stat(folder.c_str(), &status) != 0)
        return errno == ENOENT ? "" : fmt::format("{}: {}", folder.string(), systemReason());
    if (!S_ISDIR(status.st_mode)) return fmt::format("{} is not a folder", folder.string());
    if (status.st_uid != ::geteuid())
        return fmt::format("{} belongs to another user (id {}); choose a folder of your own with --cache-dir", folder.string(), status.st_uid);
    if (status.st_mode & (S_IWGRP | S_IWOTH))
        return fmt::format("others may write to {}; run: chmod go-w '{}'", folder.string(), folder.string());
    return "";
}

CodeCache::CodeCache(CacheUse use, const fs::path& folder, const Log& log)
    : m_use(use), m_folder(folder.empty() ? cacheFolder() : folder), m_log(log) {
    if (m_use == CacheUse::Off) return;
    m_problem = problemOf(m_folder);
    if (m_problem.empty()) return;
    m_use = CacheUse::Off;
    note(m_log, LogLevel::Warning, "the compile cache is not used: " + m_problem);
}

void CodeCache::readFile(const std::string& name, std::string& reason, const std::function<void(std::string_view)>& parse) const {
    reason = m_problem.empty() ? "the cache is off" : m_problem;
    if (!usable()) return;
    std::error_code error;
    reason = "no entry for this code";
    if (!fs::exists(m_folder / name, error)) return;
    try {
        const MappedFile file(m_folder / name);
        const Bytes bytes = file.bytes();
        parse({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
        reason.clear();
    } catch (const InputError& damage) {
        reason = damage.what();
        note(m_log, LogLevel::Warning, reason + "; it is made again");
    }
}

std::optional<CodeEntry> CodeCache::read(const Digest& key, std::string& reason) const {
    std::optional<CodeEntry> entry;
    readFile(entryName(key, EntryKind::Code), reason, [&](std::string_view bytes) { entry = readEntry(bytes, key); });
    return entry;
}

void CodeCache::write(const Digest& key, const CodeEntry& entry) const { writeText(entryName(key, EntryKind::Code), toBytes(entry, key)); }

std::optional<std::string> CodeCache::readText(const std::string& name) const {
    std::error_code error;
    if (!usable() || !fs::exists(m_folder / name, error)) return {};
    try {
        return foldmeter::readText(m_folder / name);
    } catch (const InputError& unreadable) {
        note(m_log, LogLevel::Warning, unreadable.what());
        return {};
    }
}

void CodeCache::writeText(const std::string& name, const std::string& text) const {
    if (m_use != CacheUse::ReadWrite) return;
    try {
        makeFolder(m_folder);
        writeAtomically(m_folder / name, text);
    } catch (const DeviceError& refused) {
        note(m_log, LogLevel::Info, std::string("nothing is added to the compile cache: ") + refused.what());
    }
}

}  // namespace foldmeter::runtime
