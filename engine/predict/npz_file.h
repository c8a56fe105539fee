// NumPy's .npz: a zip archive with one .npy array a member, deflated, written piece by piece, so that the pair embeddings
// of a large job never stand in memory twice. Spec: outputs.md section 3.
#pragma once

#include "base/atomic_file.h"

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace foldmeter::predict {

// float32 to float16 as NumPy rounds: to nearest, halves to even; too large becomes infinite.
std::uint16_t halfOf(float value);

class NpzFile {
public:
    explicit NpzFile(std::filesystem::path path);   // members throw DeviceError when the disk refuses
    // An array of float16: begin, all its values in order in as many pieces as convenient, end.
    void beginArray(const std::string& name, const std::vector<std::int64_t>& extents);
    void addValues(std::span<const float> values);
    void endArray();
    void commit();                                  // last

private:
    struct Member {
        std::string name;
        std::uint64_t offset = 0, packed = 0, plain = 0;
        std::uint32_t checksum = 0;
    };
    void deflateMore(std::string_view bytes, bool last);

    AtomicFile m_file;
    std::vector<Member> m_members;
    std::shared_ptr<void> m_deflater;               // of the open array
    std::uint64_t m_valuesLeft = 0;
    std::string m_bytes;                            // of the values being added
};

}  // namespace foldmeter::predict
