// Layout of resources/components/components.fmc, all numbers little-endian:
//   header (64 bytes) | index: one 16-byte entry a component, sorted by code | zstd dictionary | frames
// Header, index and dictionary are covered by one checksum, tested when the file is opened (about 1 MB); every frame
// is one component (component_codec.h), compressed with the dictionary, with zstd's own checksum tested when it is read.
#pragma once

#include <cstdint>

namespace foldmeter::structure {

struct ComponentFileHeader {
    static constexpr char kMagic[8] = {'F', 'M', 'C', 'O', 'M', 'P', '\r', '\n'};
    static constexpr std::uint32_t kVersion = 1;

    char magic[8];
    std::uint32_t version;
    std::uint32_t components;
    std::uint64_t dictionaryOffset, dictionarySize;
    std::uint64_t framesOffset, fileSize;
    std::uint64_t checksumHigh, checksumLow;   // XXH3-128 of index and dictionary and of the header with these zero
};
static_assert(sizeof(ComponentFileHeader) == 64);

struct ComponentFileEntry {
    char code[8];              // filled up with zero bytes
    std::uint32_t offset;      // from framesOffset
    std::uint32_t size;
};
static_assert(sizeof(ComponentFileEntry) == 16);

constexpr std::uint64_t kLargestComponent = 16u << 20;   // bytes unpacked; anything above is damage

}  // namespace foldmeter::structure
