// The content of a file piece by piece, unpacked on the way, so that a large trace never lies whole in memory: plain,
// gzip or zstd, told apart by the first bytes whatever the file is called.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

namespace foldmeter::interop {

class PackedStream {
public:
    explicit PackedStream(const std::filesystem::path& file);   // InputError when it cannot be opened
    ~PackedStream();
    PackedStream(const PackedStream&) = delete;
    PackedStream& operator=(const PackedStream&) = delete;

    // The next piece into `into`, at most `most` bytes; 0 at the end. InputError on damage, or beyond 64 GiB of content.
    std::size_t read(char* into, std::size_t most);
    std::uint64_t unpacked() const { return m_unpacked; }        // bytes given so far
    const std::string& name() const { return m_name; }

    class Source;                                                // one way of unpacking

private:
    std::string m_name;
    std::unique_ptr<Source> m_source;
    std::uint64_t m_unpacked = 0;
};

// Whole content, for files that are small once unpacked; InputError beyond `limit` bytes.
std::string readUnpacked(const std::filesystem::path& file, std::size_t limit);

}  // namespace foldmeter::interop
