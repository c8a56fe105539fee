// Files: read whole, map, and write so that a file appears under its final name only when it is complete.
#pragma once

#include "base/buffer.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace foldmeter {

// Whole file. Throws InputError naming the path and the system's reason.
std::string readText(const std::filesystem::path& path);
Buffer readBytes(const std::filesystem::path& path);

// Read-only memory map of a file; the view lives as long as the object.
class MappedFile {
public:
    MappedFile() = default;
    explicit MappedFile(const std::filesystem::path& path);   // throws InputError
    MappedFile(MappedFile&& other) noexcept;
    MappedFile& operator=(MappedFile&& other) noexcept;
    ~MappedFile();
    Bytes bytes() const { return m_bytes; }

private:
    Bytes m_bytes;
};

// Gives the pages that hold these bytes of a MappedFile back to the system; they are read again from the file when
// somebody looks at them. Bytes of anything else would be lost.
void releasePages(Bytes mapped);

// Writes beside the target under a temporary name, closes, renames: complete or absent whatever happens to the process
// (not: to the power; waiting for the disk would cost milliseconds a file). Throws DeviceError (path, reason) and leaves
// nothing behind when the disk is full or the folder is not writable.
void writeAtomically(const std::filesystem::path& path, Bytes bytes);
void writeAtomically(const std::filesystem::path& path, std::string_view text);

// zstd, whole buffers. `decompress` throws InputError (with `what` in the text) on damage or when the content would
// exceed `limit` bytes.
std::string compressZstd(std::string_view text, int level = 3);
std::string decompressZstd(std::string_view bytes, std::string_view what, std::size_t limit = std::size_t{4} << 30);

}  // namespace foldmeter
