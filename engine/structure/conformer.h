// Reference conformers: RDKit's embedding of a component, then the random rigid motion. Spec: features.md section 6.
#pragma once

#include "base/threads.h"
#include "structure/components.h"

#include <array>
#include <memory>
#include <string>
#include <vector>

namespace foldmeter::structure {

// NumPy's legacy RandomState: MT19937, randint, polar-method normals with the kept second value. Spec features.md 6.
class NumpyRandom {
public:
    explicit NumpyRandom(std::uint32_t seed);
    std::uint32_t next();
    std::int64_t randint31();      // randint(1, 2^31)
    double normal();

private:
    std::uint32_t m_state[624];
    int m_index = 624;
    bool m_hasKept = false;
    double m_kept = 0;
};

struct Conformer {
    std::vector<std::string> atomNames;
    std::vector<std::array<float, 3>> positions;   // Angstrom, after centring and the random motion
    std::vector<int> elements;                     // atomic numbers, 0 unknown
    std::vector<float> charges;
    bool embedded = false;                         // false: fell back to the dictionary's coordinates
};

// Makes conformers of one job and seed in the order of calls; the generator's state carries over from residue to residue.
class ConformerGenerator {
public:
    ConformerGenerator(std::uint32_t seed, std::string cutoffDate = "2021-09-30");
    ~ConformerGenerator();
    Conformer make(const Component& component);
    // The same as one `make` after the other; the embeddings, which take milliseconds each and depend on nothing but
    // their seed, run side by side when there is a pool.
    std::vector<Conformer> makeAll(const std::vector<const Component*>& components, ThreadPool* pool = nullptr);
    // Advances the generator as `make` would, without the costly embedding: for a conformer that nobody reads.
    void skip(const Component& component);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

}  // namespace foldmeter::structure
