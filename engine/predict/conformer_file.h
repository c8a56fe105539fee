// Reference conformers from a file, for exact comparison with another program (--conformers), and to such a file.
// Lines of tab-separated seed (or *), chain id, residue id, atom name, x, y, z; # begins a comment.
#pragma once

#include "features/batch.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <tuple>

namespace foldmeter::predict {

class ConformerFile {
public:
    // InputError: file, line, what is wrong.
    static ConformerFile read(const std::filesystem::path& path);

    // ref_pos of `batch` with the file's positions for this seed put in; atoms that the file does not name keep theirs.
    // InputError when the file names an atom that the job does not have.
    Tensor injectedInto(const features::Batch& batch, std::uint32_t seed) const;

    struct Atom {
        float x = 0, y = 0, z = 0;
        int line = 0;
    };
    using Key = std::tuple<std::string, int, std::string>;   // chain, residue, atom

private:
    std::string m_file;
    std::map<Key, Atom> m_everySeed;
    std::map<std::uint32_t, std::map<Key, Atom>> m_bySeed;
};

// The lines of one seed.
std::string conformerLines(const features::Batch& batch, std::uint32_t seed);

}  // namespace foldmeter::predict
