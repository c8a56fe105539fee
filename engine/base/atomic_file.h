// A file that is written piece by piece and appears under its final name only when it is complete: for what is too large
// to stand in memory as one text. Plain or packed with zstd on the way.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string_view>

namespace foldmeter {

class AtomicFile {
public:
    enum class Packing { None, Zstd };
    // Begins beside the target under a temporary name. All members throw DeviceError (path, reason).
    explicit AtomicFile(std::filesystem::path path, Packing packing = Packing::None);
    ~AtomicFile();   // leaves nothing behind unless committed
    AtomicFile(const AtomicFile&) = delete;
    AtomicFile& operator=(const AtomicFile&) = delete;

    void write(std::string_view bytes);
    std::uint64_t position() const;                             // bytes written so far, before packing
    void writeAt(std::uint64_t offset, std::string_view bytes); // over bytes written before; not while packing
    void commit();                                              // last: gives the file its name

private:
    struct State;
    std::unique_ptr<State> m_state;
};

}  // namespace foldmeter
